// Behaviours 71–83 and 89 of classic groups, by their numbers in the protocol reference.
import { describe, expect, test } from 'vitest';
import { coordinatorPartition, javaStringHash } from '../../../src/core/groups/coordinator-partition.ts';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { Bench, text } from './support/coordinator-bench.ts';

const name = (response: { errorCode: number } | undefined): string =>
  response === undefined ? 'parked' : errorName(response.errorCode);

describe('71 the coordinator of a group', () => {
  test('is found with the hash of a Java string', () => {
    // Values printed by java.lang.String.hashCode.
    expect(javaStringHash('')).toBe(0);
    expect(javaStringHash('hello')).toBe(99162322);
    expect(javaStringHash('console-consumer-12345')).toBe(158455506);
    expect(javaStringHash('grüße 😀')).toBe(347379084);
    expect(javaStringHash('polygenelubricants')).toBe(-2147483648);
  });

  test('is the absolute hash modulo the partitions, 0 for the smallest integer', () => {
    expect(coordinatorPartition('hello', 50)).toBe(99162322 % 50);
    expect(coordinatorPartition('polygenelubricants', 50)).toBe(0);
    expect(coordinatorPartition('grüße 😀', 50)).toBe(347379084 % 50);
  });
});

describe('72 member ids', () => {
  test('version 4 on: an id is given out first, and kept for the session timeout', () => {
    const bench = new Bench();
    const first = bench.joined(bench.join('g', {}, 4))!;
    expect(name(first)).toBe('MEMBER_ID_REQUIRED');
    expect(bench.state('g')).toBe('Empty');
    bench.pass(9_999);
    expect(name(bench.joined(bench.join('g', { memberId: first.memberId }, 4)))).toBe('NONE');

    const second = bench.joined(bench.join('late', {}, 4))!;
    bench.pass(10_000);
    expect(name(bench.joined(bench.join('late', { memberId: second.memberId }, 4)))).toBe('UNKNOWN_MEMBER_ID');
  });

  test('before version 4 the member joins at once', () => {
    const bench = new Bench();
    const joined = bench.joined(bench.join('g', {}, 3))!;
    expect(name(joined)).toBe('NONE');
    expect(joined.generationId).toBe(1);
  });

  test('static members skip the step', () => {
    const bench = new Bench();
    const joined = bench.joined(bench.join('g', { groupInstanceId: 'one' }))!;
    expect(name(joined)).toBe('NONE');
    expect(joined.memberId).toMatch(/^one-/);
  });

  test('a rebalance waits for the holder of an id until that expires', () => {
    const bench = new Bench();
    const { memberIds } = bench.stable('g', 1);
    const pending = bench.joined(bench.join('g'))!;
    const leader = bench.join('g', { memberId: memberIds[0]! });
    expect(bench.joined(leader)).toBeUndefined();
    bench.pass(10_000);
    expect(bench.joined(leader)!.generationId).toBe(2);
    expect(name(bench.joined(bench.join('g', { memberId: pending.memberId })))).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('73 ids and unknown members', () => {
  test('an id is the client id, or the instance id, and a uuid', () => {
    const bench = new Bench();
    expect(bench.joined(bench.join('g', {}, 9, 'billing'))!.memberId).toMatch(/^billing-[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(bench.joined(bench.join('s', { groupInstanceId: 'pod-3' }))!.memberId).toMatch(
      /^pod-3-[0-9a-f]{8}-[0-9a-f-]{27}$/,
    );
  });

  test('an id nobody gave out is unknown, in a known group and in an unknown one', () => {
    const bench = new Bench();
    expect(name(bench.joined(bench.join('nothing', { memberId: 'x' })))).toBe('UNKNOWN_MEMBER_ID');
    bench.stable('g', 1);
    expect(name(bench.joined(bench.join('g', { memberId: 'x' })))).toBe('UNKNOWN_MEMBER_ID');
    expect(name(bench.synced(bench.sync('g', 'x', 1)))).toBe('UNKNOWN_MEMBER_ID');
    expect(bench.heartbeat('g', 'x', 1)).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('74 rebalance timing', () => {
  test('the initial delay holds an empty group, and is extended by later members up to the rebalance timeout', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 3000 });
    const a = bench.enter('g', { rebalanceTimeoutMs: 7000 });
    bench.pass(2000);
    const b = bench.enter('g', { rebalanceTimeoutMs: 7000 });
    bench.pass(1500);
    expect(bench.joined(a.ticket)).toBeUndefined();
    bench.pass(2500);
    expect(bench.joined(a.ticket)!.generationId).toBe(1);
    expect(bench.joined(b.ticket)!.generationId).toBe(1);
    expect([bench.joined(a.ticket)!, bench.joined(b.ticket)!].filter((one) => one.members.length === 2)).toHaveLength(
      1,
    );
  });

  test('without a delay the first member is alone in generation 1 at once', () => {
    const bench = new Bench();
    expect(bench.joined(bench.enter('g').ticket)!.generationId).toBe(1);
  });

  test('a later rebalance waits for all known members, without a delay', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 3000 });
    const a = bench.enter('g');
    bench.pass(3000);
    bench.sync('g', a.memberId, 1, { [a.memberId]: 'all' });
    const b = bench.enter('g');
    bench.pass(5000);
    expect(bench.joined(b.ticket)).toBeUndefined();
    const again = bench.join('g', { memberId: a.memberId });
    expect(bench.joined(again)!.generationId).toBe(2);
    expect(bench.joined(b.ticket)!.generationId).toBe(2);
  });

  test('who does not rejoin within the longest rebalance timeout is out', () => {
    const bench = new Bench();
    const { memberIds } = bench.stable('g', 2, { rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 100_000 });
    const leader = bench.join('g', {
      memberId: memberIds[0]!,
      rebalanceTimeoutMs: 20_000,
      sessionTimeoutMs: 100_000,
      protocols: [{ name: 'range', metadata: text('new') }],
    });
    bench.pass(19_999);
    expect(bench.joined(leader)).toBeUndefined();
    bench.pass(1);
    const joined = bench.joined(leader)!;
    expect(joined.members.map((one) => one.memberId)).toEqual([memberIds[0]]);
    expect(bench.heartbeat('g', memberIds[1]!, joined.generationId)).toBe('UNKNOWN_MEMBER_ID');
  });

  test('version 0 has no rebalance timeout: the session timeout counts', () => {
    const bench = new Bench();
    const a = bench.joined(bench.join('g', { rebalanceTimeoutMs: -1, sessionTimeoutMs: 10_000 }, 0))!;
    bench.sync('g', a.memberId, 1, { [a.memberId]: 'all' });
    bench.heartbeat('g', a.memberId, 1);
    const b = bench.join('g', { rebalanceTimeoutMs: -1, sessionTimeoutMs: 10_000 }, 0);
    bench.pass(5000);
    bench.heartbeat('g', a.memberId, 1);
    bench.pass(5000);
    expect(bench.joined(b)!.members).toHaveLength(1);
  });
});

describe('75 what a join may not be', () => {
  const cases: [string, Parameters<Bench['join']>[1], string][] = [
    ['a session timeout below the least', { sessionTimeoutMs: 5999 }, 'INVALID_SESSION_TIMEOUT'],
    ['a session timeout above the greatest', { sessionTimeoutMs: 1_800_001 }, 'INVALID_SESSION_TIMEOUT'],
    ['no protocol at all', { protocols: [] }, 'INCONSISTENT_GROUP_PROTOCOL'],
    ['an empty protocol type', { protocolType: '' }, 'INCONSISTENT_GROUP_PROTOCOL'],
    ['another protocol type', { protocolType: 'connect' }, 'INCONSISTENT_GROUP_PROTOCOL'],
    ['no protocol in common', { protocols: [{ name: 'sticky', metadata: text('') }] }, 'INCONSISTENT_GROUP_PROTOCOL'],
  ];
  test.each(cases)('%s', (_, fields, error) => {
    const bench = new Bench();
    bench.stable('g', 1);
    expect(name(bench.joined(bench.join('g', fields, 3)))).toBe(error);
  });

  test('an empty group id', () => {
    const bench = new Bench();
    expect(name(bench.joined(bench.join('')))).toBe('INVALID_GROUP_ID');
    expect(name(bench.synced(bench.sync('', 'm', 1)))).toBe('INVALID_GROUP_ID');
    expect(bench.heartbeat('', 'm', 1)).toBe('INVALID_GROUP_ID');
    expect(name(bench.leave('', { memberId: 'm' }))).toBe('INVALID_GROUP_ID');
  });

  test('one more than group.max.size, in every state; those inside may rejoin', () => {
    const bench = new Bench({ 'group.max.size': 2 });
    const { memberIds } = bench.stable('g', 2);
    expect(name(bench.joined(bench.join('g')))).toBe('GROUP_MAX_SIZE_REACHED');
    const rejoins = memberIds.map((memberId) =>
      bench.join('g', { memberId, protocols: [{ name: 'range', metadata: text('2') }] }),
    );
    expect(rejoins.map((ticket) => name(bench.joined(ticket)))).toEqual(['NONE', 'NONE']);
    expect(name(bench.joined(bench.join('g')))).toBe('GROUP_MAX_SIZE_REACHED');
  });
});

describe('76 the answer to a join', () => {
  const offer = (...names: string[]) => names.map((one) => ({ name: one, metadata: text(`${one} metadata`) }));

  test('only the leader sees the members, with the metadata of the chosen protocol', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 100 });
    const a = bench.enter('g', { protocols: offer('range', 'roundrobin') });
    const b = bench.enter('g', { protocols: offer('roundrobin', 'range') });
    const c = bench.enter('g', { protocols: offer('roundrobin') });
    bench.pass(1000);
    const joins = [a, b, c].map(({ ticket }) => bench.joined(ticket)!);
    expect(joins.map((one) => one.protocolName)).toEqual(['roundrobin', 'roundrobin', 'roundrobin']);
    expect(joins.map((one) => one.protocolType)).toEqual(['consumer', 'consumer', 'consumer']);
    expect(joins.map((one) => one.leader)).toEqual([a.memberId, a.memberId, a.memberId]);
    expect(joins.map((one) => one.members.length)).toEqual([3, 0, 0]);
    expect(joins[0]!.members.map((one) => new TextDecoder().decode(one.metadata))).toEqual(
      Array(3).fill('roundrobin metadata'),
    );
  });

  test('the protocol is the one most members prefer among those that all offer', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 100 });
    const tickets = [offer('x', 'a', 'b'), offer('b', 'a'), offer('b', 'a', 'y')].map(
      (protocols) => bench.enter('g', { protocols }).ticket,
    );
    bench.pass(1000);
    expect(bench.joined(tickets[0]!)!.protocolName).toBe('b');
  });

  test('version 9: a static leader that restarts is told to skip the assignment (KIP-814); before, it is not told that it leads', () => {
    for (const version of [9, 8]) {
      const bench = new Bench();
      const first = bench.joined(bench.join('g', { groupInstanceId: 'one' }, version))!;
      bench.sync('g', first.memberId, 1, { [first.memberId]: 'all' }, 'one');
      const again = bench.joined(bench.join('g', { groupInstanceId: 'one' }, version))!;
      expect(again.generationId).toBe(1);
      expect(again.memberId).not.toBe(first.memberId);
      expect(again.skipAssignment).toBe(version === 9);
      expect(again.leader).toBe(version === 9 ? again.memberId : first.memberId);
      expect(again.members).toHaveLength(version === 9 ? 1 : 0);
      expect(new TextDecoder().decode(bench.synced(bench.sync('g', again.memberId, 1, {}, 'one'))!.assignment)).toBe(
        'all',
      );
    }
  });
});

