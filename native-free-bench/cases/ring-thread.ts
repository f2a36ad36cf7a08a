/** The reading thread of the ring case: takes whatever is there, tells how far it came. */
import { workerData } from 'node:worker_threads';
import { room } from '../room.ts';

const { RingMemory, RingReader } =
  await room<typeof import('../../src/runtime/rings/append-ring.ts')>('runtime/rings/append-ring.ts');
const { buffer, readers, reader, seen } = workerData as {
  buffer: SharedArrayBuffer;
  readers: number;
  reader: number;
  seen: Int32Array;
};
const ring = new RingReader(new RingMemory(buffer, readers), reader);
for (;;) {
  const published = ring.published();
  if (published === ring.position) {
    ring.park(1_000);
    continue;
  }
  ring.release(published);
  Atomics.store(seen, reader, published);
  Atomics.notify(seen, reader);
}
