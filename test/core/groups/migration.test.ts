// Behaviour 128: classic and consumer groups turn into each other while their members live.
import { describe, expect, test } from 'vitest';
import { readAssignment, readSubscription } from '../../../src/core/groups/consumer-protocol.ts';
import type { MigrationPolicy } from '../../../src/core/groups/group-config.ts';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { newSyncGroupRequest } from '../../../src/core/protocol/generated/sync-group-request.ts';
import { assignmentBytes, type Owned, readAssigned, subscriptionBytes } from './support/consumer-bytes.ts';
import { Bench, text, topicId } from './support/coordinator-bench.ts';

const ORDERS = topicId('orders');
const protocols = (owned: Owned = {}, topics = ['orders']) => [
  { name: 'range', metadata: subscriptionBytes(topics, owned) },
];
const error = (response: { errorCode: number } | undefined): string => errorName(response!.errorCode);

const policy = (value: MigrationPolicy) => ({ 'group.consumer.migration.policy': value });

function syncBytes(
  bench: Bench,
  memberId: string,
  generationId: number,
  assignments: Record<string, Uint8Array> = {},
  groupInstanceId: string | null = null,
) {
  const ticket = bench.ticket();
  const request = newSyncGroupRequest({
    groupId: 'g',
    memberId,
    generationId,
    groupInstanceId,
    protocolType: 'consumer',
    protocolName: 'range',
    assignments: Object.entries(assignments).map(([id, assignment]) => ({ memberId: id, assignment })),
  });
  bench.take(bench.coordinator.syncGroup(ticket, request, bench.now));
  return bench.synced(ticket)!;
}

/** A stable classic group of one member with all of orders. */
function classicGroup(
  bench: Bench,
  fields: { groupInstanceId?: string } = {},
): { memberId: string; generationId: number } {
  const joined =
    fields.groupInstanceId === undefined
      ? bench.joined(bench.enter('g', { protocols: protocols() }).ticket)!
      : bench.joined(bench.join('g', { protocols: protocols(), ...fields }))!;
  const { memberId, generationId } = joined;
  syncBytes(
    bench,
    memberId,
    generationId,
    { [memberId]: assignmentBytes({ orders: [0, 1, 2, 3] }) },
    fields.groupInstanceId ?? null,
  );
  return { memberId, generationId };
}

const enterNew = (bench: Bench, memberId: string, fields = {}) =>
  bench.beat({
    groupId: 'g',
    memberId,
    memberEpoch: 0,
    rebalanceTimeoutMs: 30_000,
    subscribedTopicNames: ['orders'],
    topicPartitions: [],
    ...fields,
  });