describe('77 rejoining', () => {
  test('an unchanged follower of a stable group gets the current generation', () => {
    const bench = new Bench();
    const { memberIds, leaderId, generationId } = bench.stable('g', 2);
    const follower = memberIds.find((one) => one !== leaderId)!;
    expect(bench.joined(bench.join('g', { memberId: follower }))).toMatchObject({
      generationId,
      errorCode: 0,
      members: [],
    });
    expect(bench.state('g')).toBe('Stable');
  });

  test.each([
    ['the leader', (leaderId: string, _: string) => ({ memberId: leaderId })],
    [
      'a follower with other metadata',
      (_: string, follower: string) => ({
        memberId: follower,
        protocols: [{ name: 'range', metadata: text('other') }],
      }),
    ],
  ])('%s starts a rebalance', (_, fields) => {
    const bench = new Bench();
    const { memberIds, leaderId } = bench.stable('g', 2);
    bench.join('g', fields(leaderId, memberIds.find((one) => one !== leaderId)!));
    expect(bench.state('g')).toBe('PreparingRebalance');
  });

  test('an unchanged member that missed its answer gets it again while assignments are awaited', () => {
    const bench = new Bench();
    const { memberId } = bench.enter('g');
    expect(bench.joined(bench.join('g', { memberId }))).toMatchObject({ generationId: 1, errorCode: 0 });
    expect(bench.joined(bench.join('g', { memberId }))!.members).toHaveLength(1);
  });

  test('a second join of a member whose first is still parked answers the first: nobody is left hanging', () => {
    const bench = new Bench();
    const { memberIds } = bench.stable('g', 2);
    const first = bench.join('g', { memberId: memberIds[0]!, protocols: [{ name: 'range', metadata: text('2') }] });
    const second = bench.join('g', { memberId: memberIds[0]!, protocols: [{ name: 'range', metadata: text('2') }] });
    expect(name(bench.joined(first))).toBe('REBALANCE_IN_PROGRESS');
    expect(bench.joined(second)).toBeUndefined();
    bench.join('g', { memberId: memberIds[1]! });
    expect(name(bench.joined(second))).toBe('NONE');
  });
});

