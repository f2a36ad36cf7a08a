// Random lives of classic members: what must hold whatever they do, whenever the coordinator dies and whatever its log refuses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { ClassicClient } from './support/classic-client.ts';
import { Bench } from './support/coordinator-bench.ts';

const CLIENTS = 5;
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('join' as const),
      client: fc.nat(CLIENTS - 1),
      metadata: fc.constantFrom('m', 'n'),
    }),
  },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('step' as const), client: fc.nat(CLIENTS - 1) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('heartbeat' as const), client: fc.nat(CLIENTS - 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), client: fc.nat(CLIENTS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('die' as const), client: fc.nat(CLIENTS - 1) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('commit' as const), client: fc.nat(CLIENTS - 1), offset: fc.nat(100) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(10, 500, 3000, 6001, 16_000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refuse' as const) }) },
);

function settle(bench: Bench, clients: ClassicClient[]): void {
  for (let round = 0; round < 60; round++) {
    for (const client of clients) {
      if (client.state === 'out') client.join('m');
      client.step();
      client.heartbeat();
    }
    bench.pass(1000);
  }
}

test('generations never go back, replay gives the same state, and in the end everybody has a part of its own', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.constantFrom(0, 3000), (steps, delay) => {
      const bench = new Bench({ 'group.initial.rebalance.delay.ms': delay });
      const clients = Array.from({ length: CLIENTS }, (_, i) => new ClassicClient(bench, i < 2 ? `static-${i}` : null));
      let generation = -1;
      for (const one of steps) {
        const client = 'client' in one ? clients[one.client]! : clients[0]!;
        if (one.kind === 'join' && client.state !== 'joining') client.join(one.metadata);
        else if (one.kind === 'step') client.step();
        else if (one.kind === 'heartbeat') client.heartbeat();
        else if (one.kind === 'leave') client.leave();
        else if (one.kind === 'die') client.die();
        else if (one.kind === 'commit' && client.state === 'stable') {
          const ticket = bench.ticket();
          bench.take(
            bench.coordinator.offsetCommit(
              ticket,
              {
                groupId: 'g',
                generationIdOrMemberEpoch: client.generationId,
                memberId: client.memberId,
                groupInstanceId: client.instanceId,
                retentionTimeMs: -1,
                topics: [
                  {
                    name: 'orders',
                    topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
                    partitions: [
                      {
                        partitionIndex: 0,
                        committedOffset: one.offset,
                        committedLeaderEpoch: -1,
                        committedMetadata: null,
                      },
                    ],
                  },
                ],
              },
              bench.context(9),
              bench.now,
            ),
          );
        } else if (one.kind === 'pass') bench.pass(one.ms);
        else if (one.kind === 'refuse') bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
        else if (one.kind === 'restart') {
          bench.refuseWith = ErrorCode.NONE;
          bench.restart();
          // Who was parked lost its connection; a generation that nobody completed is lost with the coordinator.
          for (const each of clients) if (each.state === 'joining' || each.state === 'syncing') each.die();
          generation = -1;
          for (const each of clients) each.generationId = each.state === 'stable' ? each.generationId : -1;
        }
        const described = bench.coordinator.describeGroup('g', 6);
        if (described.groupState === 'Stable') {
          const assigned = described.members
            .map((member) => new TextDecoder().decode(member.memberAssignment))
            .filter((value) => value !== '');
          const current = Number(assigned[0]?.split(':')[0] ?? generation);
          expect(current).toBeGreaterThanOrEqual(generation);
          generation = current;
        }
        expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
        expect(bench.coordinator.durableState()).toEqual(bench.replayed(bench.compacted()).durableState());
      }
      bench.refuseWith = ErrorCode.NONE;
      settle(bench, clients);
      expect(bench.state('g')).toBe('Stable');
      const assignments = clients.map((client) => client.assignment);
      expect(clients.map((client) => client.state)).toEqual(Array(CLIENTS).fill('stable'));
      expect(new Set(clients.map((client) => client.generationId)).size).toBe(1);
      expect(new Set(assignments).size).toBe(CLIENTS);
    }),
    { numRuns: Number(process.env['GROUP_RUNS'] ?? 300) },
  );
});
