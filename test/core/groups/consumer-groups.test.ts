// Behaviours 126 and 127: the consumer group protocol (KIP-848).
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../../src/core/protocol/generated/consumer-group-heartbeat-request.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../../src/core/protocol/generated/consumer-group-heartbeat-response.ts';
import { Bench, topicId } from './support/coordinator-bench.ts';

const ORDERS = topicId('orders');
const PAYMENTS = topicId('payments');

const enter = (
  bench: Bench,
  memberId: string,
  fields: Partial<ConsumerGroupHeartbeatRequest> = {},
): ConsumerGroupHeartbeatResponse =>
  bench.beat({
    groupId: 'g',
    memberId,
    memberEpoch: 0,
    rebalanceTimeoutMs: 30_000,
    subscribedTopicNames: ['orders'],
    topicPartitions: [],
    ...fields,
  });

const beat = (
  bench: Bench,
  memberId: string,
  memberEpoch: number,
  fields: Partial<ConsumerGroupHeartbeatRequest> = {},
): ConsumerGroupHeartbeatResponse => bench.beat({ groupId: 'g', memberId, memberEpoch, ...fields });

const owns = (...partitions: number[]) => ({ topicPartitions: [{ topicId: ORDERS, partitions }] });
const error = (response: { errorCode: number }): string => errorName(response.errorCode);
const given = (response: ConsumerGroupHeartbeatResponse, topic = ORDERS): number[] | null =>
  response.assignment === null
    ? null
    : (response.assignment.topicPartitions.find((one) => one.topicId === topic)?.partitions ?? []);

