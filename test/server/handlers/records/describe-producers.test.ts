import { afterEach, beforeEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newDescribeProducersRequest,
  writeDescribeProducersRequest,
} from '../../../../src/core/protocol/generated/describe-producers-request.ts';
import { readDescribeProducersResponse } from '../../../../src/core/protocol/generated/describe-producers-response.ts';
import { buildEndTxnBatch } from '../../../../src/core/records/control-record.ts';
import { describeProducersHandler } from '../../../../src/server/handlers/records/describe-producers.ts';
import { batchOf, temporaryDirectory } from '../../../support/logs.ts';
import { call } from '../call.ts';
import { FetchBroker } from './fetch-broker.ts';

let temporary: { path: string; remove(): void };
let broker: FetchBroker;
beforeEach(async () => {
  temporary = temporaryDirectory();
  broker = await FetchBroker.open(temporary.path);
});
afterEach(async () => {
  await broker.close();
  temporary.remove();
});

const codec = { writeRequest: writeDescribeProducersRequest, readResponse: readDescribeProducersResponse };

async function describeProducers(name: string, ...partitionIndexes: number[]) {
  const { manager: replicaManager, image } = broker;
  const handler = describeProducersHandler({ replicaManager, metadata: { image } });
  const request = newDescribeProducersRequest({ topics: [{ name, partitionIndexes }] });
  const { topics } = await call(handler, codec, 0, request);
  expect(topics.map((topic) => topic.name)).toEqual([name]);
  return topics[0]!.partitions;
}

test('each producer with its last batch, its open transaction and the coordinator that ended one', async () => {
  broker.createTopic('a', { partitions: 2 });
  const transactional = { producerId: 7, producerEpoch: 3, isTransactional: true };
  await broker.put('a', batchOf(['plain']));
  await broker.put('a', batchOf(['x', 'y'], { producerId: 5, producerEpoch: 1, baseSequence: 0 }, 1_000));
  await broker.put('a', batchOf(['z'], { ...transactional, baseSequence: 0 }, 2_000));
  await broker.put('a', batchOf(['z'], { ...transactional, baseSequence: 1 }, 3_000));
  const idle = {
    producerId: 5,
    producerEpoch: 1,
    lastSequence: 1,
    lastTimestamp: 1_000,
    coordinatorEpoch: -1,
    currentTxnStartOffset: -1,
  };
  const open = {
    producerId: 7,
    producerEpoch: 3,
    lastSequence: 1,
    lastTimestamp: 3_000,
    coordinatorEpoch: -1,
    currentTxnStartOffset: 3,
  };
  expect(await describeProducers('a', 1, 0)).toEqual([
    { partitionIndex: 1, errorCode: 0, errorMessage: null, activeProducers: [] },
    { partitionIndex: 0, errorCode: 0, errorMessage: null, activeProducers: [idle, open] },
  ]);

  await broker.put(
    'a',
    buildEndTxnBatch({ producerId: 7, producerEpoch: 3, commits: true, coordinatorEpoch: 9 }, 4_000),
  );
  const [after] = await describeProducers('a', 0);
  expect(after!.activeProducers[1]).toEqual({
    ...open,
    lastTimestamp: 4_000,
    coordinatorEpoch: 9,
    currentTxnStartOffset: -1,
  });
});

test('a follower tells what its own log says', async () => {
  broker.createTopic('a', { replicas: [1, 2] });
  await broker.put('a', batchOf(['x'], { producerId: 5, producerEpoch: 1, baseSequence: 0 }));
  broker.change('a', { leader: 2 });
  expect(await describeProducers('a', 0)).toMatchObject([{ errorCode: 0, activeProducers: [{ producerId: 5 }] }]);
});

test('partitions that are unknown or hosted elsewhere, or whose disk is lost', async () => {
  broker.createTopic('a');
  broker.createTopic('b', { replicas: [2], isr: [2], leader: 2 });
  broker.createTopic('c');
  await broker.put('c', batchOf(['x'], { producerId: 5, producerEpoch: 1, baseSequence: 0 }));
  broker.manager.onFailed(broker.directory.directory);
  const expected: [string, number, number][] = [
    ['nowhere', 0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ['a', 1, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ['a', -1, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ['b', 0, ErrorCode.NOT_LEADER_OR_FOLLOWER],
    ['c', 0, ErrorCode.KAFKA_STORAGE_ERROR],
  ];
  for (const [name, partitionIndex, errorCode] of expected) {
    const [got] = await describeProducers(name, partitionIndex);
    expect(got, `${name}-${partitionIndex}`).toMatchObject({ partitionIndex, errorCode, activeProducers: [] });
    expect(got!.errorMessage).not.toBe(null);
  }
});
