/**
 * How far a segment's bytes are sound, and why they stop there: at the end, in a torn tail that a crash left, or in
 * damage with good batches after it, which must never be cut off silently. Fed piece by piece by whoever reads the
 * file; keeps no bytes.
 *
 *   | good batch | good batch | ??????????????????????????????? |            nothing valid follows: torn tail
 *   | good batch | good batch | ????? | good batch | good batch |            a valid batch follows: corruption
 */
import {
  BATCH_OVERHEAD,
  LENGTH_AT,
  LOG_OVERHEAD,
  MAGIC_AT,
  MAGIC_V2,
  MIN_BATCH_LENGTH,
} from '../records/batch-format.ts';
import { BatchView } from '../records/batch-view.ts';

export interface RecoveryLimits {
  /** No batch is larger: what claims to be is not one. Pieces should hold at least this much. */
  readonly maxBatchBytes: number;
  /** The segment's base offset; no batch in it lies below. */
  readonly baseOffset: number;
  /** Offsets in a segment are at most this far above its base. */
  readonly maxRelativeOffset: number;
}

export type RecoveryVerdict =
  | { readonly kind: 'sound' }
  /** Cut at `position`: what follows was being written when the power went. */
  | { readonly kind: 'torn tail'; readonly reason: string }
  /** Keep the file: from `position` to `nextPosition` records are lost, and `nextOffset` shows that more followed. */
  | {
      readonly kind: 'corruption';
      readonly reason: string;
      readonly nextPosition: number;
      readonly nextOffset: number;
    };

/** Sees each good batch in order, with its position in the file. */
export type BatchVisitor = (batch: BatchView, position: number) => void;

export class RecoveryScan {
  readonly #limits: RecoveryLimits;
  readonly #visit: BatchVisitor;
  readonly #batch = new BatchView();
  #damage: string | null = null;
  /** Where the search for a later batch stands. */
  #searchPosition = 0;
  #found: RecoveryVerdict | null = null;
  /** End of the good batches, and the offset that follows them. */
  position: number;
  nextOffset: number;

  /** Begins at `position` of the file, where the batch with `nextOffset` or a later one is due. */
  constructor(limits: RecoveryLimits, position: number, nextOffset: number, visit: BatchVisitor) {
    this.#limits = limits;
    this.#visit = visit;
    this.position = position;
    this.nextOffset = nextOffset;
  }

  /** The file position from which the next piece must begin. */
  get neededFrom(): number {
    return this.#damage === null ? this.position : this.#searchPosition;
  }
  /** True once a verdict is certain whatever follows. */
  get isDone(): boolean {
    return this.#found !== null;
  }

  /**
   * Takes in `bytes[start, end)`, which lie in the file from `neededFrom` on; `isLast` says that the file ends with
   * them. What was not used is asked for again through `neededFrom`. False where the piece is too short to move on.
   */
  advance(bytes: Uint8Array, view: DataView, start: number, end: number, isLast: boolean): boolean {
    let at = start;
    if (this.#damage === null) {
      at = this.#scan(bytes, view, start, end, isLast);
      this.position += at - start;
      this.#searchPosition = this.position + 1;
      if (this.#damage === null) return at > start || at === end;
      at++;
    }
    const searched = this.#search(bytes, view, at, end, isLast);
    this.#searchPosition += searched - at;
    return this.#found !== null || searched > start || searched === end;
  }

  /** After the last piece. */
  verdict(): RecoveryVerdict {
    if (this.#found !== null) return this.#found;
    return this.#damage === null ? { kind: 'sound' } : { kind: 'torn tail', reason: this.#damage };
  }

  /** Good batches from `start` on; returns the end of the last. */
  #scan(bytes: Uint8Array, view: DataView, start: number, end: number, isLast: boolean): number {
    let at = start;
    while (at < end) {
      const rest = end - at;
      const length = rest >= LENGTH_AT + 4 ? view.getInt32(at + LENGTH_AT) : 0;
      const isWhole = rest >= BATCH_OVERHEAD && length <= rest - LOG_OVERHEAD;
      if (!isWhole && !isLast && (rest < BATCH_OVERHEAD || LOG_OVERHEAD + length <= this.#limits.maxBatchBytes))
        return at;
      this.#damage =
        isWhole || length > this.#limits.maxBatchBytes
          ? this.#faultOf(bytes, view, at, length, end)
          : `cut short: ${rest} bytes remain`;
      if (this.#damage !== null) return at;
      const batch = this.#batch;
      this.#visit(batch, this.position + (at - start));
      this.nextOffset = batch.nextOffset;
      at = batch.end;
    }
    return at;
  }

  #faultOf(bytes: Uint8Array, view: DataView, at: number, length: number, end: number): string | null {
    if (length < MIN_BATCH_LENGTH) return `batch length ${length} is too small`;
    if (LOG_OVERHEAD + length > this.#limits.maxBatchBytes) return `batch length ${length} is too large`;
    const magic = view.getInt8(at + MAGIC_AT);
    if (magic !== MAGIC_V2) return `magic is ${magic}`;
    const batch = this.#batch.wrap(bytes, view, at, end);
    const { baseOffset } = batch;
    if (!batch.isValid) return `checksum of the batch at offset ${baseOffset} does not match`;
    if (baseOffset < this.nextOffset) return `offset ${baseOffset} is below ${this.nextOffset}`;
    if (batch.lastOffsetDelta < 0 || batch.lastOffset - this.#limits.baseOffset > this.#limits.maxRelativeOffset) {
      return `offsets ${baseOffset} to ${batch.lastOffset} do not fit the segment`;
    }
    return null;
  }

  /** A valid batch anywhere from `start` on, with an offset that belongs after the good ones. Returns how far it looked. */
  #search(bytes: Uint8Array, view: DataView, start: number, end: number, isLast: boolean): number {
    let at = start;
    for (; end - at >= BATCH_OVERHEAD; at++) {
      if (bytes[at + MAGIC_AT] !== MAGIC_V2) continue;
      const length = view.getInt32(at + LENGTH_AT);
      if (length < MIN_BATCH_LENGTH || LOG_OVERHEAD + length > this.#limits.maxBatchBytes) continue;
      const batch = this.#batch.wrap(bytes, view, at, end);
      const relative = batch.baseOffset - this.#limits.baseOffset;
      if (batch.baseOffset < this.nextOffset || relative > this.#limits.maxRelativeOffset) continue;
      if (batch.lastOffsetDelta < 0) continue;
      if (LOG_OVERHEAD + length > end - at) {
        if (isLast) continue;
        return at; // plausible, but not all of it is here
      }
      if (!batch.isValid) continue;
      const nextPosition = this.#searchPosition + (at - start);
      this.#found = { kind: 'corruption', reason: this.#damage!, nextPosition, nextOffset: batch.baseOffset };
      return at;
    }
    return isLast ? end : at;
  }
}

/** A whole segment in memory: what `advance` piece by piece comes to. */
export function scanSegment(bytes: Uint8Array, limits: RecoveryLimits, visit: BatchVisitor): RecoveryScan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const scan = new RecoveryScan(limits, 0, limits.baseOffset, visit);
  scan.advance(bytes, view, 0, bytes.length, true);
  return scan;
}
