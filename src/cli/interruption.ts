/**
 * Ends a wait when the process is asked to end. One reaction to the signal for the whole run: a race for every wait would
 * leave one behind each time, for as long as the command reads.
 */
import type { CommandIo } from './command.ts';

export class Interruption {
  readonly #io: CommandIo;
  #wake: () => void = () => {};

  constructor(io: CommandIo) {
    this.#io = io;
    void io.terminated.then(() => this.#wake());
  }

  /** Null when interrupted. */
  unless<T>(work: Promise<T>): Promise<T | null> {
    return new Promise((resolve, reject) => {
      this.#wake = () => resolve(null);
      work.then(resolve, reject);
      if (this.#io.isTerminating) resolve(null);
    });
  }
}
