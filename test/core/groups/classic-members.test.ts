/** Classic groups, behaviours 78–83 and 89 of the protocol reference by their numbers: what members do and suffer. */
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { Bench, text } from './support/coordinator-bench.ts';

const name = (response: { errorCode: number } | undefined): string =>
  response === undefined ? 'parked' : errorName(response.errorCode);

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
