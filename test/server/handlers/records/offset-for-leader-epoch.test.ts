import { afterEach, beforeEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newOffsetForLeaderEpochRequest,
  writeOffsetForLeaderEpochRequest,
} from '../../../../src/core/protocol/generated/offset-for-leader-epoch-request.ts';
import { readOffsetForLeaderEpochResponse } from '../../../../src/core/protocol/generated/offset-for-leader-epoch-response.ts';
import { offsetForLeaderEpochHandler } from '../../../../src/server/handlers/records/offset-for-leader-epoch.ts';
import { batchOf, temporaryDirectory } from '../../../support/logs.ts';
import { startCall } from '../call.ts';
import { FetchBroker } from './fetch-broker.ts';

const codec = { writeRequest: writeOffsetForLeaderEpochRequest, readResponse: readOffsetForLeaderEpochResponse };

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

/** [error code, leader epoch, end offset] */
function ask(
  topic: string,
  leaderEpoch: number,
  { version = 4, replicaId = -1, partition = 0, currentLeaderEpoch = -1 } = {},
): number[] {
  const handler = offsetForLeaderEpochHandler({ replicaManager: broker.manager, metadata: { image: broker.image } });
  const topics = [{ topic, partitions: [{ partition, currentLeaderEpoch, leaderEpoch }] }];
  const { response } = startCall(handler, codec, version, newOffsetForLeaderEpochRequest({ replicaId, topics }));
  const [answer] = response!.topics[0]!.partitions;
  expect([response!.topics[0]!.topic, answer!.partition]).toEqual([topic, partition]);
  return [answer!.errorCode, answer!.leaderEpoch, answer!.endOffset];
}

test('the end of the largest epoch at or below the one asked for, in every version', async () => {
  broker.createTopic('a');
  await broker.put('a', batchOf(['x', 'y'])); // epoch 0: 0-1
  broker.change('a', { leader: 1 });
  broker.change('a', { leader: 1 });
  await broker.put('a', batchOf(['z'])); // epoch 2: 2
  for (const version of [2, 3, 4]) {
    const got = [-1, 0, 1, 2, 3].map((epoch) => ask('a', epoch, { version }));
    expect(got).toEqual([
      [0, -1, -1],
      [0, 0, 2],
      [0, 0, 2],
      [0, 2, 3],
      [0, -1, -1],
    ]);
  }
});

test('an epoch under which nothing was written yet is known: a position in it is no truncation', async () => {
  broker.createTopic('a', { leaderEpoch: 3 });
  expect([2, 3, 4].map((epoch) => ask('a', epoch))).toEqual([
    [0, 2, 0],
    [0, 3, 0],
    [0, -1, -1],
  ]);
  await broker.put('a', batchOf(['x']));
  broker.change('a', { leader: 1 });
  broker.change('a', { leader: 1 });
  expect([3, 4, 5, 6].map((epoch) => ask('a', epoch))).toEqual([
    [0, 3, 1],
    [0, 3, 1],
    [0, 5, 1],
    [0, -1, -1],
  ]);
});

test('consumers and replicas are told the same: the latest epoch ends where the log does', async () => {
  broker.createTopic('a', { replicas: [1, 2], isr: [1, 2] });
  await broker.put('a', batchOf(['x'])); // not committed
  for (const replicaId of [-1, 2]) expect(ask('a', 0, { replicaId })).toEqual([0, 0, 1]);
});

test('errors of one partition, the epoch before leadership', () => {
  broker.createTopic('a', { leaderEpoch: 5 });
  broker.createTopic('b', { leaderEpoch: 5, leader: 2, replicas: [1, 2] });
  broker.createTopic('c', { leader: 2, replicas: [2] });
  const refused = (code: number) => [code, -1, -1];
  expect(ask('nowhere', 0)).toEqual(refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
  expect(ask('a', 0, { partition: 1 })).toEqual(refused(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
  expect(ask('a', 0, { currentLeaderEpoch: 4 })).toEqual(refused(ErrorCode.FENCED_LEADER_EPOCH));
  expect(ask('b', 0, { currentLeaderEpoch: 6 })).toEqual(refused(ErrorCode.UNKNOWN_LEADER_EPOCH));
  for (const topic of ['b', 'c']) expect(ask(topic, 0)).toEqual(refused(ErrorCode.NOT_LEADER_OR_FOLLOWER));
  broker.manager.onFailed(broker.directory.directory);
  expect(ask('a', 0)).toEqual(refused(ErrorCode.KAFKA_STORAGE_ERROR));
});
