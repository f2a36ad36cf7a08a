// Random lives of a mixed group: consumer-protocol members (dynamic and static) and classic ones. A partition is never in two hands.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../../src/core/protocol/generated/consumer-group-heartbeat-response.ts';
import { newSyncGroupRequest } from '../../../src/core/protocol/generated/sync-group-request.ts';
import { type Owned, readAssigned, subscriptionBytes } from './support/consumer-bytes.ts';
import { Bench, topicId } from './support/coordinator-bench.ts';

const SESSION_MS = 10_000;
/** More for a night. */
const RUNS = Number(process.env['GROUP_RUNS'] ?? 100);

/** What every member does: it owns partitions until it has given them up, and stops when it has not heard for too long. */
abstract class Member {
  /** topic-partition */
  owned = new Set<string>();
  topics: string[] = ['orders'];
  /** When the coordinator last answered. A member that hears nothing gives everything up before its session can end. */
  lastHeard = 0;

  get isAlive(): boolean {
    return this.lastHeard > 0;
  }

  abstract act(): void;
  abstract leave(): void;
  abstract lose(): void;
}

class NewMember extends Member {
  readonly #bench: Bench;
  readonly #instanceId: string | null;
  #memberId = '';
  epoch = -1;
  #ids = 0;
  readonly #name: string;
  #mustReport = false;
  #hasFailed = false;
  regex: string | null = null;

  constructor(bench: Bench, name: string, instanceId: string | null) {
    super();
    this.#bench = bench;
    this.#name = name;
    this.#instanceId = instanceId;
  }

  get #subscription() {
    return { subscribedTopicNames: this.topics, subscribedTopicRegex: this.regex };
  }

  act(): void {
    const bench = this.#bench;
    if (this.epoch < 0) {
      this.#memberId = `${this.#name}-${++this.#ids}`;
      this.#take(
        bench.beat({
          groupId: 'g',
          memberId: this.#memberId,
          memberEpoch: 0,
          instanceId: this.#instanceId,
          rebalanceTimeoutMs: 20_000,
          topicPartitions: [],
          ...this.#subscription,
        }),
      );
      return;
    }
    // After an error it does not know what arrived, and says everything.
    const topicPartitions = this.#mustReport || this.#hasFailed ? this.#partitions() : null;
    const all = this.#hasFailed
      ? { rebalanceTimeoutMs: 20_000, subscribedTopicNames: this.topics, subscribedTopicRegex: this.regex ?? '' }
      : {};
    this.#hasFailed = false;
    const response = bench.beat({
      groupId: 'g',
      memberId: this.#memberId,
      memberEpoch: this.epoch,
      instanceId: this.#instanceId,
      topicPartitions,
      ...all,
    });
    if (response.errorCode === 0) this.#mustReport = false;
    this.#take(response);
  }

  subscribe(topics: string[], regex: string | null): void {
    this.topics = topics;
    this.regex = regex;
    if (this.epoch < 0) return;
    this.#take(
      this.#bench.beat({
        groupId: 'g',
        memberId: this.#memberId,
        memberEpoch: this.epoch,
        instanceId: this.#instanceId,
        rebalanceTimeoutMs: 20_000,
        topicPartitions: this.#partitions(),
        subscribedTopicNames: topics,
        subscribedTopicRegex: regex ?? '',
      }),
    );
  }

  #partitions(): { topicId: string; partitions: number[] }[] {
    const byTopic = new Map<string, number[]>();
    for (const one of this.owned) {
      const [topic, partition] = one.split('-') as [string, string];
      byTopic.set(topic, [...(byTopic.get(topic) ?? []), Number(partition)]);
    }
    return [...byTopic].map(([topic, partitions]) => ({ topicId: topicId(topic), partitions }));
  }

  #take(response: ConsumerGroupHeartbeatResponse & { failedWith?: number }): void {
    const error = errorName(response.failedWith ?? response.errorCode);
    if (response.failedWith !== undefined) {
      this.#hasFailed = true;
      return;
    }
    if (error !== 'NONE') {
      this.lose();
      return;
    }
    this.lastHeard = this.#bench.now;
    expect(response.memberEpoch).toBeGreaterThanOrEqual(Math.max(this.epoch, 0));
    this.epoch = response.memberEpoch;
    if (response.assignment === null) return;
    const given = new Set(
      response.assignment.topicPartitions.flatMap((one) =>
        one.partitions.map((partition) => `${this.#bench.topics.topicName(one.topicId)}-${partition}`),
      ),
    );
    this.owned = given;
    this.#mustReport = true;
  }

  pause(): void {
    if (this.#instanceId === null || this.epoch < 0) return;
    const response = this.#bench.beat({
      groupId: 'g',
      memberId: this.#memberId,
      memberEpoch: -2,
      instanceId: this.#instanceId,
    }) as { failedWith?: number };
    this.owned.clear();
    if (response.failedWith === undefined) this.lose();
    else this.#hasFailed = true;
  }

  leave(): void {
    if (this.epoch >= 0)
      this.#bench.beat({ groupId: 'g', memberId: this.#memberId, memberEpoch: -1, instanceId: this.#instanceId });
    this.lose();
  }

  lose(): void {
    this.owned.clear();
    this.epoch = -1;
    this.lastHeard = 0;
    this.#mustReport = false;
  }
}

