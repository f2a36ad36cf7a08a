/**
 * What a tool reports while it runs, as points of (time, bytes so far), and the span of them that counts: from the end of
 * the warm-up until it is long enough. So every tool, whatever it prints at its end, is measured over the same time.
 */

export interface Point {
  /** By the tool's own clock, from anywhere on; ascending. */
  readonly ms: number;
  /** Since the tool's start. */
  readonly bytes: number;
}

export interface Span {
  readonly seconds: number;
  readonly bytes: number;
  readonly mbPerSecond: number;
}

export class Window {
  readonly #warmUpMs: number;
  readonly #lengthMs: number;
  #origin: number | null = null;
  #first: Point | null = null;
  #last: Point | null = null;

  /** The warm-up counts from the first point. */
  constructor(warmUpMs: number, lengthMs: number) {
    this.#warmUpMs = warmUpMs;
    this.#lengthMs = lengthMs;
  }

  /** @returns whether the span begins or ends with this point; after 'end' points are left out */
  add(point: Point): 'begin' | 'end' | null {
    this.#origin ??= point.ms;
    if (this.isOver) return null;
    if (this.#first === null) {
      // What has not moved yet only waits for its connections.
      if (point.bytes === 0 || point.ms - this.#origin < this.#warmUpMs) return null;
      this.#first = point;
      return 'begin';
    }
    this.#last = point;
    return this.isOver ? 'end' : null;
  }

  get isOver(): boolean {
    return this.#first !== null && this.#last !== null && this.#last.ms - this.#first.ms >= this.#lengthMs;
  }

  /** Null while there are not two points. A tool that ran out of work early has a shorter span. */
  get span(): Span | null {
    if (this.#first === null || this.#last === null) return null;
    const seconds = (this.#last.ms - this.#first.ms) / 1_000;
    const bytes = this.#last.bytes - this.#first.bytes;
    return seconds <= 0 ? null : { seconds, bytes, mbPerSecond: bytes / seconds / 1e6 };
  }
}
