import { describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { TestController } from './support.ts';

const THREE = [{ id: 1 }, { id: 2 }, { id: 3 }];

function withTopic(minIsr = 1): TestController {
  const controller = new TestController({ brokers: THREE });
  controller.assign('t', [1, 2, 3]);
  if (minIsr > 1) controller.setConfig('t', 'min.insync.replicas', String(minIsr));
  return controller;
}

describe('the in-sync set', () => {
  test('shrinks and grows at the word of its leader; the leader epoch stays (KAFKA-15021)', () => {
    const controller = withTopic();
    expect(controller.propose('t', [1, 3])).toMatchObject({ errorCode: 0, isr: [1, 3], partitionEpoch: 1 });
    expect(controller.propose('t', [1, 3, 2])).toMatchObject({ errorCode: 0, isr: [1, 3, 2], partitionEpoch: 2 });
    expect(controller.only('t')).toMatchObject({ leader: 1, leaderEpoch: 0, partitionEpoch: 2, isr: [1, 3, 2] });
  });

  test('proposed again as it is stays, and ends every proposal that is still under way', () => {
    const controller = withTopic();
    expect(controller.propose('t', [3, 2, 1])).toMatchObject({ errorCode: 0, isr: [1, 2, 3], partitionEpoch: 1 });
    expect(controller.only('t')).toMatchObject({ isr: [1, 2, 3], leaderEpoch: 0, partitionEpoch: 1 });
    const late = controller.propose('t', [1, 2], { partitionEpoch: 0 });
    expect(late.errorCode).toBe(ErrorCode.INVALID_UPDATE_VERSION);
  });

  test('below the minimum, those who leave stay eligible; at the minimum nobody else is', () => {
    const controller = withTopic(2);
    controller.propose('t', [1, 2]);
    expect(controller.only('t').elr).toEqual([]);
    controller.propose('t', [1]);
    expect(controller.only('t')).toMatchObject({ isr: [1], elr: [2] });
    controller.propose('t', [1, 3]);
    expect(controller.only('t')).toMatchObject({ isr: [1, 3], elr: [] });
  });

  test('an eligible replica leads when the last in-sync one is gone, and the set starts from it', () => {
    const controller = withTopic(2);
    controller.propose('t', [1]);
    expect(controller.only('t').elr).toEqual([2, 3]);
    controller.fence(1);
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2], elr: [3, 1], leaderRecoveryState: 0 });
  });
});

describe('a proposal is refused', () => {
  const cases: [string, (controller: TestController) => { errorCode: number }, number][] = [
    ['of an earlier leader epoch', (c) => c.propose('t', [1, 2], { leaderEpoch: -1 }), ErrorCode.FENCED_LEADER_EPOCH],
    ['of a later leader epoch', (c) => c.propose('t', [1, 2], { leaderEpoch: 1 }), ErrorCode.NOT_CONTROLLER],
    ['of a later partition epoch', (c) => c.propose('t', [1, 2], { partitionEpoch: 1 }), ErrorCode.NOT_CONTROLLER],
    [
      'of an earlier partition epoch',
      (c) => c.propose('t', [1, 2], { partitionEpoch: -1 }),
      ErrorCode.INVALID_UPDATE_VERSION,
    ],
    ['by another than the leader', (c) => c.propose('t', [1, 2], { brokerId: 2 }), ErrorCode.INVALID_REQUEST],
    ['without the leader', (c) => c.propose('t', [2, 3]), ErrorCode.INVALID_REQUEST],
    ['empty (KAFKA-15353)', (c) => c.propose('t', []), ErrorCode.INVALID_REQUEST],
    ['with somebody twice', (c) => c.propose('t', [1, 2, 2]), ErrorCode.INVALID_REQUEST],
    ['with somebody who is no replica', (c) => c.propose('t', [1, 4]), ErrorCode.INVALID_REQUEST],
    ['as recovering after recovery', (c) => c.propose('t', [1], { leaderRecoveryState: 1 }), ErrorCode.INVALID_REQUEST],
    [
      'of an earlier incarnation of the leader',
      (c) => c.propose('t', [1, 2], { brokerEpoch: 1 }),
      ErrorCode.STALE_BROKER_EPOCH,
    ],
    [
      'with an earlier incarnation of a member (KIP-903)',
      (c) => c.propose('t', [1, 2], { memberEpochs: { 2: 1 } }),
      ErrorCode.INELIGIBLE_REPLICA,
    ],
  ];
  test.each(cases)('%s', (_name, propose, errorCode) => {
    const controller = withTopic();
    const before = controller.image.index;
    expect(propose(controller).errorCode).toBe(errorCode);
    expect(controller.image.index).toBe(before);
  });

  test('with a newcomer of no known incarnation, while a member may stay without', () => {
    const controller = withTopic();
    expect(controller.propose('t', [1, 2], { memberEpochs: { 1: -1, 2: -1 } }).errorCode).toBe(ErrorCode.NONE);
    expect(controller.propose('t', [1, 2, 3], { memberEpochs: { 3: -1 } }).errorCode).toBe(
      ErrorCode.INELIGIBLE_REPLICA,
    );
  });

  test('with a member that is fenced, or on its way out', () => {
    const controller = withTopic();
    controller.fence(2);
    expect(controller.propose('t', [1, 3, 2]).errorCode).toBe(ErrorCode.INELIGIBLE_REPLICA);
    controller.unfence(2);
    expect(controller.propose('t', [1, 3, 2]).errorCode).toBe(ErrorCode.NONE);
    controller.heartbeat(3, { wantShutDown: true });
    expect(controller.only('t').isr).toEqual([1, 2]);
    expect(controller.propose('t', [1, 2, 3]).errorCode).toBe(ErrorCode.INELIGIBLE_REPLICA);
  });

  test('one partition at a time, by topic id', () => {
    const controller = withTopic();
    const response = controller.handle(56, {
      brokerId: 1,
      brokerEpoch: controller.image.brokers.get(1)!.epoch,
      topics: [
        { topicId: 'ZZZZZZZZZZZZZZZZZZZZZQ', partitions: [proposal(0)] },
        { topicId: controller.only('t').topicId, partitions: [proposal(7)] },
      ],
    });
    expect(response.topics.map(({ partitions }) => partitions[0]!.errorCode)).toEqual([
      ErrorCode.UNKNOWN_TOPIC_ID,
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
    ]);
  });
});

