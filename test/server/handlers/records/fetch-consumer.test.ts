/** A consumer with a session, whatever its limits and whenever the broker restarts, reads every record once and in order. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchView } from '../../../../src/core/records/batch-view.ts';
import { RecordReader } from '../../../../src/core/records/record-reader.ts';
import { batchOf, temporaryDirectory } from '../../../support/logs.ts';
import { type Asked, FetchBroker, partitionsOf } from './fetch-broker.ts';

const PARTITIONS = 3;

/** Records at or above `from`, as a consumer takes them: `offset:value`. */
function recordsIn(bytes: Uint8Array, from: number): string[] {
  const found: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const batch = new BatchView();
  const reader = new RecordReader();
  for (let at = 0; at < bytes.length; at = batch.end) {
    batch.wrap(bytes, view, at);
    reader.wrapBatch(batch);
    while (reader.next()) {
      const value = bytes.subarray(reader.valueStart, reader.valueStart + reader.valueLength);
      if (reader.offset >= from) found.push(`${reader.offset}:${new TextDecoder().decode(value)}`);
    }
  }
  return found;
}

class SessionConsumer {
  readonly taken: string[][] = Array.from({ length: PARTITIONS }, () => []);
  #sessionId = 0;
  #epoch = 0;
  #changed = new Set<number>();

  async poll(broker: FetchBroker, maxBytes: number, partitionMaxBytes: number): Promise<number> {
    const isFull = this.#epoch === 0;
    const asked: Asked[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++) {
      if (!isFull && !this.#changed.has(partition)) continue;
      asked.push({ topic: 'a', partition, offset: this.taken[partition]!.length, maxBytes: partitionMaxBytes });
    }
    this.#changed = new Set();
    const fields = { sessionId: this.#sessionId, sessionEpoch: this.#epoch, maxBytes, minBytes: 0 };
    const response = await broker.fetch(17, fields, asked);
    if (response.errorCode !== 0) {
      this.#sessionId = 0;
      this.#epoch = 0;
      return 0;
    }
    this.#sessionId = response.sessionId;
    this.#epoch++;
    let count = 0;
    for (const { partitionIndex, errorCode, records } of partitionsOf(response)) {
      expect(errorCode).toBe(0);
      const got = recordsIn(records!, this.taken[partitionIndex]!.length);
      this.taken[partitionIndex]!.push(...got);
      if (got.length > 0) this.#changed.add(partitionIndex);
      count += got.length;
    }
    return count;
  }
}

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      verb: fc.constant('append' as const),
      partition: fc.nat(PARTITIONS - 1),
      count: fc.integer({ min: 1, max: 5 }),
      length: fc.integer({ min: 1, max: 4_000 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      verb: fc.constant('poll' as const),
      maxBytes: fc.integer({ min: 1, max: 60_000 }),
      partitionMaxBytes: fc.integer({ min: 1, max: 30_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant('restart' as const) }) },
);

test('every record once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const temporary = temporaryDirectory();
      // A small ring and small segments: reads come from the ring, from files and from where they meet.
      const settings = { ringBytes: 256 * 1024, config: { 'segment.bytes': '60000', 'index.interval.bytes': '100' } };
      let broker = await FetchBroker.open(temporary.path, settings);
      try {
        broker.createTopic('a', { partitions: PARTITIONS });
        const appended: string[][] = Array.from({ length: PARTITIONS }, () => []);
        const consumer = new SessionConsumer();
        for (const each of steps) {
          if (each.verb === 'append') {
            const log = appended[each.partition]!;
            const values = Array.from({ length: each.count }, (_, i) => `${log.length + i}`.padEnd(each.length, '.'));
            await broker.put('a', batchOf(values), each.partition);
            log.push(...values.map((value, i) => `${log.length + i}:${value}`));
          } else if (each.verb === 'poll') {
            await consumer.poll(broker, each.maxBytes, each.partitionMaxBytes);
          } else {
            await broker.close();
            broker = await FetchBroker.open(temporary.path, settings);
            broker.createTopic('a', { partitions: PARTITIONS });
          }
        }
        const total = appended.flat().length;
        // One poll may find the session gone, one may say nothing new: never two in a row that give nothing.
        for (let idle = 0; idle < 2 && consumer.taken.flat().length < total; ) {
          idle = (await consumer.poll(broker, 20_000, 5_000)) > 0 ? 0 : idle + 1;
        }
        expect(consumer.taken).toEqual(appended);
      } finally {
        await broker.close();
        temporary.remove();
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);
