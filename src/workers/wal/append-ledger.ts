/**
 * What has been put into the ring and is not durable yet, in order: position after the frame, who cares, and up to which
 * offset. A circular queue of parallel arrays; an append allocates nothing. Owned by the ring's writer.
 *
 * Bound: the ring holds at most capacity / 88 frames, so the queue does too.
 */
import { distance } from '../../core/base/wrapping.ts';

export interface DurableSink {
  /** Everything below `endOffset` of this log is covered by a successful fdatasync. */
  onDurable(endOffset: number): void;
}

const INITIAL = 256;

export class AppendLedger {
  #positions = new Int32Array(INITIAL);
  #offsets = new Float64Array(INITIAL);
  #lsns = new Float64Array(INITIAL);
  #sinks: (DurableSink | null)[] = new Array(INITIAL).fill(null);
  #first = 0;
  #count = 0;

  /** lsn after the last settled entry: everything below is durable. */
  settledLsn = 0;

  get size(): number {
    return this.#count;
  }

  push(endPosition: number, endLsn: number, sink: DurableSink, endOffset: number): void {
    if (this.#count === this.#positions.length) this.#grow();
    const at = (this.#first + this.#count++) & (this.#positions.length - 1);
    this.#positions[at] = endPosition;
    this.#lsns[at] = endLsn;
    this.#offsets[at] = endOffset;
    this.#sinks[at] = sink;
  }

  /** Tells the sinks of everything that ends at or before `durable`. */
  settle(durable: number): void {
    while (this.#count > 0 && distance(this.#positions[this.#first]!, durable) <= 0) {
      const sink = this.#sinks[this.#first]!;
      const endOffset = this.#offsets[this.#first]!;
      this.settledLsn = this.#lsns[this.#first]!;
      this.#sinks[this.#first] = null;
      this.#first = (this.#first + 1) & (this.#positions.length - 1);
      this.#count--;
      sink.onDurable(endOffset);
    }
  }

  /** The directory failed: what is in flight will never be durable. */
  clear(): void {
    this.#sinks.fill(null);
    this.#first = 0;
    this.#count = 0;
  }

  #grow(): void {
    const size = this.#positions.length;
    const positions = new Int32Array(size * 2);
    const offsets = new Float64Array(size * 2);
    const lsns = new Float64Array(size * 2);
    const sinks: (DurableSink | null)[] = new Array(size * 2).fill(null);
    for (let i = 0; i < this.#count; i++) {
      const from = (this.#first + i) & (size - 1);
      positions[i] = this.#positions[from]!;
      offsets[i] = this.#offsets[from]!;
      lsns[i] = this.#lsns[from]!;
      sinks[i] = this.#sinks[from]!;
    }
    this.#positions = positions;
    this.#offsets = offsets;
    this.#lsns = lsns;
    this.#sinks = sinks;
    this.#first = 0;
  }
}
