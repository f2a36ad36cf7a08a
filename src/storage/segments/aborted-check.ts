/**
 * Whether a segment's `.txnindex` says what its log says: the file carries no checksum, and a wrong entry shows aborted
 * records to whoever reads committed ones, or hides others. Looks at the batch at either end of each transaction. WAL
 * thread, at start.
 */
import { decodeOffsetIndex, OffsetIndex } from '../../core/log/offset-index.ts';
import { type AbortedTxn, decodeTransactionIndex } from '../../core/log/transaction-index.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import { walkBatches } from './segment-walk.ts';

/** Far more than any index holds. */
const MAX_ENTRIES = 16 * 1024 * 1024;
/** The wanted batch is an index interval away, but for large batches. */
const FIRST_WINDOW = 8 * 1024;

/**
 * False when the index must be made anew from the log. A segment without the file is sound: it has nothing to say.
 * @param below transactions that end at or above it are not looked at: they are found anew anyway
 */
export function isAbortedIndexSound(files: FileSystem, stem: string, baseOffset: number, below: number): boolean {
  const bytes = files.readFile(`${stem}.txnindex`);
  if (bytes === null) return true;
  const index = bytes.length === 0 ? null : decodeTransactionIndex(bytes, baseOffset);
  if (index === null || typeof index === 'string') return false;
  if (!files.exists(`${stem}.log`)) return false;
  const log = files.open(`${stem}.log`, 'read');
  try {
    const size = files.size(log);
    const decoded = decodeOffsetIndex(
      files.readFile(`${stem}.index`) ?? new Uint8Array(0),
      baseOffset,
      MAX_ENTRIES,
      size,
    );
    const offsets = typeof decoded === 'string' ? new OffsetIndex(baseOffset, 1) : decoded;
    return index.entries.every((entry) => entry.lastOffset >= below || isConfirmed(files, log, size, offsets, entry));
  } finally {
    files.close(log);
  }
}

function isConfirmed(
  files: FileSystem,
  log: FileHandle,
  size: number,
  offsets: OffsetIndex,
  entry: AbortedTxn,
): boolean {
  const { baseOffset } = offsets;
  const isEnd = isBatchAt(files, log, size, offsets, entry.lastOffset, entry.producerId, true);
  // The first batch may lie in an earlier segment.
  const isBegun =
    entry.firstOffset < baseOffset || isBatchAt(files, log, size, offsets, entry.firstOffset, entry.producerId, false);
  return isEnd && isBegun;
}

/**
 * Whether the batch with this offset is a control batch, or a batch of a transaction, of this producer. One that compaction
 * has taken, or that cannot be read, contradicts nothing.
 */
function isBatchAt(
  files: FileSystem,
  log: FileHandle,
  size: number,
  offsets: OffsetIndex,
  offset: number,
  producerId: number,
  isControl: boolean,
): boolean {
  const position = offsets.positionFor(offset);
  let answer: boolean | null = null;
  for (let window = FIRST_WINDOW; answer === null; window *= 4) {
    const end = Math.min(size, position + window);
    walkBatches(files, log, { position, end, nextOffset: offsets.baseOffset, checkCrc: false }, (batch) => {
      if (answer !== null || batch.nextOffset <= offset) return;
      answer = batch.baseOffset > offset || (batch.producerId === producerId && batch.isControl === isControl);
    });
    if (end === size) break;
  }
  return answer ?? true;
}
