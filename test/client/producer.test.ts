import { afterEach, beforeEach, expect, test } from 'vitest';
import { decodeRecords } from '../../src/client/decode-records.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { Producer, type ProducerOptions } from '../../src/client/producer.ts';
import { ApiKey } from '../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../src/core/protocol/error-codes.ts';
import type { ProduceRequest } from '../../src/core/protocol/generated/produce-request.ts';
import {
  newProduceResponse,
  newProduceResponsePartitionProduceResponse,
} from '../../src/core/protocol/generated/produce-response.ts';
import { BatchView } from '../../src/core/records/batch-view.ts';
import { loadCodecs } from '../../src/runtime/compression/codecs.ts';
import { type Answer, ScriptedBroker } from './support/scripted-broker.ts';

const TOPIC = { name: 'orders', topicId: 'b3JkZXJzb3JkZXJzb3JkZQ', partitions: 3 };
const codecs = await loadCodecs();

let broker: ScriptedBroker;
let client: KafkaClient;
/** What a broker would have stored, by partition: sequences are checked as a broker checks them. */
let stored: Map<number, { values: string[]; nextSequence: number }>;
/** What to answer instead of NONE, one per produce request. `lost` stores and then drops the connection. */
let faults: (number | 'lost' | 'close')[];

beforeEach(async () => {
  stored = new Map();
  faults = [];
  broker = await ScriptedBroker.start();
  broker.topics = [TOPIC];
  broker.scripts.set(ApiKey.InitProducerId, () => ({
    throttleTimeMs: 0,
    errorCode: 0,
    producerId: 42,
    producerEpoch: 3,
    ongoingTxnProducerId: -1,
    ongoingTxnProducerEpoch: -1,
  }));
  broker.scripts.set(ApiKey.Produce, (request) => produce(request));
  client = new KafkaClient({ bootstrapServers: broker.bootstrapServers, retry: { backoffMs: 1, backoffMaxMs: 2 } });
});
afterEach(async () => {
  await client.close();
  await broker.stop();
});

function produce(request: ProduceRequest): Answer {
  const fault = faults.shift() ?? 0;
  if (fault === 'close') return 'close';
  const partitionResponses = request.topicData[0]!.partitionData.map(({ index, records }) => {
    const errorCode = fault === 'lost' || fault === 0 ? store(index, records!) : fault;
    return newProduceResponsePartitionProduceResponse({ index, errorCode, baseOffset: errorCode === 0 ? 7 : -1 });
  });
  if (fault === 'lost') return 'close';
  if (request.acks === 0) return 'silence';
  const { name, topicId } = TOPIC;
  return newProduceResponse({ responses: [{ name, topicId, partitionResponses }] });
}

function store(partition: number, records: Uint8Array): number {
  const view = new BatchView().wrap(records, new DataView(records.buffer, records.byteOffset, records.byteLength), 0);
  const log = stored.get(partition) ?? { values: [], nextSequence: 0 };
  stored.set(partition, log);
  if (view.hasProducerId) {
    if (view.baseSequence < log.nextSequence) return ErrorCode.DUPLICATE_SEQUENCE_NUMBER;
    if (view.baseSequence > log.nextSequence) return ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    log.nextSequence += view.recordCount;
  }
  const decoded = decodeRecords(records, 0, null, codecs, 'stored');
  log.values.push(...decoded.records.map(({ value }) => Buffer.from(value!).toString()));
  return ErrorCode.NONE;
}

async function create(options: ProducerOptions = {}): Promise<Producer> {
  const producer = await Producer.create(client, options);
  await producer.prepare('orders');
  return producer;
}

const numbers = (count: number) => Array.from({ length: count }, (_, number) => String(number));

