import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { BatchBuilder } from '../../../src/core/records/batch-builder.ts';
import { BatchValidator } from '../../../src/core/records/batch-validator.ts';
import { BatchView } from '../../../src/core/records/batch-view.ts';
import { RecordReader } from '../../../src/core/records/record-reader.ts';
import { type Codecs, loadCodecs } from '../../../src/runtime/compression/codecs.ts';
import { readTail } from '../../../src/services/log/log-reader.ts';
import { HostedPartition } from '../../../src/services/partition/hosted-partition.ts';
import { type AppendOutcome, PARKED, TRY_AGAIN } from '../../../src/services/partition/leader-appends.ts';
import { type ComputeClient, ComputePool, InThreadCompute } from '../../../src/workers/compute/compute-client.ts';
import type { RecompressRequest, RecompressResult } from '../../../src/workers/compute/recompress-batch.ts';
import { TestDirectory, TOPIC_ID, temporaryDirectory, topicConfig } from '../../support/logs.ts';

const NOW = Date.now();
const CODECS = ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'];
const encoder = new TextEncoder();

let temporary: { path: string; remove(): void };
let opened: TestDirectory;
let codecs: Codecs;
beforeEach(async () => {
  temporary = temporaryDirectory();
  opened = await TestDirectory.open(temporary.path);
  codecs = await loadCodecs();
});
afterEach(async () => {
  await opened.close();
  temporary.remove();
});

/** As the replica manager has it: work that was told to wait is tried again in order, head first. */
class Stalls {
  #work: (() => boolean)[] = [];
  get size(): number {
    return this.#work.length;
  }
  readonly retry = (): void => {
    while (this.#work.length > 0 && this.#work[0]!()) this.#work.shift();
  };
  pushed = 0;
  push(work: () => boolean): void {
    this.pushed++;
    this.#work.push(work);
  }
}

class Producer {
  readonly partition: HostedPartition;
  readonly stalls = new Stalls();
  parkedBytes = 0;
  readonly #validator = new BatchValidator(codecs);

  constructor(compute: Pick<ComputeClient, 'recompress'>, overrides: Record<string, string>) {
    const registration = {
      topicId: TOPIC_ID,
      partition: 0,
      replicas: [1],
      directories: [TOPIC_ID],
      isr: [1],
      elr: [],
      lastKnownElr: [],
      removingReplicas: [],
      addingReplicas: [],
      leader: 1,
      leaderRecoveryState: 0,
      leaderEpoch: 3,
      partitionEpoch: 0,
    };
    const port = {
      compute,
      stall: (work: () => boolean) => this.stalls.push(work),
      onParkedBytes: (change: number) => {
        this.parkedBytes += change;
      },
      onProgress: this.stalls.retry,
    };
    this.partition = new HostedPartition('t', registration, 1, topicConfig(overrides), port);
    this.partition.openLog(opened.log('t', 0, overrides));
  }

  produce(batch: Uint8Array): Promise<AppendOutcome> {
    const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
    const origin = { topic: 't', partition: 0, apiVersion: 11, now: NOW };
    return new Promise((resolve) => {
      const attempt = (): boolean => {
        const outcome = this.partition.appends.appendProduced(
          batch,
          view,
          0,
          batch.length,
          1,
          this.#validator,
          origin,
          false,
        );
        if (outcome.errorCode === TRY_AGAIN) return false;
        if (outcome.errorCode === PARKED) this.partition.appends.whenAppended((later) => resolve({ ...later }));
        else resolve({ ...outcome });
        return true;
      };
      if (!attempt()) this.stalls.push(attempt);
    });
  }