describe('78 SyncGroup', () => {
  test('followers wait for the leader; the record is written before anybody is answered', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 100 });
    const a = bench.enter('g');
    const b = bench.enter('g');
    bench.pass(1000);
    const follower = bench.sync('g', b.memberId, 1);
    expect(bench.synced(follower)).toBeUndefined();
    const records = bench.log.length;
    const leader = bench.sync('g', a.memberId, 1, { [a.memberId]: 'left', [b.memberId]: 'right' });
    expect(bench.log.length).toBe(records + 1);
    expect(new TextDecoder().decode(bench.synced(follower)!.assignment)).toBe('right');
    expect(new TextDecoder().decode(bench.synced(leader)!.assignment)).toBe('left');
    expect(bench.synced(leader)).toMatchObject({ protocolType: 'consumer', protocolName: 'range' });
  });

  test('a member that the leader forgot gets nothing', () => {
    const bench = new Bench();
    const { memberId } = bench.enter('g');
    expect(bench.synced(bench.sync('g', memberId, 1, {}))!.assignment).toHaveLength(0);
  });

  test('wrong generation, wrong protocol, and a rebalance that has begun', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 2);
    expect(name(bench.synced(bench.sync('g', memberIds[0]!, generationId - 1)))).toBe('ILLEGAL_GENERATION');
    const ticket = bench.ticket();
    const request = {
      groupId: 'g',
      memberId: memberIds[0]!,
      generationId,
      groupInstanceId: null,
      protocolType: 'consumer',
      protocolName: 'sticky',
      assignments: [],
    };
    bench.take(bench.coordinator.syncGroup(ticket, request, bench.now));
    expect(name(bench.synced(ticket))).toBe('INCONSISTENT_GROUP_PROTOCOL');
    bench.enter('g');
    expect(name(bench.synced(bench.sync('g', memberIds[0]!, generationId)))).toBe('REBALANCE_IN_PROGRESS');
  });

  test('a leader that never syncs is expired with the rebalance timeout, and the rest go on (bug 26)', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 100 });
    const fields = { rebalanceTimeoutMs: 30_000, sessionTimeoutMs: 1_000_000 };
    const a = bench.enter('g', fields);
    const b = bench.enter('g', fields);
    bench.pass(1000);
    const waiting = bench.sync('g', b.memberId, 1);
    bench.pass(30_000);
    expect(name(bench.synced(waiting))).toBe('REBALANCE_IN_PROGRESS');
    const again = bench.joined(bench.join('g', { ...fields, memberId: b.memberId }))!;
    expect(again).toMatchObject({ generationId: 2, leader: b.memberId });
    expect(bench.heartbeat('g', a.memberId, 2)).toBe('UNKNOWN_MEMBER_ID');
  });

  test('a follower that never syncs is expired, too', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 100 });
    const fields = { rebalanceTimeoutMs: 30_000, sessionTimeoutMs: 1_000_000 };
    const a = bench.enter('g', fields);
    const b = bench.enter('g', fields);
    bench.pass(1000);
    bench.sync('g', a.memberId, 1, { [a.memberId]: 'x' });
    expect(bench.state('g')).toBe('Stable');
    bench.pass(30_000);
    expect(bench.state('g')).toBe('PreparingRebalance');
    expect(bench.heartbeat('g', b.memberId, 1)).toBe('UNKNOWN_MEMBER_ID');
  });

  test('a join during the sync phase fails the parked syncs: they must join again', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 100 });
    bench.enter('g');
    const b = bench.enter('g');
    bench.pass(1000);
    const parked = bench.sync('g', b.memberId, 1);
    bench.enter('g');
    expect(name(bench.synced(parked))).toBe('REBALANCE_IN_PROGRESS');
  });
});

