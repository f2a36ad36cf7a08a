/** The append ring: frames through one thread, and from this thread to another, with one reader and with two. */
import { Worker } from 'node:worker_threads';
import type { Case } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { room } from '../room.ts';

const CAPACITY = 1 << 20;

function threadFile(name: string): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL(`../../dist/native-free-bench/cases/${name}.js`, import.meta.url)
    : new URL(`./${name}.js`, import.meta.url);
}

export async function cases(tiny: boolean): Promise<Case[]> {
  const { RingMemory, RingReader, RingWriter } =
    await room<typeof import('../../src/runtime/rings/append-ring.ts')>('runtime/rings/append-ring.ts');
  const frame = noise(1_024);
  const count = tiny ? 20 : 1_000;
  const own = RingMemory.allocate(CAPACITY, 1);
  const writer = new RingWriter(own);
  const reader = new RingReader(own, 0);
  const found: Case[] = [
    {
      name: 'ring: 1 KB frame, written and read by one thread',
      bytes: frame.length * count,
      batch: count,
      columns: {
        js: () => {
          for (let n = 0; n < count; n++) {
            own.bytes.set(frame, writer.claim(frame.length));
            writer.commit();
            reader.release(reader.published());
          }
          return reader.position === writer.head ? count : -1;
        },
      },
    },
  ];
  for (const readers of [1, 2]) {
    const memory = RingMemory.allocate(CAPACITY, readers);
    const shared = new RingWriter(memory);
    const seen = new Int32Array(new SharedArrayBuffer(4 * readers));
    const threads = Array.from(
      { length: readers },
      (_, n) =>
        new Worker(threadFile('ring-thread'), { workerData: { buffer: memory.buffer, readers, reader: n, seen } }),
    );
    for (const thread of threads) thread.unref();
    found.push({
      name: `ring: 1 KB frame to ${readers} other thread${readers > 1 ? 's' : ''}`,
      bytes: frame.length * count,
      batch: count,
      columns: {
        js: () => {
          for (let n = 0; n < count; n++) {
            let place = shared.claim(frame.length);
            while (place < 0) {
              shared.wakeReaders();
              Atomics.wait(seen, 0, Atomics.load(seen, 0), 1);
              place = shared.claim(frame.length);
            }
            memory.bytes.set(frame, place);
            shared.commit();
            shared.wakeReaders();
          }
          for (let n = 0; n < readers; n++) {
            for (let at = Atomics.load(seen, n); at !== shared.head; at = Atomics.load(seen, n))
              Atomics.wait(seen, n, at, 100);
          }
          return count;
        },
      },
      close: () => Promise.all(threads.map((thread) => thread.terminate())).then(() => {}),
    });
  }
  return found;
}
