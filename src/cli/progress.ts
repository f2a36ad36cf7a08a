/** A line on stderr about once a second while something takes long: how much, how fast, how much is left. */
import type { CommandIo } from './command.ts';

const FIRST_AFTER_MS = 2000;
const EVERY_MS = 1000;

export class Progress {
  readonly #io: CommandIo;
  readonly isAskedFor: boolean;
  readonly #isShown: boolean;
  readonly #startedAt = performance.now();
  #nextAt = this.#startedAt + FIRST_AFTER_MS;
  #records = 0;
  #bytes = 0;

  /** Shown to people who do not see the output itself, or when asked for. */
  constructor(io: CommandIo, isAskedFor: boolean) {
    this.#io = io;
    this.isAskedFor = isAskedFor;
    this.#isShown = isAskedFor || (io.isErrorTerminal && !io.isOutputTerminal);
  }

  get records(): number {
    return this.#records;
  }
  get bytes(): number {
    return this.#bytes;
  }

  /** `total` is the number of records expected, if it is known. */
  add(records: number, bytes: number, total: number | null = null): void {
    this.#records += records;
    this.#bytes += bytes;
    if (!this.#isShown) return;
    const now = performance.now();
    if (now < this.#nextAt) return;
    this.#nextAt = now + EVERY_MS;
    const seconds = (now - this.#startedAt) / 1000;
    const share = total === null || total === 0 ? '' : `, ${Math.min(100, (this.#records / total) * 100).toFixed(0)} %`;
    this.#io.writeError(
      `${this.#records} records, ${megabytes(this.#bytes)} MB${share}; ` +
        `${(this.#records / seconds).toFixed(0)} records/s, ${megabytes(this.#bytes / seconds)} MB/s\n`,
    );
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
