import { describe, expect, test } from 'vitest';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { TestController } from './support.ts';

const FIVE = [1, 2, 3, 4, 5].map((id) => ({ id }));

function reassign(controller: TestController, replicas: number[] | null, mayChangeFactor = true) {
  return controller.handle(ApiKey.AlterPartitionReassignments, {
    timeoutMs: 0,
    allowReplicationFactorChange: mayChangeFactor,
    topics: [{ name: 't', partitions: [{ partitionIndex: 0, replicas }] }],
  }).responses[0]!.partitions[0]!;
}

function withTopic(minIsr = 1): TestController {
  const controller = new TestController({ brokers: FIVE });
  controller.assign('t', [1, 2, 3]);
  controller.setConfig('t', 'min.insync.replicas', String(minIsr));
  return controller;
}

describe('a reassignment', () => {
  test('grows, waits for the new ones, lets the old ones go, and moves leadership with them', () => {
    const controller = withTopic();
    expect(reassign(controller, [4, 5, 3]).errorCode).toBe(ErrorCode.NONE);
    expect(controller.only('t')).toMatchObject({
      replicas: [4, 5, 3, 1, 2],
      addingReplicas: [4, 5],
      removingReplicas: [1, 2],
      isr: [1, 2, 3],
      leader: 1,
      leaderEpoch: 0,
    });
    expect(controller.propose('t', [1, 2, 3, 4]).errorCode).toBe(ErrorCode.NONE);
    expect(controller.only('t').addingReplicas).toEqual([4, 5]);
    expect(controller.propose('t', [1, 2, 3, 4, 5]).errorCode).toBe(ErrorCode.NEW_LEADER_ELECTED);
    expect(controller.only('t')).toMatchObject({
      replicas: [4, 5, 3],
      addingReplicas: [],
      removingReplicas: [],
      isr: [3, 4, 5],
      leader: 4,
      leaderEpoch: 1,
    });
  });

  test('that only removes is done at once, under a new leader epoch of the same leader', () => {
    const controller = withTopic();
    reassign(controller, [1, 3]);
    expect(controller.only('t')).toMatchObject({ replicas: [1, 3], isr: [1, 3], leader: 1, leaderEpoch: 1 });
  });

  test('that only reorders changes nobody', () => {
    const controller = withTopic();
    reassign(controller, [3, 1, 2]);
    expect(controller.only('t')).toMatchObject({ replicas: [3, 1, 2], isr: [1, 2, 3], leader: 1, leaderEpoch: 0 });
  });

  test('waits where the rest would be below the minimum', () => {
    const controller = withTopic(2);
    controller.propose('t', [1, 2]);
    reassign(controller, [2, 3]);
    expect(controller.only('t')).toMatchObject({ replicas: [2, 3, 1], removingReplicas: [1], isr: [1, 2] });
    expect(controller.propose('t', [1, 2, 3]).errorCode).toBe(ErrorCode.NEW_LEADER_ELECTED);
    expect(controller.only('t')).toMatchObject({ replicas: [2, 3], removingReplicas: [], isr: [2, 3], leader: 2 });
  });

  test('may be changed on the way', () => {
    const controller = withTopic();
    reassign(controller, [4, 2, 3]);
    reassign(controller, [5, 2, 3]);
    expect(controller.only('t')).toMatchObject({
      replicas: [5, 2, 3, 1, 4],
      addingReplicas: [5],
      removingReplicas: [1, 4],
    });
    controller.propose('t', [1, 2, 3, 5]);
    expect(controller.only('t')).toMatchObject({ replicas: [5, 2, 3], isr: [2, 3, 5] });
  });
});

describe('taking it back', () => {
  test('restores the replicas from before', () => {
    const controller = withTopic();
    reassign(controller, [4, 5, 3]);
    controller.propose('t', [1, 2, 3, 4]);
    expect(reassign(controller, null).errorCode).toBe(ErrorCode.NONE);
    expect(controller.only('t')).toMatchObject({
      replicas: [3, 1, 2],
      addingReplicas: [],
      removingReplicas: [],
      isr: [1, 2, 3],
      leader: 1,
      leaderEpoch: 1,
    });
    expect(reassign(controller, null).errorCode).toBe(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
  });

  test('is refused where the old ones could not carry on', () => {
    const controller = withTopic(2);
    reassign(controller, [4, 5, 3]);
    controller.propose('t', [1, 4]);
    expect(reassign(controller, null)).toMatchObject({
      errorCode: ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      errorMessage: expect.stringContaining('fewer than min.insync.replicas (2)'),
    });
    controller.fence(1);
    expect(controller.only('t').leader).toBe(4);
    expect(reassign(controller, null)).toMatchObject({
      errorCode: ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      errorMessage:
        'Unable to revert partition assignment for t:0 because it would require an unclean leader election.',
    });
  });
});

describe('is refused', () => {
  const cases: [string, number[], boolean, number][] = [
    ['to nobody', [], true, ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['to somebody twice', [1, 1], true, ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['to somebody unknown', [1, 9], true, ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['to another number where that is not wished (KIP-860)', [1, 2], false, ErrorCode.INVALID_REPLICATION_FACTOR],
  ];
  test.each(cases)('%s', (_name, replicas, mayChange, errorCode) => {
    const controller = withTopic();
    const before = controller.image.index;
    expect(reassign(controller, replicas, mayChange).errorCode).toBe(errorCode);
    expect(controller.image.index).toBe(before);
  });

  test('of what there is not', () => {
    const controller = withTopic();
    const response = controller.handle(ApiKey.AlterPartitionReassignments, {
      timeoutMs: 0,
      allowReplicationFactorChange: true,
      topics: [
        { name: 'nope', partitions: [{ partitionIndex: 0, replicas: [1] }] },
        { name: 't', partitions: [{ partitionIndex: 3, replicas: [1] }] },
      ],
    });
    expect(response.responses.map(({ partitions }) => partitions[0]!.errorMessage)).toEqual([
      'Unable to find a topic named nope.',
      'Unable to find partition t:3.',
    ]);
  });
});