/** Speaks the classic protocol with eager or cooperative manners: it joins with what it owns. */
class ClassicMember extends Member {
  readonly #bench: Bench;
  memberId = '';
  generation = -1;
  #ticket = -1;
  state: 'out' | 'joining' | 'syncing' | 'stable' = 'out';

  constructor(bench: Bench) {
    super();
    this.#bench = bench;
  }

  act(): void {
    if (this.state === 'out') this.#join();
    else if (this.state === 'joining') this.#joined();
    else if (this.state === 'syncing') this.#synced();
    else {
      const error = this.#bench.heartbeat('g', this.memberId, this.generation);
      if (error === 'REBALANCE_IN_PROGRESS') this.#join();
      else if (error === 'NONE') this.lastHeard = this.#bench.now;
      else if (error !== 'NOT_ENOUGH_REPLICAS') this.lose();
    }
  }

  #join(): void {
    const owned: Owned = {};
    for (const one of this.owned) {
      const [topic, partition] = one.split('-') as [string, string];
      owned[topic] = [...(owned[topic] ?? []), Number(partition)];
    }
    const protocols = [{ name: 'range', metadata: subscriptionBytes(this.topics, owned) }];
    this.#ticket = this.#bench.join('g', {
      memberId: this.memberId,
      protocols,
      sessionTimeoutMs: SESSION_MS,
      rebalanceTimeoutMs: 20_000,
    });
    this.state = 'joining';
  }

  #joined(): void {
    const answer = this.#bench.joined(this.#ticket) as
      | (ReturnType<Bench['joined']> & { failedWith?: number })
      | undefined;
    if (answer === undefined) return;
    const error = errorName(answer.failedWith ?? answer.errorCode);
    if (error === 'MEMBER_ID_REQUIRED') {
      this.memberId = answer.memberId;
      this.#join();
    } else if (error === 'UNKNOWN_MEMBER_ID' || error === 'INCONSISTENT_GROUP_PROTOCOL') this.lose();
    else if (error !== 'NONE') this.state = 'out';
    else {
      this.lastHeard = this.#bench.now;
      this.memberId = answer.memberId;
      this.generation = answer.generationId;
      // In a classic group the leader hands out; the bytes here are those of a range over all members.
      const members = answer.members.map((one) => one.memberId).sort();
      const ticket = this.#bench.ticket();
      const request = newSyncGroupRequest({
        groupId: 'g',
        memberId: this.memberId,
        generationId: this.generation,
        assignments: members.map((memberId, i) => ({
          memberId,
          assignment: rangeBytes(this.#bench, i, members.length),
        })),
      });
      this.#bench.take(this.#bench.coordinator.syncGroup(ticket, request, this.#bench.now));
      this.#ticket = ticket;
      this.state = 'syncing';
    }
  }

  #synced(): void {
    const answer = this.#bench.synced(this.#ticket) as
      | (ReturnType<Bench['synced']> & { failedWith?: number })
      | undefined;
    if (answer === undefined) return;
    const error = errorName(answer.failedWith ?? answer.errorCode);
    if (error === 'UNKNOWN_MEMBER_ID' || error === 'ILLEGAL_GENERATION') this.lose();
    else if (error !== 'NONE') this.state = 'out';
    else {
      this.lastHeard = this.#bench.now;
      this.owned = new Set(
        Object.entries(readAssigned(answer.assignment)).flatMap(([topic, partitions]) =>
          partitions.map((partition) => `${topic}-${partition}`),
        ),
      );
      this.state = 'stable';
    }
  }

  leave(): void {
    if (this.memberId !== '') this.#bench.leave('g', { memberId: this.memberId });
    this.lose();
  }

  lose(): void {
    this.owned.clear();
    this.memberId = '';
    this.state = 'out';
    this.lastHeard = 0;
  }
}