describe('79 Heartbeat', () => {
  test('in every state', () => {
    const bench = new Bench();
    const { memberId } = bench.enter('g');
    expect(bench.heartbeat('g', memberId, 1)).toBe('NONE');
    bench.sync('g', memberId, 1, { [memberId]: 'x' });
    expect(bench.heartbeat('g', memberId, 1)).toBe('NONE');
    expect(bench.heartbeat('g', memberId, 0)).toBe('ILLEGAL_GENERATION');
    const second = bench.enter('g');
    expect(bench.heartbeat('g', memberId, 1)).toBe('REBALANCE_IN_PROGRESS');
    bench.leave('g', { memberId: second.memberId });
    bench.leave('g', { memberId });
    expect(bench.state('g')).toBe('Empty');
    expect(bench.heartbeat('g', memberId, 2)).toBe('UNKNOWN_MEMBER_ID');
    expect(bench.heartbeat('nothing', memberId, 2)).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('80 sessions', () => {
  test('a silent member is out after its session timeout, and the others rebalance', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 2);
    for (let i = 0; i < 3; i++) {
      bench.pass(4000);
      bench.heartbeat('g', memberIds[0]!, generationId);
    }
    expect(bench.state('g')).toBe('PreparingRebalance');
    expect(bench.joined(bench.join('g', { memberId: memberIds[0]! }))!.generationId).toBe(generationId + 1);
  });

  test.each(['join', 'sync', 'heartbeat', 'commit'])('%s renews it', (kind) => {
    const bench = new Bench();
    const { memberIds, leaderId, generationId } = bench.stable('g', 2);
    const follower = memberIds.find((one) => one !== leaderId)!;
    for (let i = 0; i < 4; i++) {
      bench.pass(6000);
      bench.heartbeat('g', leaderId, generationId);
      if (kind === 'join')
        bench.heartbeat('g', follower, bench.joined(bench.join('g', { memberId: follower }))!.generationId);
      else if (kind === 'sync') bench.sync('g', follower, generationId);
      else if (kind === 'heartbeat') bench.heartbeat('g', follower, generationId);
      else bench.commit('g', { 'orders-0': i }, { memberId: follower, generationIdOrMemberEpoch: generationId });
    }
    expect(bench.state('g')).toBe('Stable');
  });

  test('a parked join does not expire; after its answer the session counts again', () => {
    const bench = new Bench();
    const fields = { rebalanceTimeoutMs: 300_000 };
    const { memberIds, generationId } = bench.stable('g', 2, fields);
    const parked = bench.join('g', {
      ...fields,
      memberId: memberIds[0]!,
      protocols: [{ name: 'range', metadata: text('2') }],
    });
    for (let i = 0; i < 20; i++) {
      bench.pass(5000);
      expect(bench.heartbeat('g', memberIds[1]!, generationId)).toBe('REBALANCE_IN_PROGRESS');
    }
    expect(bench.joined(parked)).toBeUndefined();
    bench.join('g', { ...fields, memberId: memberIds[1]! });
    expect(name(bench.joined(parked))).toBe('NONE');
    bench.pass(10_001);
    expect(bench.heartbeat('g', memberIds[0]!, generationId + 1)).toBe('UNKNOWN_MEMBER_ID');
  });

  test('a new member whose socket died in its first join is out after five minutes', () => {
    const bench = new Bench();
    const fields = { rebalanceTimeoutMs: 1_000_000 };
    const { memberIds, generationId } = bench.stable('g', 1, { ...fields, sessionTimeoutMs: 1_000_000 });
    const lost = bench.enter('g', fields);
    bench.pass(299_999);
    expect(bench.joined(lost.ticket)).toBeUndefined();
    bench.pass(1);
    expect(name(bench.joined(lost.ticket))).toBe('UNKNOWN_MEMBER_ID');
    expect(bench.heartbeat('g', memberIds[0]!, generationId)).toBe('REBALANCE_IN_PROGRESS');
  });
});

describe('81 static members', () => {
  const one = { groupInstanceId: 'one' };

  test('a restart takes the predecessor’s place without a rebalance, and the predecessor is fenced everywhere', () => {
    const bench = new Bench();
    const first = bench.joined(bench.join('g', one))!;
    bench.sync('g', first.memberId, 1, { [first.memberId]: 'all' }, 'one');
    const second = bench.joined(bench.join('g', one))!;
    expect(second.generationId).toBe(1);
    expect(bench.state('g')).toBe('Stable');
    expect(bench.heartbeat('g', first.memberId, 1, 'one')).toBe('FENCED_INSTANCE_ID');
    expect(name(bench.synced(bench.sync('g', first.memberId, 1, {}, 'one')))).toBe('FENCED_INSTANCE_ID');
    expect(name(bench.joined(bench.join('g', { ...one, memberId: first.memberId })))).toBe('FENCED_INSTANCE_ID');
    expect(
      bench.commit(
        'g',
        { 'orders-0': 1 },
        { memberId: first.memberId, groupInstanceId: 'one', generationIdOrMemberEpoch: 1 },
      ),
    ).toEqual({ 'orders-0': 'FENCED_INSTANCE_ID' });
    expect(
      errorName(bench.leave('g', { memberId: first.memberId, groupInstanceId: 'one' }).members[0]!.errorCode),
    ).toBe('FENCED_INSTANCE_ID');
    expect(bench.heartbeat('g', second.memberId, 1, 'one')).toBe('NONE');
  });

  test('the replacement survives a restart of the coordinator', () => {
    const bench = new Bench();
    const first = bench.joined(bench.join('g', one))!;
    bench.sync('g', first.memberId, 1, { [first.memberId]: 'all' }, 'one');
    const second = bench.joined(bench.join('g', one))!;
    bench.restart();
    expect(bench.heartbeat('g', second.memberId, 1, 'one')).toBe('NONE');
    expect(bench.heartbeat('g', first.memberId, 1, 'one')).toBe('FENCED_INSTANCE_ID');
  });

  test('a restart with other metadata that changes the protocol rebalances', () => {
    const bench = new Bench();
    const first = bench.joined(bench.join('g', { ...one, protocols: [{ name: 'range', metadata: text('') }] }))!;
    bench.sync('g', first.memberId, 1, {}, 'one');
    const second = bench.joined(
      bench.join('g', {
        ...one,
        protocols: [
          { name: 'range', metadata: text('') },
          { name: 'x', metadata: text('') },
        ],
      }),
    )!;
    expect(second.generationId).toBe(1);
  });

  test('a restart while assignments are awaited rebalances', () => {
    const bench = new Bench();
    bench.join('g', one);
    const again = bench.join('g', one);
    expect(bench.joined(again)!.generationId).toBe(2);
  });

  test('a restart while the join is parked fences the parked join', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 1000 });
    const first = bench.join('g', one);
    const second = bench.join('g', one);
    expect(name(bench.joined(first))).toBe('FENCED_INSTANCE_ID');
    bench.pass(3000);
    expect(name(bench.joined(second))).toBe('NONE');
  });

  test('a member without its instance id, or with another’s, is refused', () => {
    const bench = new Bench();
    const first = bench.joined(bench.join('g', one))!;
    bench.sync('g', first.memberId, 1, {}, 'one');
    expect(bench.heartbeat('g', first.memberId, 1, 'two')).toBe('UNKNOWN_MEMBER_ID');
    expect(bench.heartbeat('g', first.memberId, 1)).toBe('NONE');
  });

  test('a static member that is away does not hold the rebalance up beyond its timeout, and keeps its place', () => {
    const bench = new Bench();
    const fields = { sessionTimeoutMs: 1_000_000, rebalanceTimeoutMs: 20_000 };
    const a = bench.joined(bench.join('g', { ...fields, ...one }))!;
    bench.sync('g', a.memberId, 1, {}, 'one');
    const b = bench.enter('g', fields);
    bench.pass(20_000);
    const joined = bench.joined(b.ticket)!;
    expect(joined.leader).toBe(b.memberId);
    expect(joined.members.map((member) => member.memberId).sort()).toEqual([a.memberId, b.memberId].sort());
  });

  test('LeaveGroup removes it by instance id alone', () => {
    const bench = new Bench();
    const first = bench.joined(bench.join('g', one))!;
    bench.sync('g', first.memberId, 1, {}, 'one');
    const left = bench.leave('g', { memberId: '', groupInstanceId: 'one' }, { memberId: '', groupInstanceId: 'none' });
    expect(left.members.map((member) => errorName(member.errorCode))).toEqual(['NONE', 'UNKNOWN_MEMBER_ID']);
    expect(bench.state('g')).toBe('Empty');
  });
});

