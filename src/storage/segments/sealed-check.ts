/**
 * Whether a full segment is as long as its indexes know it to be. A log file that was cut at a batch, or emptied, reads
 * like a shorter log; only what was written about it elsewhere tells. Costs a few small reads. WAL thread, at start.
 */
import { OFFSET_INDEX_ENTRY_SIZE } from '../../core/log/offset-index.ts';
import { TIME_INDEX_ENTRY_SIZE } from '../../core/log/time-index.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import { walkBatches } from './segment-walk.ts';

/** Entries looked at from the end of an index: one that is damaged must not speak for the log. */
const ENTRIES = 2;

/**
 * What is wrong with a segment that nothing is appended to any more; null when nothing seems to be.
 * @param walks also looks whether the batches from the last indexed one on are whole
 */
export function sealedFault(
  files: FileSystem,
  log: FileHandle,
  path: string,
  baseOffset: number,
  walks: boolean,
): string | null {
  const size = files.size(log);
  const stem = path.slice(0, -'.log'.length);
  const offsets = lastEntries(files, `${stem}.index`, OFFSET_INDEX_ENTRY_SIZE);
  const times = lastEntries(files, `${stem}.timeindex`, TIME_INDEX_ENTRY_SIZE);
  const positions = offsets.map((entry) => entry.getInt32(4));
  const last = positions.at(-1) ?? 0;
  if (size === 0 && (positions.length > 0 || times.length > 0))
    return `${path} is empty, but its indexes are not. Nothing was cut`;
  if (positions.length === ENTRIES && positions.every((position) => position >= size)) {
    return `${path} ends at byte ${size}, but its index knows a batch at byte ${last}. Nothing was cut`;
  }
  if (!walks) return null;
  const walk = (position: number): ReturnType<typeof walkBatches> =>
    walkBatches(files, log, { position, end: size, nextOffset: baseOffset, checkCrc: false }, () => {});
  // The index itself may be what is damaged: then the log is judged from its beginning.
  let end = walk(last < size && last >= 0 ? last : 0);
  if (end.fault !== null && last !== 0) end = walk(0);
  if (end.fault !== null) return `${path} at byte ${end.position}: ${end.fault}. Nothing was cut`;
  const known = times.at(-1)?.getInt32(8) ?? -1;
  // Of three witnesses, two agree that there was more.
  if (last >= size && baseOffset + known >= end.nextOffset) {
    return `${path} ends at offset ${end.nextOffset}, but its indexes know offset ${baseOffset + known}. Nothing was cut`;
  }
  return null;
}

function lastEntries(files: FileSystem, path: string, entrySize: number): DataView[] {
  if (!files.exists(path)) return [];
  const file = files.open(path, 'read');
  try {
    const whole = Math.floor(files.size(file) / entrySize);
    const count = Math.min(whole, ENTRIES);
    const bytes = new Uint8Array(count * entrySize);
    files.read(file, bytes, 0, bytes.length, (whole - count) * entrySize);
    return Array.from({ length: count }, (_, i) => new DataView(bytes.buffer, i * entrySize, entrySize));
  } finally {
    files.close(file);
  }
}
