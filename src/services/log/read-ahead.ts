/**
 * What readers that go through a segment will ask for next, read from the file while they look at what they have. Main
 * thread; owned by the log reader. A log that was cut or compacted has other segment objects: nothing of them is found here.
 * If a range were read before it is all in the file, its reader would be told that the file is damaged.
 */
import type { FileReader, ReadCallback } from './file-reader.ts';
import type { LogSegment } from './log-segment.ts';

/** Over all segments: what half a dozen partitions give to one consumer. */
const MAX_BYTES = 8 * 1024 * 1024;
/** So many ranges later, whoever was to want one has gone. */
const PATIENCE = 64;

export class ReadRange {
  readonly position: number;
  readonly length: number;
  readonly turn: number;
  #outcome: Parameters<ReadCallback> | null = null;
  #callback: ReadCallback | null = null;

  constructor(position: number, length: number, turn: number) {
    this.position = position;
    this.length = length;
    this.turn = turn;
  }

  /** Once. Never runs before this returns. */
  whenRead(callback: ReadCallback): void {
    const outcome = this.#outcome;
    if (outcome === null) this.#callback = callback;
    else queueMicrotask(() => callback(...outcome));
  }

  onRead(...outcome: Parameters<ReadCallback>): void {
    this.#outcome = outcome;
    this.#callback?.(...outcome);
  }
}

export class ReadAhead {
  readonly #files: FileReader;
  /** One a segment: readers that are far apart in it do without. Oldest first. */
  readonly #ranges = new Map<LogSegment, ReadRange>();
  #bytes = 0;
  #turn = 0;

  constructor(files: FileReader) {
    this.#files = files;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Does nothing where there is no room: what is dropped before it is wanted has been read in vain. */
  begin(segment: LogSegment, position: number, length: number): void {
    const turn = ++this.#turn;
    for (const [of, { turn: begun }] of this.#ranges) {
      if (turn - begun <= PATIENCE) break;
      this.#drop(of);
    }
    if (this.#ranges.has(segment) || this.#bytes + length > MAX_BYTES) return;
    const range = new ReadRange(position, length, turn);
    this.#ranges.set(segment, range);
    this.#bytes += length;
    this.#files.read(segment.logPath, position, length, (...outcome) => range.onRead(...outcome));
  }

  /** The range that begins there, read or about to be; it is the caller's from now on. */
  take(segment: LogSegment, position: number): ReadRange | null {
    const range = this.#ranges.get(segment);
    if (range?.position !== position) return null;
    this.#forget(segment, range);
    return range;
  }

  #drop(segment: LogSegment): void {
    const range = this.#ranges.get(segment)!;
    this.#forget(segment, range);
    range.whenRead((_, bytes) => this.#files.pool.giveBack(bytes));
  }

  #forget(segment: LogSegment, { length }: ReadRange): void {
    this.#ranges.delete(segment);
    this.#bytes -= length;
  }
}