describe('82 LeaveGroup', () => {
  test('answers each member for itself and rebalances at once', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 3);
    const left = bench.leave('g', { memberId: memberIds[1]! }, { memberId: 'stranger' });
    expect(left.members.map((member) => errorName(member.errorCode))).toEqual(['NONE', 'UNKNOWN_MEMBER_ID']);
    expect(bench.heartbeat('g', memberIds[0]!, generationId)).toBe('REBALANCE_IN_PROGRESS');
  });

  test('the last one leaves an empty group with its generation, which survives a restart', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 1);
    bench.leave('g', { memberId: memberIds[0]! });
    expect(bench.state('g')).toBe('Empty');
    bench.restart();
    expect(bench.state('g')).toBe('Empty');
    expect(bench.joined(bench.enter('g').ticket)!.generationId).toBe(generationId + 2);
  });

  test('the holder of an id that never joined may leave; the parked join of a leaver is answered', () => {
    const bench = new Bench();
    const { memberIds } = bench.stable('g', 2);
    const pending = bench.joined(bench.join('g'))!;
    const parked = bench.join('g', { memberId: memberIds[0]!, protocols: [{ name: 'range', metadata: text('2') }] });
    bench.leave('g', { memberId: pending.memberId });
    bench.leave('g', { memberId: memberIds[0]! });
    expect(name(bench.joined(parked))).toBe('UNKNOWN_MEMBER_ID');
    expect(name(bench.joined(bench.join('g', { memberId: memberIds[1]! })))).toBe('NONE');
  });

  test('an unknown group', () => {
    expect(errorName(new Bench().leave('nothing', { memberId: 'm' }).members[0]!.errorCode)).toBe('UNKNOWN_MEMBER_ID');
  });
});

