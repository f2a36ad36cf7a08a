/**
 * Where a log is cut so that it ends at an offset: the segment, the place in its file, and the end that this gives. Main
 * thread; reads a few headers from the file where the batch is no longer in the ring, which a cut can wait for.
 */
import { readInt64 } from '../../core/bytes/int64.ts';
import { decodeOffsetIndex } from '../../core/log/offset-index.ts';
import {
  BASE_OFFSET_AT,
  BATCH_OVERHEAD,
  LAST_OFFSET_DELTA_AT,
  LENGTH_AT,
  LOG_OVERHEAD,
} from '../../core/records/batch-format.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import type { LogSegment } from './log-segment.ts';
import type { PartitionLog } from './partition-log.ts';

export interface LogCut {
  readonly segmentBase: number;
  readonly position: number;
  /** At or below the target: a batch that holds the target goes whole. */
  readonly endOffset: number;
}

interface Found {
  readonly position: number;
  readonly baseOffset: number;
}

/** What keeps the log from being cut is damage of its files. @param target within the log */
export function locateCut(log: PartitionLog, target: number): LogCut | string {
  const index = log.segmentIndexFor(target);
  const segment = log.segments[index];
  if (segment === undefined) return `${log.path} has no segment that could be cut at offset ${target}`;
  const found = inRing(log, index, target) ?? inFile(log, segment, target);
  if (typeof found === 'string') return found;
  const { baseOffset: segmentBase } = segment;
  return {
    segmentBase,
    position: found.position,
    endOffset: Math.max(log.logStartOffset, Math.min(target, found.baseOffset)),
  };
}

/** The first batch of the segment that ends past the target, if it is in ring memory; else null. */
function inRing(log: PartitionLog, index: number, target: number): Found | null {
  const { tail, segments } = log;
  const { wal } = log.directory;
  const segment = segments[index]!;
  const until = segments[index + 1]?.baseOffset ?? Number.POSITIVE_INFINITY;
  // Drops entries of memory that has been used again.
  tail.find(log.logEndOffset, wal.reusedUpTo);
  let first = 0;
  while (first < tail.count && tail.baseOffset(first) < segment.baseOffset) first++;
  let last = first;
  let bytes = 0;
  for (; last < tail.count && tail.baseOffset(last) < until; last++) bytes += tail.length(last);
  // What is in the ring is the end of the segment.
  let position = segment.sizeInBytes - bytes;
  if (first === last || (tail.baseOffset(first) > target && position > 0)) return null;
  const { view, capacity } = wal.memory;
  for (let i = first; i < last; i++) {
    const baseOffset = tail.baseOffset(i);
    const next = baseOffset + view.getInt32((tail.position(i) % capacity) + LAST_OFFSET_DELTA_AT) + 1;
    if (next > target) return { position, baseOffset };
    position += tail.length(i);
  }
  return { position, baseOffset: target };
}

/** The same from the segment's file. What is not in the ring has been written. */
function inFile(log: PartitionLog, segment: LogSegment, target: number): Found | string {
  const header = new Uint8Array(BATCH_OVERHEAD);
  const view = new DataView(header.buffer);
  const { files } = log.directory;
  let file: FileHandle;
  try {
    file = files.open(segment.logPath, 'read');
  } catch (error) {
    return `${segment.logPath} cannot be read: ${(error as Error).message}`;
  }
  try {
    let position = startOf(files, segment, target);
    while (position < segment.sizeInBytes) {
      if (files.read(file, header, 0, header.length, position) < header.length) break;
      const baseOffset = readInt64(view, BASE_OFFSET_AT);
      const size = LOG_OVERHEAD + view.getInt32(LENGTH_AT);
      const next = baseOffset + view.getInt32(LAST_OFFSET_DELTA_AT) + 1;
      if (size < BATCH_OVERHEAD || next <= baseOffset) return `${segment.logPath} is damaged at byte ${position}`;
      if (next > target) return { position, baseOffset };
      position += size;
    }
    const inRingFrom = log.tail.count > 0 ? log.tail.baseOffset(0) : log.logEndOffset;
    if (position !== segment.sizeInBytes && inRingFrom > target)
      return `${segment.logPath} ends before byte ${segment.sizeInBytes}`;
    return { position, baseOffset: target };
  } catch (error) {
    return `${segment.logPath} cannot be read: ${(error as Error).message}`;
  } finally {
    files.close(file);
  }
}

/** Where to begin to look; 0 where no index says. */
function startOf(files: FileSystem, segment: LogSegment, target: number): number {
  const known = segment.positionInMemory(target);
  if (known >= 0) return known;
  const bytes = files.readFile(`${segment.stem}.index`);
  if (bytes === null) return 0;
  const index = decodeOffsetIndex(bytes, segment.baseOffset, segment.offsets.maxEntries, segment.sizeInBytes);
  return typeof index === 'string' ? 0 : index.positionFor(target);
}
