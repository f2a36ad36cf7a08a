/** Waking another thread and being woken by it: with both sides blocking, with this side's event loop running, by message. */
import { Worker } from 'node:worker_threads';
import type { Case, Columns } from '../corpus.ts';
import { room } from '../room.ts';
import { threadFile } from './threads.ts';

/** Words of the shared memory: the echo's bell, and ours. */
const ECHO = 0;
const OURS = 32;

const ECHO_MESSAGES =
  "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (message) => parentPort.postMessage(message));";

export async function cases(): Promise<Case[]> {
  const { Doorbell, ring } =
    await room<typeof import('../../src/runtime/rings/doorbell.ts')>('runtime/rings/doorbell.ts');
  let close = async (): Promise<void> => {};

  /** A thread that rings back, and the memory between. */
  const openEcho = async (): Promise<Int32Array> => {
    const words = new Int32Array(new SharedArrayBuffer(256));
    const echo = new Worker(threadFile('doorbell-thread'), { workerData: { words } });
    await new Promise((resolve) => echo.once('message', resolve));
    close = async () => {
      await echo.terminate();
    };
    return words;
  };

  const blocking = async (): Promise<Columns> => {
    const words = await openEcho();
    return {
      js: () => {
        const before = Atomics.load(words, OURS);
        ring(words, ECHO);
        while (Atomics.load(words, OURS) === before) Atomics.wait(words, OURS, before, 100);
        return 1;
      },
    };
  };

  const toEventLoop = async (): Promise<Columns> => {
    const words = await openEcho();
    const closeEcho = close;
    let answered = 0;
    let woken: ((answer: number) => void) | null = null;
    const bell = new Doorbell(words, OURS, () => {
      // It also rings by itself about once a second.
      if (woken === null || Atomics.load(words, OURS) === answered) return;
      answered = Atomics.load(words, OURS);
      const resolve = woken;
      woken = null;
      resolve(1);
    });
    bell.arm();
    close = async () => {
      bell.close();
      await closeEcho();
    };
    return {
      js: () =>
        new Promise((resolve) => {
          woken = resolve;
          ring(words, ECHO);
        }),
    };
  };

  const byMessage = async (): Promise<Columns> => {
    const echo = new Worker(ECHO_MESSAGES, { eval: true });
    let woken: ((answer: number) => void) | null = null;
    echo.on('message', (answer: number) => woken?.(answer));
    close = async () => {
      await echo.terminate();
    };
    return {
      js: () =>
        new Promise((resolve) => {
          woken = resolve;
          echo.postMessage(1);
        }),
    };
  };

  const sizes = { bytes: 0, batch: 1, close: () => close() };
  return [
    { name: 'doorbell: there and back, both blocking', ...sizes, columns: blocking },
    { name: 'doorbell: there and back to an event loop', ...sizes, columns: toEventLoop },
    { name: 'doorbell: there and back by postMessage', ...sizes, columns: byMessage },
  ];
}
