/** One seed from beginning to end: a cluster under faults, then the same cluster healed, then everything looked at. */

import { ClusterChecks } from '../checks/cluster-checks.ts';
import { judgeEnd } from '../checks/end-checks.ts';
import { Violations } from '../checks/violation.ts';
import { AdminHost } from '../clients/admin-host.ts';
import { ConsumerHost } from '../clients/consumer-host.ts';
import { PartitionHistory } from '../clients/history.ts';
import { ProducerHost } from '../clients/producer-host.ts';
import type { LoadedCode } from '../code.ts';
import { Random } from '../machine/random.ts';
import { BrokerNode, CLIENT_PORT, type NodePlan } from './broker-node.ts';
import type { Circumstances } from './circumstances.ts';
import { Faults } from './faults.ts';
import { World } from './world.ts';

export interface SeedReport {
  readonly seed: number;
  readonly violations: Violations['found'];
  readonly events: number;
  readonly hash: number;
  readonly virtualMs: number;
  readonly acknowledged: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly log: readonly string[];
}

/** Healed, everything must be in order within this time (I37, and what a restart of all takes). */
export const RECOVERY_MS = 60_000;
const START_MS = 30_000;
const CLIENT_MACHINES = 100;

export function runSeed(
  seed: number,
  loaded: LoadedCode,
  circumstances: Circumstances = {},
  isVerbose = false,
  violations = new Violations(),
): SeedReport {
  const world = new World(seed, loaded, violations, isVerbose, circumstances.cables === 'far');
  const random = new Random(seed, 4);
  const plans = planNodes(random, circumstances);
  const properties = propertiesOf(random);
  const nodes = plans.map((plan) => new BrokerNode(world, plan, plans, properties));
  const checks = new ClusterChecks(world, nodes);
  const histories = new Map<string, PartitionHistory>();
  let faults: Faults | null = null;
  const producers: ProducerHost[] = [];
  const consumers: ConsumerHost[] = [];

  for (const node of nodes) node.start();
  const run = (until: number, isDone: () => boolean = () => false): boolean => checks.run(until, isDone);
  if (!run(START_MS, () => nodes.every(({ living }) => living !== null))) {
    violations.add('I37', `the cluster did not start within ${START_MS} ms`);
  } else {
    const bootstrap = nodes.map(({ machine }) => `${machine.address}:${CLIENT_PORT}`).join(',');
    const topics = random.shuffled(['orders', 'events']).slice(0, 1 + random.below(2));
    let machine = CLIENT_MACHINES;
    for (const [at, topic] of topics.entries()) {
      const partitions = new Map<number, PartitionHistory>();
      for (let p = 0; p < 2; p++) {
        const history = new PartitionHistory(`${topic}-${p}`, violations);
        partitions.set(p, history);
        histories.set(history.name, history);
      }
      const acks = at === 1 && random.chance(0.4) ? 1 : -1;
      for (let i = 0; i < 1 + random.below(2); i++) {
        const plan = {
          topic,
          partitions,
          acks,
          pauseMs: random.skewed(15, 200),
          valueBytes: random.pick([20, 100, 600]),
          deliveryTimeoutMs: random.pick([5_000, 30_000, 120_000]),
        } as const;
        const name = `producer ${producers.length + 1}`;
        producers.push(new ProducerHost(world, name, machine++, bootstrap, plan, new Random(seed, 10 + machine)));
      }
      const name = `consumer ${consumers.length + 1}`;
      const reading = { topic, partitions };
      consumers.push(new ConsumerHost(world, name, machine++, bootstrap, reading, new Random(seed, 50 + machine)));
    }
    const hasChurn = random.chance(0.6) || circumstances.admin !== undefined;
    const admin = hasChurn
      ? new AdminHost(world, 'admin', machine++, bootstrap, nodes, topics, new Random(seed, 5), circumstances.admin)
      : null;
    faults = new Faults(world, nodes, circumstances);
    run(world.now + random.between(10_000, 30_000));
    faults.end();
    for (const client of [...producers, ...consumers]) client.stop();
    admin?.stop();
    judgeEnd({ world, nodes, checks, histories, producers, consumers, admin, bootstrap, recoveryMs: RECOVERY_MS });
  }
  return {
    seed,
    violations: violations.found,
    events: world.clock.events,
    hash: world.clock.hash,
    virtualMs: world.now,
    acknowledged: producers.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    faults: faults?.counts ?? new Map(),
    log: world.log,
  };
}

function planNodes(random: Random, { brokers }: Circumstances): NodePlan[] {
  const drawn = random.next();
  const kind = brokers === undefined ? drawn : { 3: 0, 4: 0.9, 5: 0.8 }[brokers];
  const [count, voters] = kind < 0.75 ? [3, 3] : kind < 0.85 ? [5, 5] : [4, 3];
  return Array.from({ length: count }, (_, i) => ({ nodeId: i + 1, isVoter: i < voters }));
}

function propertiesOf(random: Random): ReadonlyMap<string, string> {
  return new Map([
    ['chronik.ring.bytes', String(random.pick([65_536, 262_144]))],
    ['chronik.journal.bytes', '1048576'],
    ['broker.heartbeat.interval.ms', '200'],
    ['broker.session.timeout.ms', '1500'],
    ['replica.lag.time.max.ms', String(random.pick([1_000, 3_000]))],
    ['default.replication.factor', '3'],
    ['min.insync.replicas', '2'],
    ['num.partitions', '2'],
    ['group.initial.rebalance.delay.ms', '0'],
    ['offsets.topic.num.partitions', '1'],
    ['transaction.state.log.num.partitions', '1'],
    ['log.roll.ms', String(random.pick([3_000, 600_000]))],
    ['log.cleaner.dedupe.buffer.size', '1048576'],
    // Wall clocks jump by days: whose is right is not what is asked here.
    ['log.retention.ms', '-1'],
    ['producer.id.expiration.ms', '2147483647'],
    ['log.message.timestamp.after.max.ms', '9223372036854775807'],
  ]);
}