describe('128 upgrade', () => {
  test('a member of the new protocol joins a classic group: both live on, and nothing is owned twice', () => {
    const bench = new Bench();
    const { memberId, generationId } = classicGroup(bench);
    const joined = enterNew(bench, 'new');
    expect(error(joined)).toBe('NONE');
    expect(joined.memberEpoch).toBe(generationId + 1);
    expect(joined.assignment!.topicPartitions).toEqual([]);
    expect(bench.coordinator.describeConsumerGroup('g').members.map((one) => [one.memberId, one.memberType])).toEqual([
      [memberId, 0],
      ['new', 1],
    ]);

    // The classic member hears of it, rejoins with what it owns, and is told what to keep.
    expect(bench.heartbeat('g', memberId, generationId)).toBe('REBALANCE_IN_PROGRESS');
    const rejoined = bench.joined(bench.join('g', { memberId, protocols: protocols({ orders: [0, 1, 2, 3] }) }))!;
    expect(error(rejoined)).toBe('NONE');
    expect(rejoined).toMatchObject({
      generationId,
      protocolType: 'consumer',
      protocolName: 'range',
      leader: '',
      members: [],
    });
    const kept = readAssigned(syncBytes(bench, memberId, generationId).assignment)['orders']!;
    expect(kept).toHaveLength(2);
    expect(bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: generationId + 1 }).assignment).toBeNull();
    // Having revoked, it joins once more, and the new member gets the rest.
    expect(bench.heartbeat('g', memberId, generationId)).toBe('REBALANCE_IN_PROGRESS');
    const again = bench.joined(bench.join('g', { memberId, protocols: protocols({ orders: kept }) }))!;
    expect(again.generationId).toBe(generationId + 1);
    expect(readAssigned(syncBytes(bench, memberId, generationId + 1).assignment)['orders']).toEqual(kept);
    const rest = bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: generationId + 1 }).assignment!
      .topicPartitions[0]!.partitions;
    expect([...kept, ...rest].sort()).toEqual([0, 1, 2, 3]);
    expect(bench.heartbeat('g', memberId, generationId + 1)).toBe('NONE');
    expect(bench.coordinator.describeConsumerGroup('g').groupState).toBe('Stable');
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('commits of the classic member are checked by generation', () => {
    const bench = new Bench();
    const { memberId, generationId } = classicGroup(bench);
    enterNew(bench, 'new');
    expect(bench.commit('g', { 'orders-0': 1 }, { memberId, generationIdOrMemberEpoch: generationId }, 7)).toEqual({
      'orders-0': 'NONE',
    });
    expect(bench.commit('g', { 'orders-0': 1 }, { memberId, generationIdOrMemberEpoch: generationId + 5 }, 7)).toEqual({
      'orders-0': 'ILLEGAL_GENERATION',
    });
  });

  test('parked joins and syncs are told to come again', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 1000 });
    const parked = bench.enter('g', { protocols: protocols() });
    enterNew(bench, 'new');
    expect(error(bench.joined(parked.ticket))).toBe('REBALANCE_IN_PROGRESS');
    const again = bench.joined(bench.join('g', { memberId: parked.memberId, protocols: protocols() }));
    expect(error(again)).toBe('NONE');
  });

  test.each<[string, (bench: Bench) => void]>([
    ['when the policy forbids it', (bench) => classicGroup(bench)],
    ['of a group that is not of consumers', (bench) => bench.stable('g', 1, { protocolType: 'connect' })],
    ['of members whose bytes cannot be read', (bench) => bench.stable('g', 1)],
    [
      'of a group with a custom assignor’s user data',
      (bench) => {
        const { memberId, ticket } = bench.enter('g', { protocols: protocols() });
        syncBytes(bench, memberId, bench.joined(ticket)!.generationId, {
          [memberId]: assignmentBytes({ orders: [0] }, text('custom')),
        });
      },
    ],
  ])('is refused %s, and the group goes on', (title, prepare) => {
    const bench = new Bench(policy(title.includes('policy') ? 'downgrade' : 'bidirectional'));
    prepare(bench);
    const before = bench.coordinator.durableState();
    const refused = enterNew(bench, 'new');
    expect(error(refused)).toBe('GROUP_ID_NOT_FOUND');
    expect(refused.errorMessage).toContain('Cannot upgrade classic group g to consumer group because');
    expect(bench.state('g')).toBe('Stable');
    expect(bench.coordinator.durableState()).toEqual(before);
  });

  test('an empty classic group is replaced, its offsets stay', () => {
    const bench = new Bench(policy('disabled'));
    bench.commit('g', { 'orders-0': 5 });
    const { memberId } = classicGroup(bench);
    bench.leave('g', { memberId });
    expect(error(enterNew(bench, 'new'))).toBe('NONE');
    expect(bench.fetch('g', ['orders-0'])).toEqual({ 'orders-0': 5 });
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('a classic member that is silent from then on expires with its own session timeout', () => {
    const bench = new Bench();
    const { memberId, generationId } = classicGroup(bench);
    enterNew(bench, 'new');
    bench.pass(9999);
    expect(bench.coordinator.describeConsumerGroup('g').members).toHaveLength(2);
    bench.pass(1);
    expect(bench.coordinator.describeConsumerGroup('g').members.map((one) => one.memberId)).toEqual(['new']);
    expect(bench.heartbeat('g', memberId, generationId)).toBe('UNKNOWN_MEMBER_ID');
  });

  test('refused by the log, a group of offsets alone is still one', () => {
    const bench = new Bench();
    bench.commit('g', { 'orders-0': 5 });
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    enterNew(bench, 'new');
    expect(bench.state('g')).toBe('Empty');
    expect(bench.coordinator.listGroups([], []).map((group) => group.groupType)).toEqual(['classic']);
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 5 });
    const refused = enterNew(bench, 'new', { subscribedTopicRegex: '(' });
    expect(error(refused)).toBe('INVALID_REGULAR_EXPRESSION');
    expect(bench.state('g')).toBe('Empty');
  });

  test('refused by the log, the classic group is back with its members', () => {
    const bench = new Bench();
    const { memberId, generationId } = classicGroup(bench);
    bench.commit('g', { 'orders-0': 5 }, { memberId, generationIdOrMemberEpoch: generationId });
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    enterNew(bench, 'new');
    expect(bench.state('g')).toBe('Stable');
    expect(bench.heartbeat('g', memberId, generationId)).toBe('NONE');
    expect(readAssigned(syncBytes(bench, memberId, generationId).assignment)).toEqual({ orders: [0, 1, 2, 3] });
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
    bench.pass(10_001);
    expect(bench.state('g')).toBe('Empty');
  });
});