function rangeBytes(bench: Bench, at: number, members: number): Uint8Array {
  const partitions = Array.from({ length: bench.topics.partitionCount('orders') }, (_, i) => i).filter(
    (one) => one % members === at,
  );
  const bytes: number[] = [0, 1, 0, 0, 0, 1, 0, 6, ...new TextEncoder().encode('orders'), 0, 0, 0, partitions.length];
  for (const partition of partitions) bytes.push(0, 0, 0, partition);
  return Uint8Array.from([...bytes, 255, 255, 255, 255]);
}

/** Members alone in their group keep the books: between consumer-protocol members nothing may be owned twice, ever. */
function checkHands(members: readonly Member[]): void {
  const owners = new Map<string, Member>();
  for (const member of members) {
    for (const partition of member.owned) {
      expect(owners.has(partition), `${partition} is in two hands`).toBe(false);
      owners.set(partition, member);
    }
  }
}

/** What the coordinator itself believes. */
function checkBooks(bench: Bench): void {
  const described = bench.coordinator.describeConsumerGroup('g');
  if (described.errorCode !== 0) return;
  const owners = new Map<string, string>();
  for (const member of described.members) {
    for (const { topicName, partitions } of member.assignment.topicPartitions) {
      for (const partition of partitions) {
        const key = `${topicName}-${partition}`;
        expect(owners.get(key), `${key} belongs to two members`).toBeUndefined();
        owners.set(key, member.memberId);
      }
    }
  }
}

const act = { weight: 16, arbitrary: fc.record({ kind: fc.constant('act' as const), member: fc.nat(10) }) };
const others = [
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), member: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), member: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pause' as const), member: fc.nat(10) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(100, 1000, 4000, 11_000, 21_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('subscribe' as const),
      member: fc.nat(10),
      topics: fc.subarray(['orders', 'payments', 'later']),
      regex: fc.constantFrom(null, 'o.*', '.*s'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('grow' as const), topic: fc.constantFrom('orders', 'later') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuse' as const) }) },
];

