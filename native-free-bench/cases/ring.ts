/** The append ring: frames through one thread, and from this thread to another, with one reader and with two. */
import { Worker } from 'node:worker_threads';
import type { Case, Columns } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { room } from '../room.ts';
import { threadFile } from './threads.ts';

const CAPACITY = 1 << 20;

export async function cases(tiny: boolean): Promise<Case[]> {
  const { RingMemory, RingReader, RingWriter } =
    await room<typeof import('../../src/runtime/rings/append-ring.ts')>('runtime/rings/append-ring.ts');
  const frame = noise(1_024);
  const count = tiny ? 20 : 1_000;
  const sizes = { bytes: frame.length * count, batch: count };

  const throughOneThread = (): Columns => {
    const memory = RingMemory.allocate(CAPACITY, 1);
    const writer = new RingWriter(memory);
    const reader = new RingReader(memory, 0);
    return {
      js: {
        run: () => {
          for (let n = 0; n < count; n++) {
            memory.bytes.set(frame, writer.claim(frame.length));
            writer.commit();
            reader.release(reader.published());
          }
          return reader.position === writer.head ? count : -1;
        },
        result: () => {
          const place = writer.claim(frame.length);
          memory.bytes.set(frame, place);
          writer.commit();
          const published = reader.published();
          const at = reader.frameAt(reader.position, published) & (memory.capacity - 1);
          const read = memory.bytes.slice(at, at + frame.length);
          reader.release(published);
          return read;
        },
      },
    };
  };

  /** @param perTurn frames between two looks at who is asleep: the broker looks once a turn of its loop */
  const toOthers = (readers: number, perTurn: number): Case => {
    let threads: Worker[] = [];
    const columns = async (): Promise<Columns> => {
      const memory = RingMemory.allocate(CAPACITY, readers);
      const writer = new RingWriter(memory);
      const seen = new Int32Array(new SharedArrayBuffer(4 * readers));
      threads = Array.from(
        { length: readers },
        (_, reader) =>
          new Worker(threadFile('ring-thread'), { workerData: { buffer: memory.buffer, readers, reader, seen } }),
      );
      await Promise.all(threads.map((thread) => new Promise((resolve) => thread.once('online', resolve))));
      return {
        js: () => {
          for (let n = 0; n < count; n++) {
            let place = writer.claim(frame.length);
            while (place < 0) {
              writer.wakeReaders();
              Atomics.wait(seen, 0, Atomics.load(seen, 0), 1);
              place = writer.claim(frame.length);
            }
            memory.bytes.set(frame, place);
            writer.commit();
            if (n % perTurn === 0) writer.wakeReaders();
          }
          writer.wakeReaders();
          for (let reader = 0; reader < readers; reader++) {
            for (let at = Atomics.load(seen, reader); at !== writer.head; at = Atomics.load(seen, reader))
              Atomics.wait(seen, reader, at, 100);
          }
          return count;
        },
      };
    };
    return {
      name: `ring: 1 KB frame to ${readers === 1 ? 'another thread' : `${readers} other threads`}, ${perTurn} to a turn`,
      ...sizes,
      columns,
      close: async () => {
        await Promise.all(threads.map((thread) => thread.terminate()));
      },
    };
  };

  return [
    { name: 'ring: 1 KB frame, written and read by one thread', ...sizes, columns: async () => throughOneThread() },
    toOthers(1, 1),
    toOthers(1, 64),
    toOthers(2, 64),
  ];
}
