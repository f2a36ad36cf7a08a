/**
 * The same checksum on another thread, one at a time and many in flight: as a task of a Piscina pool, the bytes shared or
 * cloned, and as a frame of a ring with a doorbell back. All answer the same checksum.
 */
import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { Case, Columns } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { room } from '../room.ts';
import { threadFile } from './threads.ts';

const CAPACITY = 4 << 20;

export async function cases(tiny: boolean): Promise<Case[]> {
  const { RingMemory, RingWriter } =
    await room<typeof import('../../src/runtime/rings/append-ring.ts')>('runtime/rings/append-ring.ts');
  const { Doorbell } = await room<typeof import('../../src/runtime/rings/doorbell.ts')>('runtime/rings/doorbell.ts');
  let close = async (): Promise<void> => {};

  const byPiscina = async (size: number, inFlight: number, isShared: boolean): Promise<Columns> => {
    const pool = new Piscina({ filename: threadFile('checksum-task').href, minThreads: 1, maxThreads: 1 });
    close = () => pool.destroy();
    const bytes = isShared ? new Uint8Array(new SharedArrayBuffer(size)) : new Uint8Array(size);
    bytes.set(noise(size));
    return {
      js: async () => {
        const tasks: Promise<number>[] = [];
        for (let n = 0; n < inFlight; n++) tasks.push(pool.run(bytes));
        return (await Promise.all(tasks)).at(-1)! >>> 0;
      },
    };
  };

  const byRing = async (size: number, inFlight: number): Promise<Columns> => {
    const memory = RingMemory.allocate(CAPACITY, 1);
    const writer = new RingWriter(memory);
    const results = new Int32Array(new SharedArrayBuffer(4 * (2 + inFlight)));
    const workerData = { buffer: memory.buffer, frameBytes: size, results };
    const thread = new Worker(threadFile('checksum-thread'), { workerData });
    await new Promise((resolve) => thread.once('message', resolve));
    let wanted = 0;
    let finished: ((checksum: number) => void) | null = null;
    const bell = new Doorbell(results, 1, () => {
      if (finished === null || Atomics.load(results, 0) !== wanted) return;
      const resolve = finished;
      finished = null;
      resolve(results[2 + ((wanted - 1) % inFlight)]! >>> 0);
    });
    bell.arm();
    close = async () => {
      bell.close();
      await thread.terminate();
    };
    const bytes = noise(size);
    return {
      js: () =>
        new Promise((resolve) => {
          finished = resolve;
          wanted = (wanted + inFlight) | 0;
          for (let n = 0; n < inFlight; n++) {
            memory.bytes.set(bytes, writer.claim(size));
            writer.commit();
          }
          writer.wakeReaders();
        }),
    };
  };

  const shapes = tiny
    ? ([[100, 2]] as const)
    : ([
        [1_024, 1],
        [1_024, 64],
        [65_536, 1],
      ] as const);
  return shapes.flatMap(([size, inFlight]) => {
    const what = `${size} bytes, ${inFlight} in flight`;
    const sizes = { bytes: size * inFlight, batch: inFlight, close: () => close() };
    return [
      {
        name: `hand-off: ${what}, Piscina, cloned`,
        ...sizes,
        columns: () => byPiscina(size, inFlight, false),
      },
      {
        name: `hand-off: ${what}, Piscina, shared memory`,
        ...sizes,
        columns: () => byPiscina(size, inFlight, true),
      },
      { name: `hand-off: ${what}, ring and doorbell`, ...sizes, columns: () => byRing(size, inFlight) },
    ];
  });
}