test('stores every record once and in order, whatever goes wrong on the way', async () => {
  faults = [
    'lost',
    ErrorCode.NOT_LEADER_OR_FOLLOWER,
    0,
    'close',
    ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
    'lost',
    0,
    'lost',
  ];
  const delivered: number[] = [];
  const producer = await create({
    batchBytesMax: 200,
    onDelivered: (_topic, _partition, _offset, count) => delivered.push(count),
  });
  for (const [index, value] of numbers(300).entries()) {
    producer.append('orders', 1, null, Buffer.from(value));
    // Some while the first are on their way, some long before.
    if (index % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await producer.flush();
  expect(stored.get(1)!.values).toEqual(numbers(300));
  expect(delivered.reduce((sum, count) => sum + count)).toBe(300);
  expect(faults).toEqual([]);
});

test('a repeated batch is the same batch, byte for byte', async () => {
  faults = ['lost', 'close'];
  const producer = await create();
  producer.append('orders', 0, Buffer.from('k'), Buffer.from('v'));
  await producer.flush();
  const sent = broker
    .requests(ApiKey.Produce)
    .map(({ request }) => Buffer.from((request as ProduceRequest).topicData[0]!.partitionData[0]!.records!));
  expect(sent).toHaveLength(3);
  expect(sent[1]!.equals(sent[0]!) && sent[2]!.equals(sent[0]!)).toBe(true);
  expect(stored.get(0)!.values).toEqual(['v']);
});

test('waits for a coordinator that is still loading, before anything else was asked', async () => {
  let loads = 2;
  const ready = broker.scripts.get(ApiKey.InitProducerId)!;
  broker.scripts.set(ApiKey.InitProducerId, (request, version) => {
    loads -= 1;
    const answer = ready(request, version) as object;
    return loads >= 0 ? { ...answer, errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS } : answer;
  });
  await create();
  expect(broker.requests(ApiKey.InitProducerId)).toHaveLength(3);
});

test('one request carries the batches of several partitions; keys decide, and stay where they are', async () => {
  const producer = await create();
  for (const value of numbers(60))
    producer.append('orders', null, Buffer.from(`key ${Number(value) % 6}`), Buffer.from(value));
  await producer.flush();
  expect(broker.requests(ApiKey.Produce)).toHaveLength(1);
  const homes = new Map<number, number>();
  for (const [partition, { values }] of stored) {
    for (const value of values) {
      const key = Number(value) % 6;
      expect(homes.get(key) ?? partition).toBe(partition);
      homes.set(key, partition);
    }
  }
  expect([...stored.values()].flatMap(({ values }) => values)).toHaveLength(60);
});

test('a refusal for good fails flush and everything after it', async () => {
  faults = [ErrorCode.MESSAGE_TOO_LARGE];
  const producer = await create();
  producer.append('orders', 2, null, Buffer.from('v'));
  await expect(producer.flush()).rejects.toMatchObject({ code: ErrorCode.MESSAGE_TOO_LARGE });
  expect(() => producer.append('orders', 2, null, null)).toThrow('MESSAGE_TOO_LARGE');
  expect(broker.requests(ApiKey.Produce)).toHaveLength(1);
});

test('gives up at the delivery timeout', async () => {
  broker.scripts.set(ApiKey.Produce, (request: ProduceRequest) => {
    faults = [ErrorCode.NOT_LEADER_OR_FOLLOWER];
    return produce(request);
  });
  const producer = await create({ deliveryTimeoutMs: 100 });
  producer.append('orders', 0, null, Buffer.from('v'));
  await expect(producer.flush()).rejects.toThrow(
    /1 records were not acknowledged within 100 ms; the last attempt: produce to orders-0: .*NOT_LEADER_OR_FOLLOWER/,
  );
});

test('acks=0 sends without waiting, and without a producer id', async () => {
  const producer = await create({ acks: 0 });
  for (const value of numbers(10)) producer.append('orders', 0, null, Buffer.from(value));
  await producer.flush();
  await expect.poll(() => stored.get(0)?.values).toEqual(numbers(10));
  expect(broker.requests(ApiKey.InitProducerId)).toHaveLength(0);
});

test('bounds its memory: room waits until something is acknowledged', async () => {
  const producer = await create({ bufferBytesMax: 1000, batchBytesMax: 300 });
  let waits = 0;
  for (const value of numbers(500)) {
    producer.append('orders', 0, null, Buffer.from(value));
    if (producer.isFull) {
      waits += 1;
      await producer.room();
      expect(producer.isFull).toBe(false);
    }
  }
  await producer.flush();
  expect(waits).toBeGreaterThan(3);
  expect(stored.get(0)!.values).toEqual(numbers(500));
});

test('a partition that is not there is told with how many there are', async () => {
  const producer = await create();
  expect(() => producer.append('orders', 3, null, null)).toThrow('the last partition of orders is 2');
});