describe('128 classic members inside a consumer group', () => {
  test('join through the member-id round, and own what the assignor gives them', () => {
    const bench = new Bench();
    enterNew(bench, 'new');
    const first = bench.joined(bench.join('g', { protocols: protocols() }))!;
    expect(error(first)).toBe('MEMBER_ID_REQUIRED');
    const joined = bench.joined(bench.join('g', { memberId: first.memberId, protocols: protocols() }))!;
    expect(joined).toMatchObject({ errorCode: 0, generationId: 2, protocolName: 'range' });
    expect(readAssigned(syncBytes(bench, first.memberId, 2).assignment)).toEqual({});
    const kept = bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: 1 }).assignment!.topicPartitions[0]!
      .partitions;
    bench.beat({
      groupId: 'g',
      memberId: 'new',
      memberEpoch: 1,
      topicPartitions: [{ topicId: ORDERS, partitions: kept }],
    });
    expect(bench.heartbeat('g', first.memberId, 2)).toBe('REBALANCE_IN_PROGRESS');
    bench.join('g', { memberId: first.memberId, protocols: protocols() });
    const got = readAssigned(syncBytes(bench, first.memberId, 2).assignment)['orders']!;
    expect([...kept, ...got].sort()).toEqual([0, 1, 2, 3]);
  });

  test('are refused by policy, protocol or bytes that cannot be read', () => {
    const bench = new Bench(policy('disabled'));
    enterNew(bench, 'new');
    expect(error(bench.joined(bench.join('g', { protocols: protocols() }, 3)))).toBe('INCONSISTENT_GROUP_PROTOCOL');
    const open = new Bench();
    enterNew(open, 'new');
    expect(error(open.joined(open.join('g', { protocolType: 'connect' }, 3)))).toBe('INCONSISTENT_GROUP_PROTOCOL');
    expect(error(open.joined(open.join('g', { protocols: [{ name: 'range', metadata: text('?') }] }, 3)))).toBe(
      'INCONSISTENT_GROUP_PROTOCOL',
    );
    expect(error(open.joined(open.join('g', { protocols: [] }, 3)))).toBe('INCONSISTENT_GROUP_PROTOCOL');
  });

  test('are checked by generation, protocol and kind', () => {
    const bench = new Bench();
    const { memberId, generationId } = classicGroup(bench);
    enterNew(bench, 'new');
    expect(bench.heartbeat('g', memberId, generationId + 1)).toBe('ILLEGAL_GENERATION');
    expect(bench.heartbeat('g', 'new', generationId + 1)).toBe('UNKNOWN_MEMBER_ID');
    expect(bench.heartbeat('g', 'nobody', 1)).toBe('UNKNOWN_MEMBER_ID');
    expect(error(syncBytes(bench, memberId, generationId + 9))).toBe('ILLEGAL_GENERATION');
    expect(error(syncBytes(bench, memberId, generationId))).toBe('REBALANCE_IN_PROGRESS');
  });

  test('that do not rejoin within their rebalance timeout are out', () => {
    const bench = new Bench();
    const { memberId, generationId } = classicGroup(bench);
    enterNew(bench, 'new');
    let { memberEpoch } = bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: generationId + 1 });
    for (let i = 0; i < 13; i++) {
      bench.heartbeat('g', memberId, generationId);
      ({ memberEpoch } = bench.beat({ groupId: 'g', memberId: 'new', memberEpoch }));
      bench.pass(5000);
    }
    expect(bench.heartbeat('g', memberId, generationId)).toBe('UNKNOWN_MEMBER_ID');
    expect(error(bench.beat({ groupId: 'g', memberId: 'new', memberEpoch }))).toBe('NONE');
    expect(
      bench.coordinator.describeConsumerGroup('g').members[0]!.assignment.topicPartitions[0]!.partitions,
    ).toHaveLength(4);
  });

  test('that do not sync, or are silent, are out', () => {
    const bench = new Bench();
    enterNew(bench, 'new');
    const joined = bench.joined(bench.join('g', { protocols: protocols(), rebalanceTimeoutMs: 8000 }, 3))!;
    for (let i = 0; i < 3; i++) {
      expect(bench.coordinator.describeConsumerGroup('g').members).toHaveLength(2);
      bench.pass(2500);
      bench.heartbeat('g', joined.memberId, joined.generationId);
    }
    bench.pass(501);
    expect(bench.coordinator.describeConsumerGroup('g').members.map((one) => one.memberId)).toEqual(['new']);
    const silent = bench.joined(bench.join('g', { protocols: protocols() }, 3))!;
    syncBytes(bench, silent.memberId, silent.generationId);
    bench.pass(10_000);
    expect(bench.coordinator.describeConsumerGroup('g').members.map((one) => one.memberId)).toEqual(['new']);
  });

  test('leave with LeaveGroup', () => {
    const bench = new Bench();
    const { memberId } = classicGroup(bench);
    enterNew(bench, 'new');
    const left = bench.leave('g', { memberId }, { memberId: 'nobody' });
    expect(left.members.map(error)).toEqual(['NONE', 'UNKNOWN_MEMBER_ID']);
    expect(bench.coordinator.describeConsumerGroup('g').members.map((one) => one.memberId)).toEqual(['new']);
  });
});

