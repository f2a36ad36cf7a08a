// Whole stories of a group: staggered members, a leaver, a leader that forgets to sync; and that thousands cost little.
import { describe, expect, test } from 'vitest';
import { errorName } from '../../../src/core/protocol/error-codes.ts';
import { newConsumerGroupHeartbeatRequest } from '../../../src/core/protocol/generated/consumer-group-heartbeat-request.ts';
import { ClassicClient } from './support/classic-client.ts';
import { Bench } from './support/coordinator-bench.ts';

function live(bench: Bench, clients: readonly ClassicClient[], ms: number): void {
  for (let passed = 0; passed < ms; passed += 500) {
    for (const client of clients) {
      if (client.state === 'out') client.join('m');
      client.step();
      client.heartbeat();
    }
    bench.pass(500);
  }
}

const parts = (clients: readonly ClassicClient[]): string[] =>
  clients.map((client) => client.assignment.split(':')[1] ?? 'nothing').sort();

describe('26 staggered members', () => {
  test.each([0, 3000])(
    'three come one after another and one leaves: every part has one owner (initial delay %i ms)',
    (delay) => {
      const bench = new Bench({ 'group.initial.rebalance.delay.ms': delay });
      const [a, b, c] = [
        new ClassicClient(bench, null),
        new ClassicClient(bench, null),
        new ClassicClient(bench, null),
      ];
      live(bench, [a], 5000);
      expect(parts([a])).toEqual(['0']);
      live(bench, [a, b], 5000);
      expect(parts([a, b])).toEqual(['0', '1']);
      live(bench, [a, b, c], 5000);
      expect(parts([a, b, c])).toEqual(['0', '1', '2']);
      b.leave();
      live(bench, [a, c], 5000);
      expect(parts([a, c])).toEqual(['0', '1']);
      c.die();
      live(bench, [a], 20_000);
      expect(parts([a])).toEqual(['0']);
    },
  );

  test('all at once, with the delay: one rebalance for all', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 3000 });
    const clients = Array.from({ length: 10 }, () => new ClassicClient(bench, null));
    live(bench, clients, 15_000);
    expect(new Set(clients.map((client) => client.generationId))).toEqual(new Set([1]));
    expect(new Set(parts(clients)).size).toBe(10);
  });

  test('a leader that joins again but never syncs again is replaced', () => {
    const bench = new Bench();
    const [a, b] = [new ClassicClient(bench, null), new ClassicClient(bench, null)];
    live(bench, [a, b], 10_000);
    expect(parts([a, b])).toEqual(['0', '1']);
    const leaderId = bench.joined(bench.join('g', { memberId: b.memberId }))!.leader;
    const [leader, follower] = leaderId === a.memberId ? [a, b] : [b, a];
    leader.join('other');
    live(bench, [follower], 30_000);
    expect(parts([follower])).toEqual(['0']);
    expect(bench.heartbeat('g', leaderId, follower.generationId)).toBe('UNKNOWN_MEMBER_ID');
  });

  test('rolling restart of static members: no rebalance at all', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 3000 });
    const clients = Array.from({ length: 4 }, (_, i) => new ClassicClient(bench, `pod-${i}`));
    live(bench, clients, 10_000);
    const before = clients.map((client) => client.assignment);
    for (const client of clients) {
      client.die();
      live(bench, clients, 3000);
    }
    expect(clients.map((client) => client.assignment)).toEqual(before);
    expect(new Set(clients.map((client) => client.generationId))).toEqual(new Set([1]));
  });
});

describe('many', () => {
  test('10,000 parked joins cost one timer wheel, not a timer each', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 3000 });
    const tickets: number[] = [];
    const started = performance.now();
    for (let i = 0; i < 10_000; i++) tickets.push(bench.join(`g${i}`, {}, 3));
    expect(bench.answers.size).toBe(0);
    // Nothing to do until the first delay is over.
    expect(bench.coordinator.nextDeadline()).toBeGreaterThan(bench.now + 2000);
    bench.now += 3000;
    bench.take(bench.coordinator.advance(bench.now));
    expect(tickets.every((ticket) => bench.joined(ticket)?.generationId === 1)).toBe(true);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('500 members join one group at once, classic and new', () => {
    const bench = new Bench({ 'group.initial.rebalance.delay.ms': 3000 }, { orders: 1000 });
    const started = performance.now();
    const tickets = Array.from({ length: 500 }, (_, i) => bench.join('g', { groupInstanceId: `i${i}` }));
    bench.pass(10_000);
    expect(tickets.filter((ticket) => bench.joined(ticket)!.members.length === 500)).toHaveLength(1);
    expect(new Set(tickets.map((ticket) => bench.joined(ticket)!.generationId))).toEqual(new Set([1]));

    const epochs = Array.from({ length: 500 }, (_, i) => {
      const response = bench.beat({
        groupId: 'n',
        memberId: `m${i}`,
        memberEpoch: 0,
        rebalanceTimeoutMs: 30_000,
        subscribedTopicNames: ['orders'],
        topicPartitions: [],
      });
      expect(errorName(response.errorCode)).toBe('NONE');
      return response.memberEpoch;
    });
    expect(epochs.at(-1)).toBe(500);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  test('5,000 groups with offsets load in moments', () => {
    const bench = new Bench();
    for (let i = 0; i < 5000; i++) bench.commit(`g${i}`, { 'orders-0': i, 'orders-1': i });
    const started = performance.now();
    bench.restart();
    expect(performance.now() - started).toBeLessThan(3000);
    expect(bench.coordinator.groupCount).toBe(5000);
    expect(bench.fetch('g4999', null)).toEqual({ 'orders-0': 4999, 'orders-1': 4999 });
  });

  test('a heartbeat of one among 1,000 idle members of its group looks at nobody else', () => {
    const bench = new Bench({}, { orders: 1 });
    for (let i = 0; i < 1000; i++) {
      bench.beat({
        groupId: 'g',
        memberId: `m${i}`,
        memberEpoch: 0,
        rebalanceTimeoutMs: 30_000,
        subscribedTopicNames: ['none'],
        topicPartitions: [],
      });
    }
    // The last to join is at the group's epoch.
    const request = newConsumerGroupHeartbeatRequest({ groupId: 'g', memberId: 'm999', memberEpoch: 1000 });
    const started = performance.now();
    for (let i = 0; i < 20_000; i++) {
      const { completions } = bench.coordinator.consumerGroupHeartbeat(i, request, bench.context(1), bench.now);
      if ((completions[0]!.response as { errorCode: number }).errorCode !== 0) throw new Error('the heartbeat failed');
    }
    // A look at every other member would take seconds.
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
