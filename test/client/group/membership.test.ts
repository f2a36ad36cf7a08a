/** Both kinds of membership, step by step, without a broker: what a member does about everything that can go wrong. */
import { describe, expect, test } from 'vitest';
import { assignAll, writeSubscription } from '../../../src/client/group/classic-assignment.ts';
import { ClassicMembership } from '../../../src/client/group/classic-membership.ts';
import { ConsumerMembership } from '../../../src/client/group/consumer-membership.ts';
import type { Membership, Step } from '../../../src/client/group/membership.ts';
import { readAssignment, readSubscription, writeAssignment } from '../../../src/core/groups/consumer-protocol.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newConsumerGroupHeartbeatResponse } from '../../../src/core/protocol/generated/consumer-group-heartbeat-response.ts';
import { newHeartbeatResponse } from '../../../src/core/protocol/generated/heartbeat-response.ts';
import { newJoinGroupResponse } from '../../../src/core/protocol/generated/join-group-response.ts';
import { newSyncGroupResponse } from '../../../src/core/protocol/generated/sync-group-response.ts';

const OPTIONS = { groupId: 'g', instanceId: null, topics: ['t'], rebalanceTimeoutMs: 1000 };

/** A step in a word. */
function short(step: Step): string {
  switch (step.kind) {
    case 'send':
      return step.request.type;
    case 'revoke':
    case 'assign': {
      const places = step.partitions.map(({ topic, partition }) => `${topic}${partition}`).join(',');
      return `${step.kind === 'revoke' && step.isLost ? 'lose' : step.kind} ${places}`;
    }
    case 'wait':
      return `wait ${step.until}`;
    case 'fail':
      return `fail ${step.errorCode}`;
    default:
      return step.kind;
  }
}

function next(membership: Membership, now = 0): string {
  return short(membership.next(now));
}