describe('126 joining and leaving', () => {
  test('the first member gets everything at once, in epoch 1', () => {
    const bench = new Bench();
    const response = enter(bench, 'a');
    expect(response).toMatchObject({ errorCode: 0, memberId: 'a', memberEpoch: 1, heartbeatIntervalMs: 5000 });
    expect(given(response)).toEqual([0, 1, 2, 3]);
    expect(bench.coordinator.describeConsumerGroup('g')).toMatchObject({
      groupState: 'Stable',
      groupEpoch: 1,
      assignmentEpoch: 1,
      assignorName: 'uniform',
    });
  });

  test('null fields mean unchanged: a heartbeat without news is answered without an assignment and writes nothing', () => {
    const bench = new Bench();
    enter(bench, 'a');
    const records = bench.log.length;
    const response = beat(bench, 'a', 1);
    expect(response).toMatchObject({ errorCode: 0, memberEpoch: 1, assignment: null });
    expect(bench.log.length).toBe(records);
  });

  test('a member that says everything is told everything', () => {
    const bench = new Bench();
    enter(bench, 'a');
    expect(
      given(beat(bench, 'a', 1, { rebalanceTimeoutMs: 30_000, subscribedTopicNames: ['orders'], ...owns(0, 1, 2, 3) })),
    ).toEqual([0, 1, 2, 3]);
  });

  test('a second member gets its part only when the first has given it up', () => {
    const bench = new Bench();
    enter(bench, 'a');
    const b = enter(bench, 'b');
    expect(b.memberEpoch).toBe(2);
    expect(given(b)).toEqual([]);
    const revoke = beat(bench, 'a', 1);
    expect(revoke.memberEpoch).toBe(1);
    expect(given(revoke)).toHaveLength(2);
    // Not yet: a has only been told.
    expect(given(beat(bench, 'b', 2))).toBeNull();
    const stillOwned = beat(bench, 'a', 1, owns(0, 1, 2, 3));
    expect(stillOwned.memberEpoch).toBe(1);
    const done = beat(bench, 'a', 1, owns(...given(revoke)!));
    expect(done.memberEpoch).toBe(2);
    const taken = beat(bench, 'b', 2);
    expect([...given(revoke)!, ...given(taken)!].sort()).toEqual([0, 1, 2, 3]);
    expect(bench.coordinator.describeConsumerGroup('g').groupState).toBe('Stable');
  });

  test('leaving (-1) frees the partitions; the last one leaves an empty group', () => {
    const bench = new Bench();
    enter(bench, 'a');
    enter(bench, 'b');
    expect(beat(bench, 'a', -1)).toMatchObject({ errorCode: 0, memberId: 'a', memberEpoch: -1 });
    expect(given(beat(bench, 'b', 2))).toEqual([0, 1, 2, 3]);
    beat(bench, 'b', -1);
    expect(bench.coordinator.describeConsumerGroup('g')).toMatchObject({ groupState: 'Empty', members: [] });
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('a silent member is fenced after group.consumer.session.timeout.ms', () => {
    const bench = new Bench();
    enter(bench, 'a');
    enter(bench, 'b');
    for (let i = 0; i < 9; i++) {
      bench.pass(5000);
      beat(bench, 'b', 2);
    }
    expect(error(beat(bench, 'a', 1))).toBe('UNKNOWN_MEMBER_ID');
    const next = beat(bench, 'b', 3);
    expect(error(next)).toBe('NONE');
    expect(bench.coordinator.describeConsumerGroup('g').members[0]!.assignment.topicPartitions[0]!.partitions).toEqual([
      0, 1, 2, 3,
    ]);
  });

  test('a group may have a session timeout and heartbeat interval of its own', () => {
    const bench = new Bench();
    bench.overrides = { 'consumer.session.timeout.ms': 50_000, 'consumer.heartbeat.interval.ms': 7000 };
    expect(enter(bench, 'a').heartbeatIntervalMs).toBe(7000);
    bench.pass(49_999);
    expect(bench.coordinator.describeConsumerGroup('g').members).toHaveLength(1);
    bench.pass(1);
    expect(bench.coordinator.describeConsumerGroup('g').members).toHaveLength(0);
  });

  test('a member that does not give up partitions within its rebalance timeout is fenced', () => {
    const bench = new Bench();
    enter(bench, 'a');
    enter(bench, 'b');
    beat(bench, 'a', 1, owns(0, 1, 2, 3));
    for (let i = 0; i < 6; i++) {
      bench.pass(5000);
      beat(bench, 'a', 1, owns(0, 1, 2, 3));
      beat(bench, 'b', 2);
    }
    expect(error(beat(bench, 'a', 1, owns(0, 1, 2, 3)))).toBe('UNKNOWN_MEMBER_ID');
    beat(bench, 'b', 2);
    expect(
      bench.coordinator.describeConsumerGroup('g').members[0]!.assignment.topicPartitions[0]!.partitions,
    ).toHaveLength(4);
  });
});

test('126 the time to give up partitions goes on counting after a restart of the coordinator', () => {
  const bench = new Bench();
  enter(bench, 'a');
  enter(bench, 'b');
  beat(bench, 'a', 1, owns(0, 1, 2, 3));
  bench.restart();
  for (let i = 0; i < 6; i++) {
    bench.pass(5000);
    beat(bench, 'a', 1, owns(0, 1, 2, 3));
  }
  expect(error(beat(bench, 'a', 1, owns(0, 1, 2, 3)))).toBe('UNKNOWN_MEMBER_ID');
});

test('126 a new assignment writes only what it changes', () => {
  const bench = new Bench({}, { orders: 2 });
  for (const memberId of ['a', 'b', 'c', 'd']) enter(bench, memberId);
  const records = bench.log.length;
  enter(bench, 'e');
  // The member, the epoch, its target (nothing), the target's epoch, its own state.
  expect(bench.log.length - records).toBe(5);
});

describe('126 errors', () => {
  test.each<[string, Partial<ConsumerGroupHeartbeatRequest>, number, string]>([
    ['an empty group id', { groupId: '' }, 1, 'INVALID_REQUEST'],
    ['no member id since version 1', { memberId: '' }, 1, 'INVALID_REQUEST'],
    ['no rebalance timeout in the first request', { rebalanceTimeoutMs: -1 }, 1, 'INVALID_REQUEST'],
    [
      'partitions in the first request',
      { topicPartitions: [{ topicId: ORDERS, partitions: [0] }] },
      1,
      'INVALID_REQUEST',
    ],
    ['null partitions in the first request', { topicPartitions: null }, 1, 'INVALID_REQUEST'],
    ['no subscription', { subscribedTopicNames: null }, 1, 'INVALID_REQUEST'],
    ['an empty instance id', { instanceId: '' }, 1, 'INVALID_REQUEST'],
    ['an epoch below -2', { memberEpoch: -3 }, 1, 'INVALID_REQUEST'],
    ['a static leave without an instance id', { memberEpoch: -2 }, 1, 'INVALID_REQUEST'],
    ['an unknown assignor', { serverAssignor: 'magic' }, 1, 'UNSUPPORTED_ASSIGNOR'],
    ['an expression that is none', { subscribedTopicRegex: '(' }, 1, 'INVALID_REGULAR_EXPRESSION'],
    ['a heartbeat to an unknown group', { memberEpoch: 5 }, 1, 'GROUP_ID_NOT_FOUND'],
  ])('%s', (_, fields, version, expected) => {
    const bench = new Bench();
    const response = bench.beat(
      {
        groupId: 'g',
        memberId: 'a',
        memberEpoch: 0,
        rebalanceTimeoutMs: 1000,
        subscribedTopicNames: ['orders'],
        topicPartitions: [],
        ...fields,
      },
      version,
    );
    expect(error(response)).toBe(expected);
    expect(response.errorMessage).not.toBeNull();
    expect(bench.coordinator.groupCount).toBe(0);
    expect(bench.log).toEqual([]);
  });

  test('version 0 may leave the member id to the broker', () => {
    const bench = new Bench();
    const response = bench.beat(
      {
        groupId: 'g',
        memberId: '',
        memberEpoch: 0,
        rebalanceTimeoutMs: 1000,
        subscribedTopicNames: ['orders'],
        topicPartitions: [],
      },
      0,
    );
    expect(response.memberId).not.toBe('');
    expect(error(response)).toBe('NONE');
  });

  test('a greater epoch, and one that is too old, are fenced; the one before is forgiven while it owns nothing else', () => {
    const bench = new Bench();
    enter(bench, 'a');
    enter(bench, 'b');
    const kept = given(beat(bench, 'a', 1))!;
    expect(beat(bench, 'a', 1, owns(...kept)).memberEpoch).toBe(2);
    // The response was lost: a repeats itself.
    expect(beat(bench, 'a', 1, owns(...kept)).memberEpoch).toBe(2);
    expect(error(beat(bench, 'a', 1, owns(0, 1, 2, 3)))).toBe('FENCED_MEMBER_EPOCH');
    expect(error(beat(bench, 'a', 1))).toBe('FENCED_MEMBER_EPOCH');
    expect(error(beat(bench, 'a', 3))).toBe('FENCED_MEMBER_EPOCH');
    expect(error(beat(bench, 'nobody', 2))).toBe('UNKNOWN_MEMBER_ID');
  });

  test('a fenced member rejoins with epoch 0 and no partitions', () => {
    const bench = new Bench();
    enter(bench, 'a');
    expect(error(beat(bench, 'a', 9))).toBe('FENCED_MEMBER_EPOCH');
    const again = enter(bench, 'a');
    expect(given(again)).toEqual([0, 1, 2, 3]);
  });

  test('group.consumer.max.size', () => {
    const bench = new Bench({ 'group.consumer.max.size': 1 });
    enter(bench, 'a');
    expect(error(enter(bench, 'b'))).toBe('GROUP_MAX_SIZE_REACHED');
    expect(error(enter(bench, 'a'))).toBe('NONE');
  });

  test('commits: stale epochs are refused, but for partitions owned since then; OffsetFetch checks the epoch', () => {
    const bench = new Bench();
    enter(bench, 'a');
    enter(bench, 'b');
    const kept = given(beat(bench, 'a', 1))!;
    beat(bench, 'a', 1, owns(...kept));
    const partition = `orders-${kept[0]}`;
    const lost = `orders-${[0, 1, 2, 3].find((one) => !kept.includes(one))}`;
    expect(bench.commit('g', { [partition]: 1 }, { memberId: 'a', generationIdOrMemberEpoch: 2 })).toEqual({
      [partition]: 'NONE',
    });
    expect(bench.commit('g', { [partition]: 2 }, { memberId: 'a', generationIdOrMemberEpoch: 1 })).toEqual({
      [partition]: 'NONE',
    });
    expect(bench.commit('g', { [lost]: 2 }, { memberId: 'a', generationIdOrMemberEpoch: 1 })).toEqual({
      [lost]: 'STALE_MEMBER_EPOCH',
    });
    expect(bench.commit('g', { [lost]: 2 }, { memberId: 'a', generationIdOrMemberEpoch: 7 })).toEqual({
      [lost]: 'STALE_MEMBER_EPOCH',
    });
    expect(bench.commit('g', { [lost]: 2 }, { memberId: 'zombie', generationIdOrMemberEpoch: 2 })).toEqual({
      [lost]: 'UNKNOWN_MEMBER_ID',
    });
    expect(bench.commit('g', { [partition]: 2 }, { memberId: 'a', generationIdOrMemberEpoch: 2 }, 8)).toEqual({
      [partition]: 'UNSUPPORTED_VERSION',
    });
    expect(bench.fetch('g', [partition], false, { memberId: 'a', memberEpoch: 2 })).toEqual({ [partition]: 2 });
    expect(bench.fetch('g', [partition], false, { memberId: 'a', memberEpoch: 1 })).toEqual({
      error: 'STALE_MEMBER_EPOCH',
    });
    expect(bench.fetch('g', [partition], false, { memberId: 'zombie', memberEpoch: 1 })).toEqual({
      error: 'UNKNOWN_MEMBER_ID',
    });
    expect(bench.fetch('g', [partition])).toEqual({ [partition]: 2 });
  });
});

describe('126 static members', () => {
  const one = { instanceId: 'one' };

  test('a pause (-2) keeps the partitions for the successor, and moves nothing', () => {
    const bench = new Bench();
    enter(bench, 'a1', one);
    enter(bench, 'b', { instanceId: 'two' });
    const kept = given(beat(bench, 'a1', 1, one))!;
    beat(bench, 'a1', 1, { ...one, ...owns(...kept) });
    const others = given(beat(bench, 'b', 2, { instanceId: 'two' }))!;
    expect(beat(bench, 'a1', -2, one)).toMatchObject({ errorCode: 0, memberId: 'a1', memberEpoch: -2 });
    const epoch = bench.coordinator.describeConsumerGroup('g').groupEpoch;
    expect(given(beat(bench, 'b', 2, { instanceId: 'two' }))).toBeNull();
    bench.restart();
    const back = enter(bench, 'a2', one);
    expect(given(back)).toEqual(kept);
    expect(bench.coordinator.describeConsumerGroup('g')).toMatchObject({ groupEpoch: epoch, groupState: 'Stable' });
    expect(error(beat(bench, 'a1', 2, one))).toBe('FENCED_INSTANCE_ID');
    expect(given(beat(bench, 'b', 2, { instanceId: 'two' }))).toBeNull();
    expect([...kept, ...others].sort()).toEqual([0, 1, 2, 3]);
  });

  test('a paused member that does not come back within the session timeout is gone', () => {
    const bench = new Bench();
    enter(bench, 'a', one);
    beat(bench, 'a', -2, one);
    bench.pass(45_000);
    expect(bench.coordinator.describeConsumerGroup('g').members).toEqual([]);
  });

  test('an instance id in use is not released', () => {
    const bench = new Bench();
    enter(bench, 'a', one);
    expect(error(enter(bench, 'b', one))).toBe('UNRELEASED_INSTANCE_ID');
    expect(error(beat(bench, 'b', 1, one))).toBe('FENCED_INSTANCE_ID');
    expect(error(beat(bench, 'a', 1, { instanceId: 'other' }))).toBe('UNKNOWN_MEMBER_ID');
    // The same client tries again: its first answer was lost.
    expect(given(enter(bench, 'a', one))).toEqual([0, 1, 2, 3]);
  });

  test('-1 removes it for good', () => {
    const bench = new Bench();
    enter(bench, 'a', one);
    expect(error(beat(bench, 'b', -1, one))).toBe('FENCED_INSTANCE_ID');
    beat(bench, 'a', -1, one);
    expect(given(enter(bench, 'b', one))).toEqual([0, 1, 2, 3]);
  });
});

describe('126 subscriptions and metadata', () => {
  test('a changed subscription moves the epoch; what is no longer wanted is revoked', () => {
    const bench = new Bench();
    enter(bench, 'a');
    const changed = beat(bench, 'a', 1, { subscribedTopicNames: ['payments'] });
    expect(given(changed)).toEqual([]);
    expect(changed.memberEpoch).toBe(1);
    const next = beat(bench, 'a', 1, { topicPartitions: [] });
    expect(next.memberEpoch).toBe(2);
    expect(given(next, PAYMENTS)).toEqual([0, 1]);
  });

  test('new partitions and new topics are noticed by the next heartbeat', () => {
    const bench = new Bench();
    enter(bench, 'a', { subscribedTopicNames: ['orders', 'later'] });
    bench.topics.set('orders', 6);
    expect(given(beat(bench, 'a', 1))).toEqual([0, 1, 2, 3, 4, 5]);
    bench.topics.set('later', 1);
    expect(given(beat(bench, 'a', 2), topicId('later'))).toEqual([0]);
    bench.topics.delete('later');
    const without = beat(bench, 'a', 3);
    expect(given(without, topicId('later'))).toEqual([]);
    bench.topics.set('unrelated', 1);
    const records = bench.log.length;
    beat(bench, 'a', 3, owns(0, 1, 2, 3, 4, 5));
    beat(bench, 'a', 4);
    const settled = bench.log.length;
    beat(bench, 'a', 4);
    expect(bench.log.length).toBe(settled);
    expect(settled).toBeLessThanOrEqual(records + 1);
  });

  test('a group is not rebalanced by a restart of its coordinator', () => {
    const bench = new Bench();
    enter(bench, 'a');
    bench.restart();
    expect(beat(bench, 'a', 1)).toMatchObject({ errorCode: 0, memberEpoch: 1, assignment: null });
  });

  test('members choose the assignor by majority', () => {
    const bench = new Bench({}, { orders: 4, payments: 4 });
    const topics = { subscribedTopicNames: ['orders', 'payments'] };
    enter(bench, 'a', { ...topics, serverAssignor: 'range' });
    expect(bench.coordinator.describeConsumerGroup('g').assignorName).toBe('range');
    enter(bench, 'b', { ...topics, serverAssignor: 'uniform' });
    enter(bench, 'c', { ...topics, serverAssignor: 'uniform' });
    expect(bench.coordinator.describeConsumerGroup('g').assignorName).toBe('uniform');
  });

  test('group.consumer.assignment.interval.ms holds assignments back', () => {
    const bench = new Bench({ 'group.consumer.assignment.interval.ms': 1000 });
    enter(bench, 'a');
    enter(bench, 'b');
    expect(bench.coordinator.describeConsumerGroup('g')).toMatchObject({
      groupEpoch: 2,
      assignmentEpoch: 1,
      groupState: 'Assigning',
    });
    bench.pass(1000);
    expect(given(beat(bench, 'a', 1))).toHaveLength(2);
  });

  test('what is no longer subscribed is revoked even while assignments are held back', () => {
    const bench = new Bench({ 'group.consumer.assignment.interval.ms': 1000 });
    enter(bench, 'a', { subscribedTopicNames: ['orders', 'payments'] });
    const changed = beat(bench, 'a', 1, { subscribedTopicNames: ['payments'] });
    expect(changed.assignment!.topicPartitions).toEqual([{ topicId: PAYMENTS, partitions: [0, 1] }]);
    expect(bench.coordinator.describeConsumerGroup('g')).toMatchObject({ groupEpoch: 2, assignmentEpoch: 1 });
  });

  test('a target that is out of date gives nobody what he no longer wants', () => {
    const bench = new Bench({ 'group.consumer.assignment.interval.ms': 1000 });
    enter(bench, 'a');
    bench.pass(1000);
    enter(bench, 'b');
    expect(bench.coordinator.describeConsumerGroup('g').assignmentEpoch).toBe(2);
    const changed = beat(bench, 'a', 1, { subscribedTopicNames: ['payments'] });
    expect(changed.assignment!.topicPartitions).toEqual([]);
  });

  test('describing shows members, assignments and targets', () => {
    const bench = new Bench();
    enter(bench, 'a', { rackId: 'r1' });
    enter(bench, 'b');
    const described = bench.coordinator.describeConsumerGroup('g');
    expect(described.groupState).toBe('Reconciling');
    expect(described.members[0]).toMatchObject({
      memberId: 'a',
      rackId: 'r1',
      clientId: 'client',
      clientHost: '/127.0.0.1',
      memberEpoch: 1,
      subscribedTopicNames: ['orders'],
      memberType: 1,
    });
    expect(described.members[0]!.assignment.topicPartitions).toEqual([
      { topicId: ORDERS, topicName: 'orders', partitions: [0, 1, 2, 3] },
    ]);
    expect(described.members[0]!.targetAssignment.topicPartitions[0]!.partitions).toHaveLength(2);
    expect(bench.coordinator.describeConsumerGroup('x')).toMatchObject({
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
      errorMessage: 'Group x not found.',
    });
    bench.stable('classic', 1);
    expect(bench.coordinator.describeConsumerGroup('classic').errorMessage).toBe(
      'Group classic is not a consumer group.',
    );
    expect(bench.coordinator.describeGroup('g', 6)).toMatchObject({
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
      errorMessage: 'Group g is not a classic group.',
    });
  });
});

describe('127 regular expressions', () => {
  const regex = (pattern: string) => ({ subscribedTopicNames: [], subscribedTopicRegex: pattern });

  test('are resolved on the broker, against whole names', () => {
    const bench = new Bench({}, { orders: 2, 'orders-eu': 1, preorders: 1 });
    const response = enter(bench, 'a', regex('orders.*'));
    expect(response.assignment!.topicPartitions.map((one) => one.topicId).sort()).toEqual(
      [ORDERS, topicId('orders-eu')].sort(),
    );
    expect(bench.coordinator.describeConsumerGroup('g').members[0]!.subscribedTopicRegex).toBe('orders.*');
  });

  test('follow topics that come, at most every ten seconds', () => {
    const bench = new Bench({}, { orders: 2 });
    enter(bench, 'a', regex('o.*'));
    bench.pass(10_001);
    bench.topics.set('other', 1);
    expect(given(beat(bench, 'a', 1), topicId('other'))).toEqual([0]);
    bench.topics.set('others', 1);
    expect(given(beat(bench, 'a', 2))).toBeNull();
    bench.pass(10_001);
    expect(given(beat(bench, 'a', 2), topicId('others'))).toEqual([0]);
  });

  test('add to names, change, and go with their last subscriber', () => {
    const bench = new Bench();
    enter(bench, 'a', { subscribedTopicNames: ['orders'], subscribedTopicRegex: 'pay.*' });
    expect(bench.coordinator.describeConsumerGroup('g').members[0]!.assignment.topicPartitions).toHaveLength(2);
    beat(bench, 'a', 1, { subscribedTopicRegex: '' });
    const after = beat(bench, 'a', 1, owns(0, 1, 2, 3));
    expect(after.memberEpoch).toBe(2);
    // The record of the expression is gone, too.
    const regexRecords = bench.log.flatMap((entry) => ('key' in entry && entry.key[1] === 16 ? [entry.value] : []));
    expect(regexRecords.at(-1)).toBeNull();
    expect(bench.coordinator.describeConsumerGroup('g').members[0]!.assignment.topicPartitions).toHaveLength(1);
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('see only topics that the member may see', () => {
    const bench = new Bench();
    const context = { ...bench.context(1), mayDescribeTopic: (topic: string) => topic !== 'orders' };
    const ticket = bench.ticket();
    bench.take(
      bench.coordinator.consumerGroupHeartbeat(
        ticket,
        {
          groupId: 'g',
          memberId: 'a',
          memberEpoch: 0,
          instanceId: null,
          rackId: null,
          rebalanceTimeoutMs: 1000,
          subscribedTopicNames: null,
          subscribedTopicRegex: '.*',
          serverAssignor: null,
          topicPartitions: [],
        },
        context,
        bench.now,
      ),
    );
    expect(
      bench.answer<ConsumerGroupHeartbeatResponse>(ticket)!.assignment!.topicPartitions.map((one) => one.topicId),
    ).toEqual([PAYMENTS]);
  });
});

describe('records that the log refuses', () => {
  test('a join did not happen', () => {
    const bench = new Bench();
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    enter(bench, 'a');
    expect(bench.coordinator.groupCount).toBe(0);
    expect(given(enter(bench, 'a'))).toEqual([0, 1, 2, 3]);
  });

  test('a leave did not happen, and the member still expires', () => {
    const bench = new Bench();
    enter(bench, 'a');
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    beat(bench, 'a', -1);
    expect(bench.coordinator.describeConsumerGroup('g').members).toHaveLength(1);
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
    bench.pass(45_000);
    expect(bench.coordinator.describeConsumerGroup('g').members).toHaveLength(0);
  });

  test('a step of reconciliation is taken back and taken again', () => {
    const bench = new Bench();
    enter(bench, 'a');
    enter(bench, 'b');
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    beat(bench, 'a', 1);
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
    expect(given(beat(bench, 'a', 1))).toHaveLength(2);
  });

  test('a heartbeat refused for what it says leaves no trace', () => {
    const bench = new Bench();
    enter(bench, 'a', { instanceId: 'one' });
    beat(bench, 'a', -2, { instanceId: 'one' });
    const before = bench.coordinator.durableState();
    expect(error(enter(bench, 'b', { instanceId: 'one', subscribedTopicRegex: '(' }))).toBe(
      'INVALID_REGULAR_EXPRESSION',
    );
    expect(bench.coordinator.durableState()).toEqual(before);
    expect(given(enter(bench, 'b', { instanceId: 'one' }))).toEqual([0, 1, 2, 3]);
  });
});
