import { afterEach, beforeEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newDeleteRecordsRequest,
  writeDeleteRecordsRequest,
} from '../../../../src/core/protocol/generated/delete-records-request.ts';
import {
  type DeleteRecordsResponse,
  readDeleteRecordsResponse,
} from '../../../../src/core/protocol/generated/delete-records-response.ts';
import { deleteRecordsHandler } from '../../../../src/server/handlers/records/delete-records.ts';
import { batchOf, temporaryDirectory, topicConfig } from '../../../support/logs.ts';
import { type Call, startCall } from '../call.ts';
import { FetchBroker } from './fetch-broker.ts';

const codec = { writeRequest: writeDeleteRecordsRequest, readResponse: readDeleteRecordsResponse };

let temporary: { path: string; remove(): void };
let broker: FetchBroker;
/** As long as it is set, every ring is full. */
let isFull = false;
let stalled: (() => boolean)[] = [];
beforeEach(async () => {
  temporary = temporaryDirectory();
  broker = await FetchBroker.open(temporary.path);
  stalled = [];
  isFull = false;
});
afterEach(async () => {
  await broker.close();
  temporary.remove();
});

function start(topic: string, offsets: [number, number][], version = 2): Call<DeleteRecordsResponse> {
  const { manager } = broker;
  const replicaManager = {
    get: manager.get.bind(manager),
    wakeSoon: () => manager.wakeSoon(),
    stall: (work: () => boolean) => void stalled.push(work),
  };
  const handler = deleteRecordsHandler({
    replicaManager,
    metadata: { image: broker.image },
    deadlines: broker.deadlines,
  });
  const partitions = offsets.map(([partitionIndex, offset]) => ({ partitionIndex, offset }));
  const request = newDeleteRecordsRequest({ topics: [{ name: topic, partitions }], timeoutMs: 500 });
  return startCall(handler, codec, version, request, { arrivedAt: broker.clock.monotonicMs() });
}

/** [error code, low watermark] of every partition, once the answer is there. */
async function answersOf(call: Call<DeleteRecordsResponse>): Promise<number[][]> {
  for (let i = 0; i < 1_000 && call.response === null; i++) await new Promise((resolve) => setTimeout(resolve, 1));
  return call.response!.topics[0]!.partitions.map(({ errorCode, lowWatermark }) => [errorCode, lowWatermark]);
}

const ask = async (topic: string, offset: number, partition = 0, version = 2) =>
  (await answersOf(start(topic, [[partition, offset]], version)))[0];

test('moves the start up, never down; -1 is the high watermark; in every version', async () => {
  broker.createTopic('a');
  for (let i = 0; i < 5; i++) await broker.put('a', batchOf(['x']));
  const { log, watchers } = broker.partition('a');
  const call = start('a', [[0, 2]]);
  expect(call.response).toBeNull();
  expect(await answersOf(call)).toEqual([[0, 2]]);
  expect(log!.logStartOffset).toBe(2);
  expect(await ask('a', 1, 0, 0)).toEqual([0, 2]);
  expect(await ask('a', 3, 0, 1)).toEqual([0, 3]);
  expect(await ask('a', -1)).toEqual([0, 5]);
  expect(log!.logStartOffset).toBe(5);
  expect([watchers.size, broker.deadlines.size]).toEqual([0, 0]);
  await broker.close();
  broker = await FetchBroker.open(temporary.path);
  broker.createTopic('a');
  expect(broker.partition('a').log!.logStartOffset).toBe(5);
});

test('what is refused changes nothing', async () => {
  broker.createTopic('a', { replicas: [1, 2], isr: [1, 2] });
  broker.createTopic('b', { leader: 2, replicas: [1, 2] });
  broker.createTopic('c');
  await broker.put('a', batchOf(['x']));
  await broker.put('c', batchOf(['x']));
  // Written, but not committed: -1 deletes nothing.
  expect(await ask('a', 1)).toEqual([ErrorCode.OFFSET_OUT_OF_RANGE, -1]);
  expect(await ask('a', -1)).toEqual([0, 0]);
  expect(await ask('a', -2)).toEqual([ErrorCode.OFFSET_OUT_OF_RANGE, -1]);
  expect(await ask('a', 0, 1)).toEqual([ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1]);
  expect(await ask('nowhere', 0)).toEqual([ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1]);
  expect(await ask('b', 0)).toEqual([ErrorCode.NOT_LEADER_OR_FOLLOWER, -1]);
  broker.createTopic('__consumer_offsets' as 'a', { id: 'dddddddddddddddddddddA' });
  expect(await ask('__consumer_offsets', 0)).toEqual([ErrorCode.INVALID_TOPIC_EXCEPTION, -1]);
  broker.partition('c').configure(topicConfig({ 'cleanup.policy': 'compact' }));
  expect(await ask('c', 1)).toEqual([ErrorCode.POLICY_VIOLATION, -1]);
  expect(broker.partition('c').log!.logStartOffset).toBe(0);
  broker.partition('c').configure(topicConfig({ 'cleanup.policy': 'compact,delete' }));
  expect(await ask('c', 1)).toEqual([0, 1]);
});

test('goes on where a ring was full; the deadline answers what was not taken in', async () => {
  broker.createTopic('a', { partitions: 2 });
  for (const partition of [0, 1]) await broker.put('a', batchOf(['x']), partition);
  const log = broker.partition('a', 1).log!;
  const move = log.setLogStartOffset.bind(log);
  log.setLogStartOffset = (offset, sink) => !isFull && move(offset, sink);
  const both: [number, number][] = [
    [0, 1],
    [1, 1],
  ];
  isFull = true;
  const late = start('a', both);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(late.response).toBeNull();
  broker.clock.advance(600);
  expect(await answersOf(late)).toEqual([
    [0, 1],
    [ErrorCode.REQUEST_TIMED_OUT, -1],
  ]);
  const call = start('a', both);
  isFull = false;
  for (const work of stalled) expect(work()).toBe(true);
  expect(await answersOf(call)).toEqual([
    [0, 1],
    [0, 1],
  ]);
  for (const partition of [0, 1]) expect(broker.partition('a', partition).watchers.size).toBe(0);
});

test('a lost leader, disk or topic ends the wait', async () => {
  const ends: [number, () => void][] = [
    [ErrorCode.NOT_LEADER_OR_FOLLOWER, () => broker.change('a', { leader: 2 })],
    [ErrorCode.KAFKA_STORAGE_ERROR, () => broker.manager.onFailed(broker.directory.directory)],
    [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, () => broker.deleteTopic('a')],
  ];
  for (const [code, end] of ends) {
    broker.createTopic('a', { replicas: [1, 2] });
    const call = start('a', [[0, 0]]);
    end();
    expect(call.response).not.toBeNull();
    expect(await answersOf(call)).toEqual([[code, -1]]);
    expect(broker.deadlines.size).toBe(0);
    if (code !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) broker.deleteTopic('a');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
});
