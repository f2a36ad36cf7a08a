/**
 * Wakes an event loop from another thread: one armed `Atomics.waitAsync` on a counter in shared memory.
 *
 * The listening thread keeps its loop; the ringing thread pays one add and one notify. A ring between the last look
 * and the arming is not lost, because the wait compares the counter with the value seen before the look.
 */

/** Longest a lost wake can go unnoticed. Wakes are not lost; this bounds the cost of being wrong about that. */
const RECHECK_MS = 1_000;

interface WaitAsyncResult {
  readonly async: boolean;
  readonly value: Promise<'ok' | 'timed-out'> | 'not-equal' | 'timed-out';
}

const waitAsync = (
  Atomics as unknown as { waitAsync(array: Int32Array, index: number, value: number, timeout: number): WaitAsyncResult }
).waitAsync;

/** Ring from any thread. */
export function ring(control: Int32Array, index: number): void {
  Atomics.add(control, index, 1);
  Atomics.notify(control, index);
}

export class Doorbell {
  readonly #control: Int32Array;
  readonly #index: number;
  readonly #onRing: () => void;
  #seen: number;
  #armed = false;
  #closed = false;

  /** @param onRing called on this thread's loop after one or more rings; also about once a second without any */
  constructor(control: Int32Array, index: number, onRing: () => void) {
    this.#control = control;
    this.#index = index;
    this.#onRing = onRing;
    this.#seen = Atomics.load(control, index);
  }

  /** Starts listening. A pending wait does not keep the process alive. */
  arm(): void {
    if (this.#armed || this.#closed) return;
    this.#armed = true;
    const result = waitAsync(this.#control, this.#index, this.#seen, RECHECK_MS);
    if (result.async) (result.value as Promise<string>).then(this.#wake);
    else setImmediate(this.#wake);
  }

  /** Stops listening; wakes the pending wait so that nothing refers to this object longer than needed. */
  close(): void {
    this.#closed = true;
    ring(this.#control, this.#index);
  }

  readonly #wake = (): void => {
    this.#armed = false;
    if (this.#closed) return;
    this.#seen = Atomics.load(this.#control, this.#index);
    this.#onRing();
    this.arm();
  };
}
