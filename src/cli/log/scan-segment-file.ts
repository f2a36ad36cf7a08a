/** Walks the batches of a segment file in pieces, however large it is, up to where it is sound. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type BatchVisitor, RecoveryScan, type RecoveryVerdict } from '../../core/log/recovery-scan.ts';

export interface ScannedSegment {
  readonly verdict: RecoveryVerdict;
  readonly size: number;
  /** Where the sound batches end. */
  readonly soundBytes: number;
  readonly nextOffset: number;
}

const PIECE_BYTES = 4 * 1024 * 1024;
/** A length field above this is not believed. */
const BATCH_BYTES_MAX = 256 * 1024 * 1024;
const RELATIVE_OFFSET_MAX = 2 ** 31 - 1;

/** `afterPiece` is awaited whenever some MiB have gone by, so that what the visitor gathered can leave memory. */
export async function scanSegmentFile(
  path: string,
  baseOffset: number,
  visit: BatchVisitor,
  afterPiece: () => Promise<void> = () => Promise.resolve(),
): Promise<ScannedSegment> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const limits = {
      maxBatchBytes: Math.min(size, BATCH_BYTES_MAX),
      baseOffset,
      maxRelativeOffset: RELATIVE_OFFSET_MAX,
    };
    const scan = new RecoveryScan(limits, 0, baseOffset, visit);
    let piece = new Uint8Array(Math.min(PIECE_BYTES, Math.max(size, 1)));
    while (scan.neededFrom < size && !scan.isDone) {
      const from = scan.neededFrom;
      const length = readFully(file, piece, from);
      const isLast = from + length >= size;
      const view = new DataView(piece.buffer);
      const isUsed = scan.advance(piece, view, 0, length, isLast);
      await afterPiece();
      // A batch larger than the piece: read it again with more behind it.
      if (!isUsed) {
        if (isLast) break;
        piece = new Uint8Array(Math.min(piece.length * 2, size - from));
      }
    }
    return { verdict: scan.verdict(), size, soundBytes: scan.position, nextOffset: scan.nextOffset };
  } finally {
    closeSync(file);
  }
}

function readFully(file: number, piece: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < piece.length) {
    const read = readSync(file, piece, filled, piece.length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled;
}