describe('128 downgrade', () => {
  const upgraded = (bench: Bench, fields: { groupInstanceId?: string } = {}) => {
    const { memberId, generationId } = classicGroup(bench, fields);
    enterNew(bench, 'new');
    return { memberId, generationId };
  };

  test('the last member of the new protocol leaves: the group is classic again and rebalances', () => {
    const bench = new Bench();
    const { memberId } = upgraded(bench);
    bench.commit('g', { 'orders-1': 9 }, { memberId: 'new', generationIdOrMemberEpoch: 2 });
    bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: -1 });
    expect(bench.state('g')).toBe('PreparingRebalance');
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
    const joined = bench.joined(bench.join('g', { memberId, protocols: protocols() }))!;
    expect(joined).toMatchObject({ leader: memberId, protocolName: 'range' });
    expect(joined.members).toHaveLength(1);
    expect(bench.fetch('g', ['orders-1'])).toEqual({ 'orders-1': 9 });
  });

  test('a member that is silent from then on expires', () => {
    const bench = new Bench();
    upgraded(bench);
    bench.pass(9000);
    bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: -1 });
    bench.pass(9999);
    expect(bench.state('g')).toBe('PreparingRebalance');
    bench.pass(1);
    expect(bench.state('g')).toBe('Empty');
  });

  test('the same when it is fenced for being silent', () => {
    const bench = new Bench();
    const { memberId } = upgraded(bench);
    for (let i = 0; i < 10; i++) {
      const described = bench.coordinator.describeConsumerGroup('g');
      const mine = described.members.find((one) => one.memberId === memberId);
      if (mine !== undefined) {
        const joined = bench.joined(
          bench.join('g', {
            memberId,
            protocols: protocols({ orders: mine.assignment.topicPartitions[0]?.partitions ?? [] }),
          }),
        )!;
        syncBytes(bench, memberId, joined.generationId);
      }
      bench.pass(5000);
    }
    expect(['Stable', 'CompletingRebalance', 'PreparingRebalance']).toContain(bench.state('g'));
    expect(bench.coordinator.describeConsumerGroup('g').errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND);
  });

  test('not where the policy forbids it', () => {
    const bench = new Bench(policy('upgrade'));
    upgraded(bench);
    bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: -1 });
    expect(bench.coordinator.describeConsumerGroup('g').members).toHaveLength(1);
  });

  test('the last static member of the new protocol comes back as a classic one', () => {
    const bench = new Bench();
    enterNew(bench, 'new', { instanceId: 'one' });
    bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: -2, instanceId: 'one' });
    const joined = bench.joined(bench.join('g', { groupInstanceId: 'one', protocols: protocols() }))!;
    expect(error(joined)).toBe('NONE');
    expect(bench.state('g')).toBe('Stable');
    expect(readAssigned(syncBytes(bench, joined.memberId, joined.generationId, {}, 'one').assignment)).toEqual({
      orders: [0, 1, 2, 3],
    });
    expect(bench.heartbeat('g', joined.memberId, joined.generationId, 'one')).toBe('NONE');
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('an empty consumer group is replaced by a classic one', () => {
    const bench = new Bench(policy('disabled'));
    enterNew(bench, 'new');
    bench.commit('g', { 'orders-0': 3 }, { memberId: 'new', generationIdOrMemberEpoch: 1 });
    bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: -1 });
    classicGroup(bench);
    expect(bench.state('g')).toBe('Stable');
    expect(bench.fetch('g', ['orders-0'])).toEqual({ 'orders-0': 3 });
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('refused by the log, the consumer group is back', () => {
    const bench = new Bench();
    upgraded(bench);
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    bench.beat({ groupId: 'g', memberId: 'new', memberEpoch: -1 });
    expect(bench.coordinator.describeConsumerGroup('g').members).toHaveLength(2);
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
    bench.pass(60_000);
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });
});

