import { afterEach, beforeEach, expect, test } from 'vitest';
import { Consumer } from '../../src/client/consumer.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { listOffsets } from '../../src/client/list-offsets.ts';
import { ApiKey } from '../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../src/core/protocol/error-codes.ts';
import type { FetchRequest } from '../../src/core/protocol/generated/fetch-request.ts';
import { newFetchResponse, newFetchResponsePartitionData } from '../../src/core/protocol/generated/fetch-response.ts';
import type { ListOffsetsRequest } from '../../src/core/protocol/generated/list-offsets-request.ts';
import { BatchBuilder } from '../../src/core/records/batch-builder.ts';
import { type Answer, ScriptedBroker } from './support/scripted-broker.ts';

const TOPIC = { name: 'orders', topicId: 'b3JkZXJzb3JkZXJzb3JkZQ', partitions: 2 };
const LOG_START = 5;
const LOG_END = 25;

let broker: ScriptedBroker;
let client: KafkaClient;
let faults: (number | 'close')[];
/** A partition that alone gets the fault. */
let faultyPartition: number | null;

beforeEach(async () => {
  faults = [];
  faultyPartition = null;
  broker = await ScriptedBroker.start();
  broker.topics = [TOPIC];
  broker.scripts.set(ApiKey.Fetch, (request, version) => fetch(request, version));
  broker.scripts.set(ApiKey.ListOffsets, (request: ListOffsetsRequest) => ({
    throttleTimeMs: 0,
    topics: request.topics.map(({ name, partitions }) => {
      const numbers = partitions.map(({ partitionIndex }) => partitionIndex);
      const twice = new Set(numbers).size < numbers.length;
      return {
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => ({
          partitionIndex,
          errorCode: twice ? ErrorCode.INVALID_REQUEST : 0,
          timestamp: -1,
          offset: timestamp === -2 ? LOG_START : LOG_END,
          leaderEpoch: 0,
        })),
      };
    }),
  }));
  client = new KafkaClient({ bootstrapServers: broker.bootstrapServers, retry: { backoffMs: 1, backoffMaxMs: 2 } });
});
afterEach(async () => {
  await client.close();
  await broker.stop();
});

/** Batches of four records, from the one that holds the offset asked for; two at a time. */
function fetch(request: FetchRequest, version: number): Answer {
  const fault = faults.shift() ?? 0;
  if (fault === 'close') return 'close';
  const partitions = request.topics[0]!.partitions.map(({ partition, fetchOffset }) => {
    const isThere = fetchOffset >= LOG_START && fetchOffset <= LOG_END;
    const own = faultyPartition === null || faultyPartition === partition ? fault : 0;
    const errorCode = own === 0 && !isThere ? ErrorCode.OFFSET_OUT_OF_RANGE : own;
    const batches: Uint8Array[] = [];
    for (
      let base = LOG_START + Math.floor((fetchOffset - LOG_START) / 4) * 4;
      batches.length < 2 && base < LOG_END;
      base += 4
    ) {
      const builder = new BatchBuilder({ baseOffset: base });
      for (let at = base; at < base + 4; at += 1) builder.append(0, null, Buffer.from(`${partition}:${at}`));
      batches.push(builder.build()!);
    }
    const records = errorCode === 0 ? Buffer.concat(batches) : null;
    return newFetchResponsePartitionData({
      partitionIndex: partition,
      errorCode,
      highWatermark: LOG_END,
      logStartOffset: LOG_START,
      records,
    });
  });
  const { name, topicId } = TOPIC;
  return newFetchResponse({ responses: [{ topic: version >= 13 ? '' : name, topicId, partitions }] });
}

async function readAll(consumer: Consumer, partitions: number[]): Promise<string[]> {
  const values: string[] = [];
  const ended = new Set<number>();
  while (ended.size < partitions.length) {
    for (const { partition, records, nextOffset } of await consumer.poll()) {
      values.push(...records.map(({ value }) => Buffer.from(value!).toString()));
      if (nextOffset >= LOG_END) ended.add(partition);
    }
  }
  return values;
}

const expected = (partition: number, from: number) =>
  Array.from({ length: LOG_END - from }, (_, index) => `${partition}:${from + index}`);