function proposal(partitionIndex: number) {
  return {
    partitionIndex,
    leaderEpoch: 0,
    newIsr: [],
    newIsrWithEpochs: [],
    leaderRecoveryState: 0,
    partitionEpoch: 0,
  };
}

describe('sessions', () => {
  test('a silent broker is fenced, and what it led is led by others, in one entry', () => {
    const controller = withTopic();
    controller.now = 999;
    controller.heartbeat(2);
    controller.heartbeat(3);
    expect(controller.fenceExpired()).toBe(0);
    controller.now = 1_000;
    const before = controller.image.index;
    expect(controller.fenceExpired()).toBe(1);
    expect(controller.image.index).toBe(before + 1);
    expect(controller.image.brokers.isActive(1)).toBe(false);
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2, 3], leaderEpoch: 1 });
    expect(controller.heartbeat(1)).toMatchObject({ errorCode: 0, isFenced: false });
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2, 3] });
  });

  test('several at once, the longest silent first', () => {
    const controller = withTopic(2);
    controller.now = 100;
    controller.heartbeat(2);
    controller.now = 200;
    controller.heartbeat(1);
    controller.heartbeat(3);
    controller.now = 5_000;
    expect(controller.fenceExpired()).toBe(3);
    expect(controller.only('t')).toMatchObject({ leader: -1, isr: [] });
    expect(controller.only('t').elr).toEqual([1, 3]);
  });

  test('a broker of which a new controller has heard nothing gets a full session', () => {
    const controller = withTopic();
    controller.now = 5_000;
    controller.sessions.startAll([1, 2, 3], 5_000);
    expect(controller.fenceExpired()).toBe(0);
  });
});

describe('a new incarnation', () => {
  test('that may have lost something is in sync nowhere and eligible nowhere (KIP-966)', () => {
    const controller = withTopic(2);
    controller.propose('t', [1]);
    controller.now = 5_000;
    expect(controller.register(2, null, 'ZZZZZZZZZZZZZZZZZZZZZQ', false)).toBe(ErrorCode.NONE);
    expect(controller.only('t')).toMatchObject({ leader: 1, isr: [1], elr: [3] });
    expect(controller.register(1, null, 'YYYYYYYYYYYYYYYYYYYYYQ', false)).toBe(ErrorCode.NONE);
    expect(controller.only('t')).toMatchObject({ leader: 3, isr: [3], elr: [] });
  });

  test('of the last leader leads again when there is nobody better, as recovering', () => {
    const controller = new TestController({ brokers: THREE });
    controller.assign('t', [1]);
    controller.now = 5_000;
    controller.register(1, null, 'YYYYYYYYYYYYYYYYYYYYYQ', false);
    expect(controller.only('t')).toMatchObject({ leader: -1, isr: [], elr: [], lastKnownElr: [1] });
    controller.unfence(1);
    expect(controller.only('t')).toMatchObject({ leader: 1, isr: [1], leaderRecoveryState: 1, lastKnownElr: [] });
    expect(controller.propose('t', [1], { leaderRecoveryState: 0 })).toMatchObject({ leaderRecoveryState: 0 });
  });
});