  stored(): BatchView[] {
    const { log } = this.partition;
    const bytes = readTail(log!, {
      offset: 0,
      limitOffset: log!.logEndOffset,
      maxBytes: 1 << 20,
      atLeastOneBatch: true,
    })!;
    const batches: BatchView[] = [];
    for (let at = 0; at < bytes.length; at = batches.at(-1)!.end) {
      batches.push(new BatchView().wrap(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at));
    }
    return batches;
  }
}

function batchOf(values: string[], codec: number, settings: object = {}): Uint8Array {
  const builder = new BatchBuilder({ compression: codec, ...settings });
  for (const [at, value] of values.entries())
    builder.append(NOW + at, encoder.encode(`k${value}`), encoder.encode(value));
  return builder.build(codecs)!;
}

function valuesOf(batch: BatchView): string[] {
  const section =
    batch.compression === 0
      ? null
      : codecs.decompress(batch.compression, batch.bytes, batch.recordsStart, batch.end, 1 << 20);
  if (typeof section === 'string') throw new Error(section);
  const reader = new RecordReader().wrapBatch(batch, section);
  const values: string[] = [];
  while (reader.next()) {
    values.push(
      new TextDecoder().decode(reader.bytes.subarray(reader.valueStart, reader.valueStart + reader.valueLength)),
    );
  }
  return values;
}

describe.each([
  ['in-thread', () => new InThreadCompute()],
  ['in the pool', () => new ComputePool(1)],
] as const)('recompression %s', (_, create) => {
  let compute: ComputeClient;
  beforeEach(() => {
    compute = create();
  });
  afterEach(() => compute.close());

  test.each(CODECS)('stores what any producer sends under %s, in the order of arrival', async (name) => {
    const producer = new Producer(compute, { 'compression.type': name });
    const sent = CODECS.map((_, codec) => [`${codec}a`, `${codec}b`.repeat(50)]);
    const outcomes = await Promise.all(
      sent.map((values, codec) =>
        producer.produce(batchOf(values, codec, { producerId: 5, producerEpoch: 0, baseSequence: codec * 2 })),
      ),
    );
    expect(outcomes.map(({ errorCode, baseOffset }) => [errorCode, baseOffset])).toEqual(
      [0, 2, 4, 6, 8].map((at) => [0, at]),
    );
    const stored = producer.stored();
    expect(stored.map((batch) => [batch.compression, batch.isValid, batch.baseSequence, batch.maxTimestamp])).toEqual(
      sent.map((_, at) => [CODECS.indexOf(name), true, at * 2, NOW + 1]),
    );
    expect(stored.map(valuesOf)).toEqual(sent);
  });
});

/** Recompresses when it is told to, in any order. */
class HeldCompute {
  readonly held: (() => Promise<void>)[] = [];
  recompress(request: RecompressRequest): Promise<RecompressResult> {
    return new Promise((resolve) =>
      this.held.push(async () => resolve(await new InThreadCompute().recompress(request))),
    );
  }
}

test('batches go through the pool side by side and into the log in the order of arrival', async () => {
  const compute = new HeldCompute();
  const producer = new Producer(compute, { 'compression.type': 'zstd' });
  const all = [0, 4, 1].map((codec, n) => producer.produce(batchOf([`v${n}`], codec)));
  expect(compute.held).toHaveLength(2);
  expect(producer.parkedBytes).toBeGreaterThan(200);
  await compute.held[1]!();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(producer.partition.log!.logEndOffset).toBe(0);
  await compute.held[0]!();
  expect((await Promise.all(all)).map(({ baseOffset }) => baseOffset)).toEqual([0, 1, 2]);
  expect(producer.stored().map(valuesOf)).toEqual([['v0'], ['v1'], ['v2']]);
  expect(producer.parkedBytes).toBe(0);
  expect((await producer.produce(batchOf(['v3'], 4))).baseOffset).toBe(3);
});

test('a new leader epoch and a deletion refuse at once what waits, and nothing of it is appended later', async () => {
  const compute = new HeldCompute();
  const producer = new Producer(compute, { 'compression.type': 'gzip' });
  const { partition } = producer;
  const first = [producer.produce(batchOf(['x'], 0)), producer.produce(batchOf(['y'], 1))];
  partition.update({ ...partition.registration, leaderEpoch: 4 });
  const codes = async (outcomes: Promise<AppendOutcome>[]) =>
    (await Promise.all(outcomes)).map(({ errorCode }) => errorCode);
  expect(await codes(first)).toEqual([ErrorCode.NOT_LEADER_OR_FOLLOWER, ErrorCode.NOT_LEADER_OR_FOLLOWER]);
  await compute.held[0]!();
  expect((await producer.produce(batchOf(['z'], 1))).baseOffset).toBe(0);
  const second = producer.produce(batchOf(['x'], 0));
  partition.onRemoved(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  expect(await codes([second])).toEqual([ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]);
  expect(producer.parkedBytes).toBe(0);
  await compute.held[1]!();
});

test('what finds the ring full goes on, in order, when there is room', async () => {
  const producer = new Producer(new InThreadCompute(), { 'compression.type': 'uncompressed' });
  const values = Array.from({ length: 100 }, (_, n) => `${n}`.padEnd(40_000, '.'));
  const outcomes = values.map((value) => producer.produce(batchOf([value], 1)));
  const retry = setInterval(() => {
    opened.directory.wake();
    producer.stalls.retry();
  }, 5);
  expect((await Promise.all(outcomes)).map(({ baseOffset }) => baseOffset)).toEqual(values.map((_, n) => n));
  clearInterval(retry);
  expect(producer.stalls.pushed).toBeGreaterThan(0);
  expect(producer.parkedBytes).toBe(0);
});

test('a batch that is too large under the other codec is refused, and so is what the pool cannot do', async () => {
  const producer = new Producer(new InThreadCompute(), {
    'compression.type': 'uncompressed',
    'max.message.bytes': '1000',
  });
  const outcome = await producer.produce(batchOf(['x'.repeat(2000)], 1));
  expect(outcome.errorCode).toBe(ErrorCode.MESSAGE_TOO_LARGE);
  expect(outcome.errorMessage).toMatch(
    /^Message batch size is \d+ bytes in append to partition t-0 which exceeds the maximum/,
  );
  const broken = { recompress: () => Promise.reject(new Error('out of memory')) };
  await opened.close();
  opened = await TestDirectory.open(temporary.path);
  const other = new Producer(broken, { 'compression.type': 'gzip' });
  expect((await other.produce(batchOf(['v'], 0))).errorCode).toBe(ErrorCode.UNKNOWN_SERVER_ERROR);
  expect((await other.produce(batchOf(['v'], 1))).baseOffset).toBe(0);
});
