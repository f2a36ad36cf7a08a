/**
 * Where the youngest batches of one log lie in ring memory, so that a fetch at the tail never touches a file. The ring's
 * writer owns it; an entry is good until the writer claims over its frame, which the writer itself knows.
 *
 * A circular queue of parallel arrays. Bound: entries of frames still in the ring; older ones go as new ones come.
 */
const INITIAL = 8;

export class TailIndex {
  #baseOffsets = new Float64Array(INITIAL);
  #positions = new Float64Array(INITIAL);
  #lengths = new Int32Array(INITIAL);
  #first = 0;
  #count = 0;

  /** @param position of the batch's frame, as the ring's unwrapped byte count */
  push(baseOffset: number, position: number, length: number, reusedUpTo: number): void {
    this.#evict(reusedUpTo);
    if (this.#count === this.#positions.length) this.#grow();
    const at = (this.#first + this.#count++) & (this.#positions.length - 1);
    this.#baseOffsets[at] = baseOffset;
    this.#positions[at] = position;
    this.#lengths[at] = length;
  }

  /**
   * Index of the entry whose batch contains `offset`, for `position(i)` and `length(i)`; −1 when that batch is no longer
   * in the ring. Offsets at or past the log end must not be asked for.
   */
  find(offset: number, reusedUpTo: number): number {
    this.#evict(reusedUpTo);
    if (this.#count === 0 || offset < this.#baseOffsets[this.#first]!) return -1;
    let low = 0;
    let high = this.#count - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#baseOffsets[this.#slot(middle)]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  get count(): number {
    return this.#count;
  }

  baseOffset(index: number): number {
    return this.#baseOffsets[this.#slot(index)]!;
  }

  position(index: number): number {
    return this.#positions[this.#slot(index)]!;
  }

  length(index: number): number {
    return this.#lengths[this.#slot(index)]!;
  }

  /** After a truncation: entries at or past `endOffset` no longer belong to the log. */
  truncate(endOffset: number): void {
    while (this.#count > 0 && this.baseOffset(this.#count - 1) >= endOffset) this.#count--;
  }

  /** After a compaction: the files below `offset` say less than the ring does. */
  forgetBelow(offset: number): void {
    while (this.#count > 0 && this.baseOffset(0) < offset) {
      this.#first = (this.#first + 1) & (this.#positions.length - 1);
      this.#count--;
    }
  }

  #slot(index: number): number {
    return (this.#first + index) & (this.#positions.length - 1);
  }

  #evict(reusedUpTo: number): void {
    while (this.#count > 0 && this.#positions[this.#first]! < reusedUpTo) {
      this.#first = (this.#first + 1) & (this.#positions.length - 1);
      this.#count--;
    }
  }

  #grow(): void {
    const size = this.#positions.length;
    const baseOffsets = new Float64Array(size * 2);
    const positions = new Float64Array(size * 2);
    const lengths = new Int32Array(size * 2);
    for (let i = 0; i < this.#count; i++) {
      const from = this.#slot(i);
      baseOffsets[i] = this.#baseOffsets[from]!;
      positions[i] = this.#positions[from]!;
      lengths[i] = this.#lengths[from]!;
    }
    this.#baseOffsets = baseOffsets;
    this.#positions = positions;
    this.#lengths = lengths;
    this.#first = 0;
  }
}
