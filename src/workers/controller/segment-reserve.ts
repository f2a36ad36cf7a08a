/**
 * The next segment of the metadata log, written full of zeros before it is needed: a roll waits for no allocation, and a
 * full disk is noticed while the segment in use still has room. Controller thread; only the log calls it.
 */
import type { Clock } from '../../runtime/clock/clock.ts';
import type { LogIo } from './log-io.ts';
import type { LogJobResult } from './log-jobs.ts';

const FIRST_RESERVE_MS = 200;
const RESERVE_RETRY_MS = 1_000;

export class SegmentReserve {
  readonly #directory: string;
  readonly #size: number;
  readonly #io: LogIo;
  readonly #clock: Clock;
  readonly #fail: (error: NonNullable<LogJobResult['error']>) => void;
  #isMissing = false;
  #triedAt = 0;
  #cancelFirst: () => void = () => {};

  /** `size` in bytes; `fail` hears of every error but a full disk. */
  constructor(
    directory: string,
    size: number,
    io: LogIo,
    clock: Clock,
    fail: (error: NonNullable<LogJobResult['error']>) => void,
  ) {
    this.#directory = directory;
    this.#size = size;
    this.#io = io;
    this.#clock = clock;
    this.#fail = fail;
  }

  /** The disk was too full for it. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  /** `prepare` is called for the first time when the broker serves: nobody waits for the segment after this one. */
  open(prepare: () => void): void {
    this.#cancelFirst = this.#clock.setTimer(FIRST_RESERVE_MS, prepare);
  }

  prepare(): void {
    this.#triedAt = this.#clock.monotonicMs();
    this.#io.run({ kind: 'reserve', directory: this.#directory, size: this.#size }, ({ error }) => {
      // A full disk is no failure yet: the segment in use has room, and the reserve is tried for again at the next roll.
      this.#isMissing = error !== null;
      if (error !== null && error.code !== 'ENOSPC') this.#fail(error);
    });
  }

  /** At most once a second. */
  retry(): void {
    if (this.#isMissing && this.#clock.monotonicMs() - this.#triedAt >= RESERVE_RETRY_MS) this.prepare();
  }

  close(): void {
    this.#cancelFirst();
  }
}
