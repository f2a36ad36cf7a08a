/** One node's view of a shared clock: while the node is paused its timers fall due and do not fire. */
import type { Clock } from '../../../../src/runtime/clock/clock.ts';

export class PausableClock implements Clock {
  readonly #clock: Clock;
  #isPaused = false;
  readonly #due: (() => void)[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  setTimer(delayMs: number, fire: () => void): () => void {
    let isCancelled = false;
    const cancel = this.#clock.setTimer(delayMs, () => {
      const fireUnlessCancelled = (): void => {
        if (!isCancelled) fire();
      };
      if (this.#isPaused) this.#due.push(fireUnlessCancelled);
      else fire();
    });
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!isPaused) for (const fire of this.#due.splice(0)) fire();
  }
}
