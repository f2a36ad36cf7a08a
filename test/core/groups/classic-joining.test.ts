/** Classic groups, behaviours 71–77 of the protocol reference by their numbers: from the first join to the rebalance. */
import { describe, expect, test } from 'vitest';
import { coordinatorPartition, javaStringHash } from '../../../src/core/groups/coordinator-partition.ts';
import { errorName } from '../../../src/core/protocol/error-codes.ts';
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
