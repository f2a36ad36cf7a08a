/**
 * Appends of one partition whose reply waits until an offset is reached, in offset order: completing them is a walk from
 * the front. Main thread. Bound: the ring holds what waits for durability, `socket` backpressure the rest.
 */
export interface OffsetWaiter {
  /** @param slot which of the waiter's partitions this is about */
  onOffsetReached(slot: number): void;
  onOffsetFailed(slot: number, errorCode: number): void;
}

interface Entry {
  requiredOffset: number;
  waiter: OffsetWaiter;
  slot: number;
}

export class OffsetWaiters {
  #entries: Entry[] = [];
  #first = 0;

  get isEmpty(): boolean {
    return this.#first === this.#entries.length;
  }

  /** @param requiredOffset the offset after the last record that must be reached; never below an earlier one */
  add(requiredOffset: number, waiter: OffsetWaiter, slot: number): void {
    this.#entries.push({ requiredOffset, waiter, slot });
  }

  reached(offset: number): void {
    while (this.#first < this.#entries.length && this.#entries[this.#first]!.requiredOffset <= offset) {
      const { waiter, slot } = this.#entries[this.#first++]!;
      waiter.onOffsetReached(slot);
    }
    this.#trim();
  }

  failAll(errorCode: number): void {
    const entries = this.#entries.slice(this.#first);
    this.#entries = [];
    this.#first = 0;
    for (const { waiter, slot } of entries) waiter.onOffsetFailed(slot, errorCode);
  }

  #trim(): void {
    if (this.#first === this.#entries.length) {
      if (this.#first > 0) this.#entries.length = 0;
      this.#first = 0;
    } else if (this.#first > 1024) {
      this.#entries.splice(0, this.#first);
      this.#first = 0;
    }
  }
}
