/**
 * Append messages sent and not yet answered, as (last index, bytes), oldest first. The leader's brake for one
 * follower: no more than so many messages and so many bytes are under way.
 */

import { assert } from '../base/assert.ts';

/** Answered entries are dropped from the front only when this many have gathered: shifting each time would copy. */
const COMPACT_AT = 64;

export class Inflights {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  readonly #lastIndexes: number[] = [];
  readonly #sizes: number[] = [];
  #start = 0;
  #bytes = 0;

  constructor(maxMessages: number, maxBytes: number) {
    this.#maxMessages = maxMessages;
    this.#maxBytes = maxBytes;
  }

  get count(): number {
    return this.#lastIndexes.length - this.#start;
  }

  /** One message may exceed the byte limit; the next has to wait. */
  get full(): boolean {
    return this.count >= this.#maxMessages || this.#bytes >= this.#maxBytes;
  }

  add(lastIndex: number, bytes: number): void {
    assert(!this.full, 'an append message was sent although the window is full');
    this.#lastIndexes.push(lastIndex);
    this.#sizes.push(bytes);
    this.#bytes += bytes;
  }

  /** The follower has everything up to `index`: all messages that end there or before are answered. */
  freeUpTo(index: number): void {
    while (this.#start < this.#lastIndexes.length && this.#lastIndexes[this.#start]! <= index) {
      this.#bytes -= this.#sizes[this.#start]!;
      this.#start++;
    }
    if (this.#start >= COMPACT_AT || this.#start === this.#lastIndexes.length) {
      this.#lastIndexes.splice(0, this.#start);
      this.#sizes.splice(0, this.#start);
      this.#start = 0;
    }
  }

  clear(): void {
    this.#lastIndexes.length = 0;
    this.#sizes.length = 0;
    this.#start = 0;
    this.#bytes = 0;
  }
}