describe('83 cooperative rebalancing', () => {
  test('metadata and assignments are opaque, and two rebalances in a row work', () => {
    const bench = new Bench();
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * 37) & 0xff);
    const a = bench.enter('g', { protocols: [{ name: 'cooperative-sticky', metadata: bytes }] });
    expect([...bench.joined(a.ticket)!.members[0]!.metadata]).toEqual([...bytes]);
    bench.sync('g', a.memberId, 1, { [a.memberId]: 'everything' });
    const b = bench.enter('g', { protocols: [{ name: 'cooperative-sticky', metadata: bytes }] });
    const rejoin = bench.join('g', {
      memberId: a.memberId,
      protocols: [{ name: 'cooperative-sticky', metadata: bytes.slice(1) }],
    });
    const second = bench.joined(rejoin)!;
    expect(second.generationId).toBe(2);
    bench.sync('g', b.memberId, 2);
    bench.sync('g', a.memberId, 2, { [a.memberId]: 'half' });
    const third = bench.join('g', {
      memberId: a.memberId,
      protocols: [{ name: 'cooperative-sticky', metadata: bytes.slice(2) }],
    });
    bench.join('g', { memberId: b.memberId, protocols: [{ name: 'cooperative-sticky', metadata: bytes }] });
    expect(bench.joined(third)!.generationId).toBe(3);
  });

  test('bytes of a request are copied: its frame is used again', () => {
    const bench = new Bench();
    const metadata = text('kept');
    const { ticket } = bench.enter('g', { protocols: [{ name: 'range', metadata }] });
    metadata.fill(0);
    expect(new TextDecoder().decode(bench.joined(ticket)!.members[0]!.metadata)).toBe('kept');
  });
});