describe('classic', () => {
  const create = (instanceId: string | null = null) =>
    new ClassicMembership({ ...OPTIONS, instanceId, sessionTimeoutMs: 500, heartbeatIntervalMs: 100 });
  const metadata = writeSubscription(['t']);
  const bytes = (...partitions: number[]) => writeAssignment(1, [{ topic: 't', partitions }]);

  function join(member: ClassicMembership, fields: Parameters<typeof newJoinGroupResponse>[0] = {}): void {
    const body = newJoinGroupResponse({
      generationId: 1,
      protocolName: 'range',
      memberId: 'm',
      leader: 'x',
      ...fields,
    });
    member.onResponse({ type: 'join', body }, 0);
  }
  function sync(member: ClassicMembership, errorCode: number, ...partitions: number[]): void {
    member.onResponse({ type: 'sync', body: newSyncGroupResponse({ errorCode, assignment: bytes(...partitions) }) }, 0);
  }
  function heartbeat(member: ClassicMembership, errorCode: number, now = 0): void {
    member.onResponse({ type: 'heartbeat', body: newHeartbeatResponse({ errorCode }) }, now);
  }
  /** A follower that owns t0 and t1. */
  function stable(instanceId: string | null = null): ClassicMembership {
    const member = create(instanceId);
    join(member);
    sync(member, 0, 0, 1);
    expect(next(member)).toBe('assign t0,t1');
    member.onAssigned(0);
    return member;
  }

  test('joins with the id that it is given, and follows', () => {
    const member = create();
    expect(next(member)).toBe('join');
    join(member, { errorCode: ErrorCode.MEMBER_ID_REQUIRED, memberId: 'given', generationId: -1 });
    expect(member.next(0)).toMatchObject({ request: { type: 'join', body: { memberId: 'given' } } });
    join(member, { memberId: 'given' });
    expect(member.next(0)).toMatchObject({
      request: { type: 'sync', body: { memberId: 'given', generationId: 1, assignments: [] } },
    });
    sync(member, 0, 2);
    expect(next(member)).toBe('assign t2');
    member.onAssigned(7);
    expect(next(member, 7)).toBe('wait 107');
    expect(next(member, 107)).toBe('heartbeat');
    expect(member.identity).toEqual({ memberId: 'given', epoch: 1, instanceId: null });
  });

  test('leads: needs the topics of all, and assigns to all', () => {
    const member = create();
    const other = { memberId: 'a', groupInstanceId: null, metadata: writeSubscription(['t', 'u']) };
    join(member, { leader: 'm', members: [other, { memberId: 'm', groupInstanceId: null, metadata }] });
    expect(member.next(0)).toEqual({ kind: 'topics', topics: ['t', 'u'] });
    member.onTopics(
      new Map([
        ['t', { topicId: 'T', partitions: 3 }],
        ['u', { topicId: 'U', partitions: 1 }],
      ]),
    );
    const step = member.next(0);
    if (step.kind !== 'send' || step.request.type !== 'sync') throw new Error(short(step));
    const shares = step.request.body.assignments.map(({ memberId, assignment }) => [
      memberId,
      readAssignment(assignment)!.partitions,
    ]);
    expect(shares).toEqual([
      [
        'a',
        [
          { topic: 't', partitions: [0, 1] },
          { topic: 'u', partitions: [0] },
        ],
      ],
      ['m', [{ topic: 't', partitions: [2] }]],
    ]);
    expect(member.isLeader).toBe(true);
  });

  test('a static leader that returns does not assign anew', () => {
    const member = create('i');
    join(member, { leader: 'm', skipAssignment: true, members: [{ memberId: 'm', groupInstanceId: 'i', metadata }] });
    expect(next(member)).toBe('sync');
  });

  test('gives up what it has before it joins again', () => {
    const member = stable();
    heartbeat(member, ErrorCode.REBALANCE_IN_PROGRESS);
    expect(next(member)).toBe('revoke t0,t1');
    // Its commit goes out under the old generation.
    expect(member.identity.epoch).toBe(1);
    member.onRevoked();
    expect(member.next(0)).toMatchObject({ request: { type: 'join', body: { memberId: 'm' } } });
  });

  test.each([
    ['heartbeat', ErrorCode.ILLEGAL_GENERATION, 'm'],
    ['heartbeat', ErrorCode.UNKNOWN_MEMBER_ID, ''],
    ['commit', ErrorCode.ILLEGAL_GENERATION, 'm'],
    ['commit', ErrorCode.UNKNOWN_MEMBER_ID, ''],
  ])('a %s refused with %i: what it had is lost', (what, code, memberId) => {
    const member = stable();
    if (what === 'heartbeat') heartbeat(member, code);
    else member.onCommitRefused(code);
    expect(next(member)).toBe('lose t0,t1');
    expect(member.identity.epoch).toBe(-1);
    member.onRevoked();
    expect(member.next(0)).toMatchObject({ request: { type: 'join', body: { memberId } } });
  });

  test.each([ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.ILLEGAL_GENERATION, ErrorCode.UNKNOWN_MEMBER_ID])(
    'a sync refused with %i begins again, with nothing to give up',
    (code) => {
      const member = create();
      join(member);
      sync(member, code);
      expect(next(member)).toBe('join');
    },
  );

  test('what passes is waited for and repeated, in every phase', () => {
    const member = create();
    join(member, { errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS });
    expect([next(member), next(member)]).toEqual(['backoff', 'join']);
    member.onFailure();
    expect([next(member), next(member)]).toEqual(['backoff', 'join']);
    join(member);
    sync(member, ErrorCode.NOT_COORDINATOR);
    expect([next(member), next(member)]).toEqual(['backoff', 'sync']);
    sync(member, 0, 0);
    member.onAssigned(0);
    heartbeat(member, ErrorCode.COORDINATOR_NOT_AVAILABLE, 100);
    expect([next(member, 100), next(member, 200)]).toEqual(['backoff', 'heartbeat']);
  });

  test.each([
    ErrorCode.INCONSISTENT_GROUP_PROTOCOL,
    ErrorCode.FENCED_INSTANCE_ID,
    ErrorCode.GROUP_AUTHORIZATION_FAILED,
  ])('%i ends it', (code) => {
    const member = create();
    join(member, { errorCode: code });
    expect([next(member), next(member)]).toEqual([`fail ${code}`, `fail ${code}`]);
  });

  test('one that was away too long comes as a stranger', () => {
    const member = stable();
    member.onLeft();
    expect(next(member)).toBe('lose t0,t1');
    member.onRevoked();
    expect(member.next(0)).toMatchObject({ request: { type: 'join', body: { memberId: '' } } });
  });

  test('the subscription is read by the broker', () => {
    expect(readSubscription(metadata)).toEqual({ topics: ['t'], ownedPartitions: [], generationId: -1, rackId: null });
  });

  test('round robin deals all partitions out evenly, to subscribers only', () => {
    const members = ['c', 'a', 'b'].map((memberId) => ({
      memberId,
      groupInstanceId: null,
      metadata: writeSubscription(memberId === 'b' ? ['t'] : ['t', 'u']),
    }));
    const counts = new Map([
      ['u', 2],
      ['t', 4],
      ['v', 9],
    ]);
    const shares = Object.fromEntries(
      assignAll('roundrobin', members, counts).map(({ memberId, assignment }) => [
        memberId,
        readAssignment(assignment)!
          .partitions.flatMap(({ topic, partitions }) => partitions.map((partition) => `${topic}${partition}`))
          .join(),
      ]),
    );
    // As the Java client's RoundRobinAssignor: t0 a, t1 b, t2 c, t3 a, u0 (not b) c, u1 a.
    expect(shares).toEqual({ a: 't0,t3,u1', b: 't1', c: 't2,u0' });
  });
});