function run(bench: Bench, members: Member[], steps: readonly Step[], hasClassics: boolean): void {
  for (const step of steps) {
    const member = 'member' in step ? members[step.member % members.length]! : members[0]!;
    if (step.kind === 'act') member.act();
    else if (step.kind === 'leave') member.leave();
    else if (step.kind === 'lose') member.lose();
    else if (step.kind === 'pause' && member instanceof NewMember) member.pause();
    else if (step.kind === 'subscribe' && member instanceof NewMember)
      member.subscribe(step.topics.length === 0 && step.regex === null ? ['orders'] : step.topics, step.regex);
    else if (step.kind === 'grow') bench.topics.set(step.topic, bench.topics.partitionCount(step.topic) + 1);
    else if (step.kind === 'refuse') bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    else if (step.kind === 'restart') {
      bench.refuseWith = ErrorCode.NONE;
      bench.restart();
      for (const one of members)
        if (one instanceof ClassicMember && (one.state === 'joining' || one.state === 'syncing')) one.state = 'out';
    } else if (step.kind === 'pass') {
      bench.pass(step.ms);
      // Who has not heard for so long knows that it may have been replaced.
      for (const one of members) if (one.lastHeard > 0 && bench.now - one.lastHeard >= SESSION_MS) one.lose();
      if (step.ms >= 20_000) for (const one of members) one.lose();
    }
    if (!hasClassics) checkHands(members);
    checkBooks(bench);
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
    expect(bench.coordinator.durableState()).toEqual(bench.replayed(bench.compacted()).durableState());
  }
}
const anyStep = fc.oneof(act, ...others);
type Step = typeof anyStep extends fc.Arbitrary<infer Value> ? Value : never;

function settle(bench: Bench, members: Member[]): void {
  bench.refuseWith = ErrorCode.NONE;
  for (let round = 0; round < 80; round++) {
    for (const member of members) {
      member.act();
      member.act();
    }
    bench.pass(500);
  }
}

const CONFIG = { 'group.consumer.session.timeout.ms': SESSION_MS, 'group.initial.rebalance.delay.ms': 0 };

test('consumer-protocol members: nothing is ever in two hands, replay gives the same state, and all is assigned in the end', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 70 }), (steps) => {
      const bench = new Bench(CONFIG);
      const members = [
        new NewMember(bench, 'a', null),
        new NewMember(bench, 'b', null),
        new NewMember(bench, 'c', 'one'),
        new NewMember(bench, 'd', 'two'),
      ];
      run(bench, members, steps, false);
      settle(bench, members);
      checkHands(members);
      const wanted = new Set(
        members.flatMap((member) => [
          ...member.topics,
          ...[...bench.topics.topicNames()].filter(
            (topic) => member.regex !== null && new RegExp(`^(?:${member.regex})$`).test(topic),
          ),
        ]),
      );
      const all = [...wanted].flatMap((topic) =>
        Array.from({ length: bench.topics.partitionCount(topic) }, (_, i) => `${topic}-${i}`),
      );
      expect(members.flatMap((member) => [...member.owned]).sort()).toEqual(all.sort());
      expect(bench.coordinator.describeConsumerGroup('g').groupState).toBe('Stable');
    }),
    { numRuns: RUNS },
  );
});

test('mixed with classic members: the books never hold a partition twice, and all is assigned in the end', () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 70 }), fc.boolean(), (steps, stayNew) => {
      const bench = new Bench(CONFIG);
      const classics = [new ClassicMember(bench), new ClassicMember(bench)];
      const news = [new NewMember(bench, 'a', null), new NewMember(bench, 'b', 'one')];
      run(
        bench,
        [...classics, ...news],
        steps.filter((step) => step.kind !== 'subscribe'),
        true,
      );
      bench.refuseWith = ErrorCode.NONE;
      // A member that was lost with a parked request expires in its own time.
      if (!stayNew) for (const one of news) one.leave();
      settle(bench, stayNew ? [...classics, ...news] : classics);
      const members: Member[] = stayNew ? [...classics, ...news] : classics;
      checkHands(members);
      const all = Array.from({ length: bench.topics.partitionCount('orders') }, (_, i) => `orders-${i}`);
      expect(members.flatMap((member) => [...member.owned]).sort()).toEqual(all.sort());
      expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
    }),
    { numRuns: RUNS },
  );
});
