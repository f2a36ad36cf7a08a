/** Waking another thread and being woken by it: with both sides blocking, with this side's event loop running, and by message. */
import { Worker } from 'node:worker_threads';
import type { Case } from '../corpus.ts';
import { room } from '../room.ts';

function threadFile(name: string): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL(`../../dist/native-free-bench/cases/${name}.js`, import.meta.url)
    : new URL(`./${name}.js`, import.meta.url);
}

export async function cases(): Promise<Case[]> {
  const { Doorbell, ring } =
    await room<typeof import('../../src/runtime/rings/doorbell.ts')>('runtime/rings/doorbell.ts');
  const words = new Int32Array(new SharedArrayBuffer(256));
  const echo = new Worker(threadFile('doorbell-thread'), { workerData: { words } });
  await new Promise((resolve) => echo.once('message', resolve));
  echo.unref();
  const messages = new Worker(
    "require('node:worker_threads').parentPort.on('message', (m) => require('node:worker_threads').parentPort.postMessage(m))",
    { eval: true },
  );
  messages.unref();
  let woken: (() => void) | null = null;
  const bell = new Doorbell(words, 32, () => {
    const resolve = woken;
    woken = null;
    resolve?.();
  });
  bell.arm();
  messages.on('message', () => {
    const resolve = woken;
    woken = null;
    resolve?.();
  });
  return [
    {
      name: 'doorbell: there and back, both blocking',
      bytes: 0,
      batch: 1,
      columns: {
        js: () => {
          const before = Atomics.load(words, 32);
          ring(words, 0);
          while (Atomics.load(words, 32) === before) Atomics.wait(words, 32, before, 100);
          return 1;
        },
      },
    },
    {
      name: 'doorbell: there and back to an event loop',
      bytes: 0,
      batch: 1,
      columns: {
        js: () =>
          new Promise((resolve) => {
            woken = () => resolve(1);
            ring(words, 0);
          }),
      },
    },
    {
      name: 'postMessage: there and back',
      bytes: 0,
      batch: 1,
      columns: {
        js: () =>
          new Promise((resolve) => {
            woken = () => resolve(1);
            messages.postMessage(1);
          }),
      },
      close: async () => {
        bell.close();
        await echo.terminate();
        await messages.terminate();
      },
    },
  ];
}
