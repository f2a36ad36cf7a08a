/**
 * Keeps the requests of one producer in order while an earlier one waits for the transaction coordinator: the sequence
 * numbers of a later one would otherwise arrive first. Main thread; holds only producers that wait.
 */
export class ProducerTurns {
  readonly #waiting = new Map<number, (() => void)[]>();

  /** Runs `begin` when no earlier request of the producer is under way; it calls `leave` once, when the next may begin. */
  enter(producerId: number, begin: (leave: () => void) => void): void {
    const run = (): void => begin(() => this.#leave(producerId));
    const waiting = this.#waiting.get(producerId);
    if (waiting !== undefined) waiting.push(run);
    else {
      this.#waiting.set(producerId, []);
      run();
    }
  }

  #leave(producerId: number): void {
    const next = this.#waiting.get(producerId)?.shift();
    if (next === undefined) this.#waiting.delete(producerId);
    else next();
  }
}
