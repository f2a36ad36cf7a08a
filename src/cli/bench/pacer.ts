/**
 * When an open loop's next batch is due: precise to tenths of a millisecond, and without a core that looks at the clock all
 * the time, which the broker under test would lack. Owns the pace thread. One wait at a time.
 */
import { Worker } from 'node:worker_threads';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import { CLOSED, PACE_BYTES, WAIT_MS, WAIT_NUMBER } from './pace-keeper.ts';

export class Pacer {
  readonly #numbers: Int32Array;
  readonly #lengths: Float64Array;
  readonly #worker: Worker;
  #wait = 0;
  #onOver: () => void = () => {};
  #onFailure: (error: Error) => void = () => {};
  #failure: Error | null = null;

  constructor() {
    const memory = new SharedArrayBuffer(PACE_BYTES);
    this.#numbers = new Int32Array(memory);
    this.#lengths = new Float64Array(memory);
    this.#worker = new Worker(threadUrl('cli/bench/pace-thread.ts'), { workerData: memory, name: 'pace' });
    this.#worker.on('message', (wait: number) => {
      if (wait === this.#wait) this.#onOver();
    });
    this.#worker.on('error', (error) => {
      this.#failure = error;
      this.#onFailure(error);
    });
  }

  /** Rejects where the thread has died. @param atMs of performance.now(). Sockets are served between any two waits, even where nothing is left to wait for. */
  until(atMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const left = atMs - performance.now();
      if (left <= 0) {
        setImmediate(resolve);
        return;
      }
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      this.#onOver = resolve;
      this.#onFailure = reject;
      this.#lengths[WAIT_MS] = left;
      this.#wait = (this.#wait + 1) & 0x7f_ff_ff_ff;
      this.#tell(this.#wait);
    });
  }

  /** Ends the thread. */
  close(): void {
    this.#tell(CLOSED);
  }

  #tell(wait: number): void {
    Atomics.store(this.#numbers, WAIT_NUMBER, wait);
    Atomics.notify(this.#numbers, WAIT_NUMBER);
  }
}
