/**
 * Exchanges segments for the one that compaction made of them, so that a crash between any two steps leaves either the
 * old ones or the new one, by the names alone:
 *
 *   1  <base>.log.cleaned  → <base>.log.swap, then its indexes     a `.cleaned` left: step 1 was not through, undone
 *   2  <old>.log → <old>.log.deleted, and so on                    only `.swap` left: done again to the end
 *   3  <base>.log.swap → <base>.log, then its indexes
 *
 * Compute pool; recovery on the WAL thread.
 */
import {
  parseSegmentFileName,
  type SegmentFile,
  type SegmentSuffix,
  segmentFileName,
} from '../../core/log/segment-names.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { walkBatches } from './segment-walk.ts';

/** In the order in which they are renamed. Snapshots of producers are no part of a segment. */
const SEGMENT_FILES: readonly SegmentSuffix[] = ['.log', '.index', '.timeindex', '.txnindex'];

/** `replaced` ascends and begins with `baseOffset`; the `.cleaned` files are durable. May be done again after it failed. */
export function swapSegments(
  files: FileSystem,
  directory: string,
  baseOffset: number,
  replaced: readonly number[],
): void {
  const path = (base: number, suffix: SegmentSuffix, state: '' | '.cleaned' | '.swap' | '.deleted'): string =>
    `${directory}/${segmentFileName(base, suffix, state)}`;
  const move = (from: string, to: string): void => {
    if (files.exists(from)) files.rename(from, to);
  };
  for (const suffix of SEGMENT_FILES) move(path(baseOffset, suffix, '.cleaned'), path(baseOffset, suffix, '.swap'));
  files.syncDirectory(directory);
  // Without it the third step has begun: what bears the final names is the new segment.
  const isWaiting = files.exists(path(baseOffset, '.log', '.swap'));
  for (const base of isWaiting ? replaced : []) {
    for (const suffix of SEGMENT_FILES) move(path(base, suffix, ''), path(base, suffix, '.deleted'));
    // The one at the start of the new segment still is what a replay from there begins with.
    if (base !== baseOffset) move(path(base, '.snapshot', ''), path(base, '.snapshot', '.deleted'));
  }
  files.syncDirectory(directory);
  for (const suffix of SEGMENT_FILES) move(path(baseOffset, suffix, '.swap'), path(baseOffset, suffix, ''));
  files.syncDirectory(directory);
}

interface StatefulFile extends SegmentFile {
  readonly name: string;
}

/** At the start of a log: undoes or finishes an exchange that was cut short, and removes files on their way out. */
export function recoverSwaps(files: FileSystem, directory: string): void {
  const found: StatefulFile[] = [];
  const live: StatefulFile[] = [];
  for (const name of files.list(directory)) {
    const parsed = parseSegmentFileName(name);
    if (parsed !== null) (parsed.state === null ? live : found).push({ ...parsed, name });
  }
  if (found.length === 0) return;
  const path = (name: string): string => `${directory}/${name}`;
  let firstCleaned = Infinity;
  for (const { state, baseOffset } of found)
    if (state === '.cleaned') firstCleaned = Math.min(firstCleaned, baseOffset);
  // Segments are exchanged in ascending order: at or above one that is still being made, none had got its turn.
  const swaps = found.filter(({ state, baseOffset }) => state === '.swap' && baseOffset < firstCleaned);
  // The `.cleaned` ones last: without them a `.swap` beside them would count as whole, should this be cut short, too.
  for (const { state, baseOffset, name } of found)
    if (state === '.swap' && baseOffset >= firstCleaned) files.remove(path(name));
  files.syncDirectory(directory);
  for (const { state, name } of found) if (state !== '.swap') files.remove(path(name));
  for (const { name, suffix, baseOffset } of swaps) {
    if (suffix !== '.log') continue;
    const end = endOffsetOf(files, path(name), baseOffset);
    for (const old of live) {
      const isCovered = old.baseOffset === baseOffset || (old.baseOffset > baseOffset && old.baseOffset < end);
      const isSnapshot = old.suffix === '.snapshot' && old.baseOffset === baseOffset;
      if (isCovered && !isSnapshot) files.remove(path(old.name));
    }
  }
  files.syncDirectory(directory);
  swaps.sort((a, b) => SEGMENT_FILES.indexOf(a.suffix) - SEGMENT_FILES.indexOf(b.suffix));
  for (const { name } of swaps) files.rename(path(name), path(name.slice(0, -'.swap'.length)));
  files.syncDirectory(directory);
}

function endOffsetOf(files: FileSystem, path: string, baseOffset: number): number {
  const file = files.open(path, 'read');
  try {
    const end = files.size(file);
    return walkBatches(files, file, { position: 0, end, nextOffset: baseOffset, checkCrc: false }, () => {}).nextOffset;
  } finally {
    files.close(file);
  }
}
