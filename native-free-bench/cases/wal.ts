/** A WAL on a directory of its own, fed from this thread: batches of one size, to be waited for until they are durable. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { events } from '../fixtures.ts';
import { room } from '../room.ts';

export interface WalBench {
  readonly batchBytes: number;
  /** Resolves when so many batches more are durable. */
  append(count: number): Promise<void>;
  close(): Promise<void>;
}

const RING_BYTES = 16 << 20;
const JOURNAL_BYTES = 64 << 20;
const SEGMENT_BYTES = 1 << 29;

export async function openWal(valueBytes: number): Promise<WalBench> {
  const { RingMemory } =
    await room<typeof import('../../src/runtime/rings/append-ring.ts')>('runtime/rings/append-ring.ts');
  const { WRITER_DOORBELL } =
    await room<typeof import('../../src/runtime/rings/ring-layout.ts')>('runtime/rings/ring-layout.ts');
  const { Doorbell } = await room<typeof import('../../src/runtime/rings/doorbell.ts')>('runtime/rings/doorbell.ts');
  const { ComputePool } = await room<typeof import('../../src/workers/compute/compute-client.ts')>(
    'workers/compute/compute-client.ts',
  );
  const { WalClient } = await room<typeof import('../../src/workers/wal/wal-client.ts')>('workers/wal/wal-client.ts');
  const { ThreadedWal } = await room<typeof import('../../src/workers/wal/wal-host.ts')>('workers/wal/wal-host.ts');
  const { BatchBuilder } = await room<typeof import('../../src/core/records/batch-builder.ts')>(
    'core/records/batch-builder.ts',
  );
  const logDirectory = mkdtempSync(join(tmpdir(), 'bench-wal-'));
  const memory = RingMemory.allocate(RING_BYTES, 1);
  const client = new WalClient(memory);
  const host = new ThreadedWal({
    index: 0,
    ring: memory.buffer,
    logDirectory,
    flush: 'fsync',
    journalFileBytes: JOURNAL_BYTES,
    random: new Uint8Array(16).fill(7),
    now: Date.now(),
    reserveBytes: 0,
  });
  // Checkpoints are made durable on another thread, as in the broker.
  const compute = new ComputePool(1);
  let failure: Error | null = null;
  await host.start((message) => {
    if (message.type === 'recovered') client.begin(message.frames.seed, message.frames.lsn);
    else if (message.type === 'failed') failure = new Error(`the WAL failed: ${message.message}`);
    else
      compute.flush(message).then(
        (outcome) => host.flushed({ type: 'flushed', outcome, error: null }),
        (error: Error) => host.flushed({ type: 'flushed', outcome: null, error: error.message }),
      );
  });
  const builder = new BatchBuilder();
  builder.append(1_700_000_000_000, null, events(valueBytes));
  const batch = builder.build()!;
  const target = { slot: 0, topicIdBytes: new Uint8Array(16).fill(9), partition: 0 };
  client.open(target, 'bench', 4_096);

  let waiting: ((error?: Error) => void) | null = null;
  let offset = 0;
  let segment = 0;
  let position = 0;
  let dropped = 0;
  let durable = 0;
  const sink = {
    onDurable: (endOffset: number): void => {
      durable = endOffset;
    },
  };
  const settle = (): void => {
    client.poll();
    if (waiting === null || (durable < offset && client.isWorking)) return;
    const resolve = waiting;
    waiting = null;
    resolve(durable < offset ? (failure ?? new Error('the WAL stopped')) : undefined);
  };
  const bell = new Doorbell(memory.control, WRITER_DOORBELL, settle);
  bell.arm();

  const appendOne = (): boolean => {
    if (position + batch.length > SEGMENT_BYTES) [segment, position] = [offset, 0];
    const at = client.appendBatch(
      target,
      segment,
      position,
      batch,
      0,
      batch.length,
      offset,
      0,
      0,
      1_700_000_000_000,
      sink,
    );
    if (at === -1) return false;
    offset++;
    position += batch.length;
    return true;
  };
  return {
    batchBytes: batch.length,
    append: async (count) => {
      for (let n = 0; n < count; ) {
        if (appendOne()) n++;
        else {
          client.wake();
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      client.wake();
      await new Promise<void>((resolve, reject) => {
        waiting = (error) => (error === undefined ? resolve() : reject(error));
        settle();
      });
      // A segment that is full is given up, as retention would: the bench keeps no more than two of them.
      if (segment > dropped && client.dropSegmentsBelow(target, segment)) dropped = segment;
    },
    close: async () => {
      client.stop();
      await host.stopped();
      await compute.close();
      bell.close();
      rmSync(logDirectory, { recursive: true, force: true });
    },
  };
}