describe('89 moving', () => {
  test('parked joins and syncs are failed with NOT_COORDINATOR', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 100 });
    const a = bench.enter('g');
    const b = bench.enter('g');
    bench.pass(1000);
    const sync = bench.sync('g', b.memberId, 1);
    const other = bench.enter('h');
    bench.take(bench.coordinator.unload(bench.now));
    expect(name(bench.synced(sync))).toBe('NOT_COORDINATOR');
    expect(name(bench.joined(other.ticket))).toBe('NOT_COORDINATOR');
    expect(bench.joined(a.ticket)!.generationId).toBe(1);
  });

  test('a stable group is as it was after loading, and sessions start anew', () => {
    const bench = new Bench();
    const { memberIds, leaderId, generationId } = bench.stable('g', 3);
    bench.pass(9000);
    bench.restart();
    expect(bench.state('g')).toBe('Stable');
    bench.pass(9000);
    for (const memberId of memberIds) expect(bench.heartbeat('g', memberId, generationId)).toBe('NONE');
    const described = bench.coordinator.describeGroup('g', 6);
    expect(described.members.map((one) => new TextDecoder().decode(one.memberAssignment)).sort()).toEqual(
      memberIds.map((one) => `to ${one}`).sort(),
    );
    expect(new TextDecoder().decode(bench.synced(bench.sync('g', leaderId, generationId))!.assignment)).toBe(
      `to ${leaderId}`,
    );
    bench.pass(10_001);
    expect(bench.state('g')).toBe('Empty');
  });

  test('a group loaded with more members than allowed rebalances', () => {
    const bench = new Bench();
    bench.stable('g', 3);
    bench.config = { ...bench.config, 'group.max.size': 2 };
    bench.restart();
    expect(bench.state('g')).toBe('PreparingRebalance');
  });
});