test.each([4, 12, 18])('reads from the middle of a batch to the end, in version %i', async (version) => {
  broker.ranges.set(ApiKey.Fetch, [4, version]);
  const consumer = await Consumer.create(client);
  consumer.seek('orders', 0, 7);
  consumer.seek('orders', 1, 13);
  const values = await readAll(consumer, [0, 1]);
  expect(values.filter((value) => value.startsWith('0:'))).toEqual(expected(0, 7));
  expect(values.filter((value) => value.startsWith('1:'))).toEqual(expected(1, 13));
});

test('goes on where it was after moved leaders, lost connections and unknown ids', async () => {
  faults = [
    0,
    ErrorCode.NOT_LEADER_OR_FOLLOWER,
    'close',
    ErrorCode.UNKNOWN_TOPIC_ID,
    'close',
    0,
    ErrorCode.OFFSET_NOT_AVAILABLE,
  ];
  const consumer = await Consumer.create(client);
  consumer.seek('orders', 0, LOG_START);
  expect(await readAll(consumer, [0])).toEqual(expected(0, LOG_START));
  expect(faults).toEqual([]);
});

test.each([0, 1])('nothing of one partition is lost when partition %i is refused', async (refused) => {
  faults = [ErrorCode.NOT_LEADER_OR_FOLLOWER, 0, ErrorCode.NOT_LEADER_OR_FOLLOWER];
  faultyPartition = refused;
  const consumer = await Consumer.create(client);
  for (const partition of [0, 1]) consumer.seek('orders', partition, LOG_START);
  const values = await readAll(consumer, [0, 1]);
  for (const partition of [0, 1]) {
    expect(values.filter((value) => value.startsWith(`${partition}:`))).toEqual(expected(partition, LOG_START));
  }
});

test('an offset that is gone is told with the bounds of the log', async () => {
  const consumer = await Consumer.create(client);
  consumer.seek('orders', 0, 1);
  await expect(consumer.poll()).rejects.toMatchObject({
    code: ErrorCode.OFFSET_OUT_OF_RANGE,
    message: expect.stringContaining('offset 1 is not in the log, which goes from 5 to 25'),
  });
});

test('or is taken up at the start when asked for', async () => {
  const consumer = await Consumer.create(client, { onOffsetOutOfRange: 'earliest' });
  consumer.seek('orders', 0, 1);
  expect(await readAll(consumer, [0])).toEqual(expected(0, LOG_START));
});

test('a seek while a fetch is under way discards what it brings', async () => {
  const consumer = await Consumer.create(client);
  consumer.seek('orders', 0, 7);
  const first = consumer.poll();
  consumer.seek('orders', 0, 21);
  const brought = [...(await first), ...(await consumer.poll()), ...(await consumer.poll())];
  expect(brought.flatMap(({ records }) => records.map(({ offset }) => offset)).every((offset) => offset >= 21)).toBe(
    true,
  );
});

test('start and end of one partition are asked for in two requests, as brokers demand', async () => {
  const queries = [-2, -1].flatMap((timestamp) =>
    [0, 1].map((partition) => ({ topic: 'orders', partition, timestamp })),
  );
  const found = await listOffsets(client, queries);
  expect(found.map(({ offset }) => offset)).toEqual([5, 5, 25, 25]);
  expect(broker.requests(ApiKey.ListOffsets)).toHaveLength(2);
});

test('the newest leader epoch that any metadata told goes along, until the topic is another', async () => {
  const epochs: number[] = [];
  const steps = [
    { leaderEpoch: 3, topicId: TOPIC.topicId },
    { leaderEpoch: 7, topicId: TOPIC.topicId },
    { leaderEpoch: 0, topicId: 'b3JkZXJzb3JkZXJzb3JkZA' },
  ];
  broker.leaderEpoch = 5;
  broker.scripts.set(ApiKey.Fetch, (request: FetchRequest) => {
    const { topicId, partitions } = request.topics[0]!;
    epochs.push(partitions[0]!.currentLeaderEpoch);
    const next = steps.shift();
    if (next !== undefined) {
      broker.leaderEpoch = next.leaderEpoch;
      broker.topics = [{ ...TOPIC, topicId: next.topicId }];
    }
    const errorCode = next === undefined ? 0 : ErrorCode.UNKNOWN_LEADER_EPOCH;
    const data = newFetchResponsePartitionData({ partitionIndex: 0, errorCode, highWatermark: LOG_END });
    return newFetchResponse({ responses: [{ topic: '', topicId, partitions: [data] }] });
  });
  const consumer = await Consumer.create(client);
  consumer.seek('orders', 0, 7);
  while (epochs.length < 4) await consumer.poll();
  expect(epochs).toEqual([5, 5, 7, 0]);
});