describe('the consumers’ bytes', () => {
  test.each([0, 1, 2, 3])('a subscription of version %i', (version) => {
    const read = readSubscription(subscriptionBytes(['a', 'b'], { a: [1, 2] }, version))!;
    expect(read.topics).toEqual(['a', 'b']);
    expect(read.ownedPartitions).toEqual(version >= 1 ? [{ topic: 'a', partitions: [1, 2] }] : []);
  });

  test('truncated at every byte they are refused, and counts are not believed', () => {
    const whole = subscriptionBytes(['orders'], { orders: [0, 1] });
    for (let length = 0; length < whole.length; length++)
      expect(readSubscription(whole.slice(0, length)) === null || length > 14).toBe(true);
    expect(readSubscription(Uint8Array.of(0, 0, 0x7f, 0xff, 0xff, 0xff))).toBeNull();
    expect(readAssignment(Uint8Array.of(0, 0, 0x7f, 0xff, 0xff, 0xff))).toBeNull();
    expect(readSubscription(Uint8Array.of(0xff, 0xff, 0, 0, 0, 0))).toBeNull();
    expect(readAssignment(new Uint8Array(0))).toEqual({ partitions: [], userData: null });
    expect(readAssignment(assignmentBytes({ a: [0] }, text('u')))).toEqual({
      partitions: [{ topic: 'a', partitions: [0] }],
      userData: text('u'),
    });
  });
});