describe('consumer protocol', () => {
  const create = () => new ConsumerMembership({ ...OPTIONS, memberId: 'me', serverAssignor: null });

  /** `assignment` null: unchanged. */
  function answer(member: ConsumerMembership, epoch: number, assignment: number[] | null, errorCode = 0): void {
    const body = newConsumerGroupHeartbeatResponse({
      errorCode,
      memberEpoch: epoch,
      heartbeatIntervalMs: 100,
      assignment: assignment === null ? null : { topicPartitions: [{ topicId: 'T', partitions: assignment }] },
    });
    member.onResponse({ type: 'consumer-heartbeat', body }, 0);
  }
  function sent(member: ConsumerMembership, now = 0) {
    const step = member.next(now);
    if (step.kind !== 'send' || step.request.type !== 'consumer-heartbeat') throw new Error(short(step));
    return step.request.body;
  }
  /** Owns t0 and t1 at epoch 1, and has said so. */
  function stable(): ConsumerMembership {
    const member = create();
    sent(member);
    answer(member, 1, [0, 1]);
    member.onTopics(new Map([['t', { topicId: 'T', partitions: 3 }]]));
    expect(next(member)).toBe('assign t0,t1');
    member.onAssigned();
    sent(member);
    answer(member, 1, null);
    return member;
  }

  test('tells all when it joins, and then only what is new', () => {
    const member = create();
    expect(sent(member)).toMatchObject({
      memberId: 'me',
      memberEpoch: 0,
      rebalanceTimeoutMs: 1000,
      subscribedTopicNames: ['t'],
      topicPartitions: [],
    });
    answer(member, 3, null);
    expect(next(member)).toBe('wait 100');
    expect(sent(member, 100)).toMatchObject({
      memberEpoch: 3,
      rebalanceTimeoutMs: -1,
      subscribedTopicNames: null,
      topicPartitions: null,
    });
    answer(member, 4, [2]);
    expect(member.next(0)).toEqual({ kind: 'topics', topics: ['t'] });
    // A broker that has not heard of the topic yet.
    member.onTopics(new Map());
    expect([next(member), next(member)]).toEqual(['backoff', 'topics']);
    member.onTopics(new Map([['t', { topicId: 'T', partitions: 3 }]]));
    expect(next(member)).toBe('assign t2');
    member.onAssigned();
    expect(sent(member)).toMatchObject({ memberEpoch: 4, topicPartitions: [{ topicId: 'T', partitions: [2] }] });
  });

  test('gives up first, takes then, keeps the rest, and says so at once', () => {
    const member = stable();
    answer(member, 2, [1, 2]);
    expect(next(member)).toBe('revoke t0');
    member.onRevoked();
    expect(next(member)).toBe('assign t2');
    member.onAssigned();
    expect(sent(member).topicPartitions).toEqual([{ topicId: 'T', partitions: [1, 2] }]);
  });

  test('an empty assignment takes everything', () => {
    const member = stable();
    answer(member, 2, []);
    expect(next(member)).toBe('revoke t0,t1');
    member.onRevoked();
    expect(sent(member).topicPartitions).toEqual([]);
  });

  test.each([ErrorCode.FENCED_MEMBER_EPOCH, ErrorCode.UNKNOWN_MEMBER_ID])('%i: loses all and joins anew', (code) => {
    for (const tell of [
      (member: ConsumerMembership) => answer(member, 0, null, code),
      (member: ConsumerMembership) => member.onCommitRefused(code),
    ]) {
      const member = stable();
      tell(member);
      expect(next(member)).toBe('lose t0,t1');
      member.onRevoked();
      expect(sent(member)).toMatchObject({ memberId: 'me', memberEpoch: 0, topicPartitions: [] });
    }
  });

  test('after a failure everything is told again, under the same epoch', () => {
    const member = stable();
    member.onFailure();
    expect(next(member)).toBe('backoff');
    expect(sent(member)).toMatchObject({
      memberEpoch: 1,
      subscribedTopicNames: ['t'],
      topicPartitions: [{ topicId: 'T', partitions: [0, 1] }],
    });
  });

  test('a commit under an old epoch asks for the new one', () => {
    const member = stable();
    member.onCommitRefused(ErrorCode.STALE_MEMBER_EPOCH);
    expect(next(member)).toBe('consumer-heartbeat');
  });

  test.each([ErrorCode.UNSUPPORTED_ASSIGNOR, ErrorCode.GROUP_MAX_SIZE_REACHED, ErrorCode.UNRELEASED_INSTANCE_ID])(
    '%i ends it',
    (code) => {
      const member = create();
      answer(member, 0, null, code);
      expect(next(member)).toBe(`fail ${code}`);
    },
  );
});
