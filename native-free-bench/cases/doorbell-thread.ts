/** The other side of the doorbell case: rings back. */
import { parentPort, workerData } from 'node:worker_threads';

const { words } = workerData as { words: Int32Array };
parentPort?.postMessage('ready');
for (let seen = 0; ; ) {
  Atomics.wait(words, 0, seen, 1_000);
  const now = Atomics.load(words, 0);
  if (now === seen) continue;
  seen = now;
  Atomics.add(words, 32, 1);
  Atomics.notify(words, 32);
}
