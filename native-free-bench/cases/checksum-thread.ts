/** The work of the hand-off cases as frames of a ring: the checksum of each goes where the frame says, then the bell rings. */
import { parentPort, workerData } from 'node:worker_threads';
import { room } from '../room.ts';

const { RingMemory, RingReader } =
  await room<typeof import('../../src/runtime/rings/append-ring.ts')>('runtime/rings/append-ring.ts');
const { plainCrc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
const { advance } = await room<typeof import('../../src/core/base/wrapping.ts')>('core/base/wrapping.ts');
const { ring } = await room<typeof import('../../src/runtime/rings/doorbell.ts')>('runtime/rings/doorbell.ts');
const { aligned } = await room<typeof import('../../src/runtime/rings/ring-layout.ts')>('runtime/rings/ring-layout.ts');
const { buffer, frameBytes, results } = workerData as {
  buffer: SharedArrayBuffer;
  frameBytes: number;
  /** The count of frames done, the bell, then the last checksums, by count. */
  results: Int32Array;
};
const memory = new RingMemory(buffer, 1);
const reader = new RingReader(memory, 0);
const kept = results.length - 2;
let done = 0;
parentPort?.postMessage('ready');
for (;;) {
  const published = reader.published();
  if (published === reader.position) {
    reader.park(1_000);
    continue;
  }
  for (let at = reader.position; at !== published; ) {
    at = reader.frameAt(at, published);
    const place = at & (memory.capacity - 1);
    results[2 + (done % kept)] = plainCrc32c(memory.bytes, place, place + frameBytes, 0);
    at = advance(at, aligned(frameBytes));
    done++;
    reader.release(at);
    Atomics.store(results, 0, done);
    if (at === published) ring(results, 1);
  }
}
