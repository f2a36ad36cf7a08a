/**
 * Random clusters under random commands: what must hold of every entry and of every image (reliability I17, I20, I33,
 * I36), and that the log alone tells the story.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ClusterImage } from '../../../src/core/metadata/cluster-image.ts';
import { imageHash } from '../../../src/core/metadata/image-snapshot.ts';
import { balanceLeadership } from '../../../src/core/metadata/leader-election-control.ts';
import { RecordType } from '../../../src/core/metadata/records.ts';
import type { PartitionRegistration } from '../../../src/core/metadata/topics-image.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { TestController } from './support.ts';

const BROKERS = [1, 2, 3, 4, 5];
const TOPICS = ['a', 'b', 'c'];

type Step =
  | { kind: 'restart'; id: number; isClean: boolean }
  | { kind: 'beat'; id: number; wantShutDown: boolean }
  | { kind: 'pass'; ms: number }
  | { kind: 'propose'; topic: string; isr: number[]; staleMember: boolean }
  | { kind: 'reassign'; topic: string; replicas: number[] | null }
  | { kind: 'elect'; unclean: boolean }
  | { kind: 'minimum'; topic: string; value: number }
  | { kind: 'balance' };

const broker = fc.constantFrom(...BROKERS);
const topic = fc.constantFrom(...TOPICS);
const some = fc.uniqueArray(broker, { minLength: 1, maxLength: 5 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restart' as const), id: broker, isClean: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('beat' as const),
      id: broker,
      wantShutDown: fc.boolean().map((b) => b && true),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 50, max: 700 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('propose' as const), topic, isr: some, staleMember: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('reassign' as const), topic, replicas: fc.option(some, { nil: null }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('elect' as const), unclean: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('minimum' as const), topic, value: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('balance' as const) }) },
);

function minimumOf(controller: TestController, name: string, partition: PartitionRegistration): number {
  const configured = controller.image.configs.topic(name).get('min.insync.replicas') ?? '1';
  return Math.min(Number(configured), partition.replicas.length);
}

function partitionsOf(controller: TestController): Map<string, PartitionRegistration> {
  const partitions = new Map<string, PartitionRegistration>();
  for (const { name, partitions: all } of controller.image.topics.all()) {
    for (const partition of all) partitions.set(`${name}-${partition.partition}`, partition);
  }
  return partitions;
}

function run(controller: TestController, action: Step, incarnation: number): void {
  switch (action.kind) {
    case 'restart': {
      const id = `${String(incarnation).padStart(20, 'x')}AQ`;
      controller.register(action.id, null, id, action.isClean);
      return;
    }
    case 'beat':
      controller.heartbeat(action.id, { wantShutDown: action.wantShutDown && incarnation % 4 === 0 });
      return;
    case 'pass':
      controller.now += action.ms;
      controller.fenceExpired();
      return;
    case 'propose': {
      const partition = controller.only(action.topic);
      if (partition.leader === -1) return;
      const isr = [partition.leader, ...action.isr.filter((id) => id !== partition.leader)];
      const staleId = isr.at(-1)!;
      const current = controller.image.brokers.get(staleId)!.epoch;
      const response = controller.propose(action.topic, isr, {
        ...(action.staleMember && isr.length > 1 ? { memberEpochs: { [staleId]: current - 1 } } : {}),
      });
      // I33: nobody enters the set but in the incarnation that is alive.
      if (response.errorCode === ErrorCode.NONE && action.staleMember) expect(isr).toHaveLength(1);
      return;
    }
    case 'reassign': {
      const { replicas } = action;
      controller.handle(ApiKey.AlterPartitionReassignments, {
        timeoutMs: 0,
        allowReplicationFactorChange: true,
        topics: [{ name: action.topic, partitions: [{ partitionIndex: 0, replicas }] }],
      });
      return;
    }
    case 'elect':
      controller.handle(ApiKey.ElectLeaders, {
        electionType: action.unclean ? 1 : 0,
        topicPartitions: null,
        timeoutMs: 0,
      });
      return;
    case 'minimum':
      controller.handle(ApiKey.IncrementalAlterConfigs, {
        resources: [
          {
            resourceType: 2,
            resourceName: action.topic,
            configs: [{ name: 'min.insync.replicas', configOperation: 0, value: String(action.value) }],
          },
        ],
        validateOnly: false,
      });
      return;
    case 'balance': {
      const records = balanceLeadership(controller.context());
      if (records.length > 0) controller.append(records);
    }
  }
}

function checkImage(controller: TestController): void {
  const { brokers } = controller.image;
  for (const [name, partition] of partitionsOf(controller)) {
    const { elr, isr, leader, replicas } = partition;
    // I17: a fenced broker leads nothing and is in no set.
    for (const id of [leader, ...isr]) {
      if (id !== -1) expect(brokers.get(id)?.isFenced, `${name}: broker ${id}`).toBe(false);
    }
    expect(new Set(replicas).size).toBe(replicas.length);
    expect(partition.directories).toHaveLength(replicas.length);
    for (const id of [...isr, ...elr, ...partition.addingReplicas, ...partition.removingReplicas]) {
      expect(replicas, `${name}: ${id}`).toContain(id);
    }
    expect(isr.filter((id) => elr.includes(id))).toEqual([]);
    if (leader !== -1) expect(isr).toContain(leader);
    const minimum = minimumOf(controller, name.slice(0, 1), partition);
    if (isr.length >= minimum) expect(elr, `${name}: eligible beside a full set`).toEqual([]);
  }
}

function checkEntry(
  controller: TestController,
  action: Step,
  before: Map<string, PartitionRegistration>,
  epochsBefore: Map<number, number>,
): void {
  for (const [name, now] of partitionsOf(controller)) {
    const was = before.get(name)!;
    // I20: epochs only grow; a new leader always has a new epoch.
    expect(now.leaderEpoch).toBeGreaterThanOrEqual(was.leaderEpoch);
    expect(now.partitionEpoch).toBeGreaterThanOrEqual(was.partitionEpoch);
    if (now.leader !== was.leader) expect(now.leaderEpoch).toBeGreaterThan(was.leaderEpoch);
    const hasEntered = now.isr.filter((id) => !was.isr.includes(id));
    if (action.kind === 'reassign') {
      // I36: a reassignment adds nobody to the set, and does not take it below the minimum that it had.
      expect(hasEntered).toEqual([]);
      const minimum = minimumOf(controller, name.slice(0, 1), now);
      if (was.isr.length >= minimum) expect(now.isr.length).toBeGreaterThanOrEqual(minimum);
    }
    // Whoever enters the set without the leader's word has been elected, out of the eligible ones or as a last resort.
    if (action.kind !== 'propose' && hasEntered.length > 0) {
      expect(hasEntered).toEqual([now.leader]);
      if (!was.elr.includes(now.leader)) expect(now.leaderRecoveryState).toBe(1);
    }
  }
  for (const { epoch, id } of controller.image.brokers.all()) {
    expect(epoch).toBeGreaterThanOrEqual(epochsBefore.get(id) ?? 0);
  }
}

test('whatever comes, goes and is asked for', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), fc.integer(), (steps, seed) => {
      const controller = new TestController({ brokers: BROKERS.map((id) => ({ id })), seed });
      controller.assign('a', [1, 2, 3], [2, 3, 4], [5, 1, 2]);
      controller.assign('b', [4, 5]);
      controller.assign('c', [3, 1, 5, 2]);
      let incarnation = 0;
      for (const action of steps) {
        incarnation++;
        const before = partitionsOf(controller);
        const epochs = new Map(controller.image.brokers.all().map(({ id, epoch }) => [id, epoch]));
        const entries = controller.entries.length;
        run(controller, action, incarnation);
        checkImage(controller);
        checkEntry(controller, action, before, epochs);
        // A fence and what follows from it are one entry: replaying any prefix must satisfy the same checks.
        for (const { records } of controller.entries.slice(entries)) {
          const fences = records.filter((r) => r.type === RecordType.BROKER_REGISTRATION_CHANGE && r.data.fenced === 1);
          expect(fences.length).toBeLessThanOrEqual(1);
        }
      }
      const replayed = new ClusterImage();
      for (const entry of controller.entries) replayed.replayEntry(entry);
      expect(imageHash(replayed)).toBe(imageHash(controller.image));
    }),
    { numRuns: Number(process.env['METADATA_RUNS'] ?? 40) },
  );
});