describe('records that the log refuses', () => {
  test('an assignment: the group rebalances and nobody has it', () => {
    const bench = new Bench();
    const { memberId } = bench.enter('g');
    const before = JSON.stringify(bench.coordinator.durableState());
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    const ticket = bench.sync('g', memberId, 1, { [memberId]: 'x' });
    expect(bench.answer(ticket)).toEqual({ failedWith: ErrorCode.NOT_ENOUGH_REPLICAS });
    expect(bench.state('g')).toBe('PreparingRebalance');
    expect(JSON.stringify(bench.coordinator.durableState())).toBe(before);
    const again = bench.joined(bench.join('g', { memberId }))!;
    expect(again.generationId).toBe(2);
    bench.sync('g', memberId, 2, { [memberId]: 'x' });
    expect(bench.state('g')).toBe('Stable');
  });

  test('an assignment of a group that so far had offsets alone: its members stay', () => {
    const bench = new Bench();
    bench.commit('g', { 'orders-0': 5 });
    const { memberId } = bench.enter('g');
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    bench.sync('g', memberId, 1, { [memberId]: 'x' });
    expect(bench.state('g')).toBe('PreparingRebalance');
    expect(bench.joined(bench.join('g', { memberId }))!.generationId).toBe(2);
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 5 });
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('a new group: it is not there', () => {
    const bench = new Bench();
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    bench.join('g');
    expect(bench.coordinator.groupCount).toBe(0);
    expect(bench.joined(bench.enter('g').ticket)!.generationId).toBe(1);
  });

  test('a new group whose first join is parked: the join is answered with the error', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 100 });
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    const ticket = bench.join('g', {}, 3);
    expect(name(bench.joined(ticket))).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(bench.coordinator.groupCount).toBe(0);
    bench.pass(10_000);
  });

  test('the replacement of a static member: the old one goes on', () => {
    const bench = new Bench();
    const first = bench.joined(bench.join('g', { groupInstanceId: 'one' }))!;
    bench.sync('g', first.memberId, 1, { [first.memberId]: 'all' }, 'one');
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    bench.join('g', { groupInstanceId: 'one' });
    expect(bench.heartbeat('g', first.memberId, 1, 'one')).toBe('NONE');
    bench.pass(9000);
    expect(bench.heartbeat('g', first.memberId, 1, 'one')).toBe('NONE');
    bench.pass(10_001);
    expect(bench.state('g')).toBe('Empty');
  });
});
