/** After the healing: everything makes progress again, all replicas are one log, and the log is what clients were told. */
import type { RunningBroker } from '../broker-code.ts';
import type { AdminHost } from '../clients/admin-host.ts';
import type { ConsumerHost } from '../clients/consumer-host.ts';
import type { PartitionHistory, SeenRecord } from '../clients/history.ts';
import type { ProducerHost } from '../clients/producer-host.ts';
import { ReaderHost } from '../clients/reader-host.ts';
import { Inode } from '../machine/disk.ts';
import type { BrokerNode } from '../world/broker-node.ts';
import type { World } from '../world/world.ts';
import type { ClusterChecks } from './cluster-checks.ts';

export interface EndParts {
  readonly world: World;
  readonly nodes: readonly BrokerNode[];
  readonly checks: ClusterChecks;
  readonly histories: ReadonlyMap<string, PartitionHistory>;
  readonly producers: readonly ProducerHost[];
  readonly consumers: readonly ConsumerHost[];
  readonly admin: AdminHost | null;
  readonly bootstrap: string;
  readonly recoveryMs: number;
}

const READER_MACHINE = 200;
/** What is written behind an acknowledgement: frames carried out to segment files. */
const SETTLE_MS = 2_000;

export function judgeEnd(parts: EndParts): void {
  const { checks, consumers, histories, producers, recoveryMs, world } = parts;
  const { violations } = world;
  const clients = [...producers, ...consumers, ...(parts.admin === null ? [] : [parts.admin])];
  const deadline = world.now + recoveryMs;
  const isOrderly = (): boolean => isInOrder(parts) === null;
  if (
    !checks.run(
      deadline,
      everyNow(world, () => clients.every(({ isDone }) => isDone) && isOrderly()),
    )
  ) {
    if (violations.found.length > 0) return;
    const waiting = clients.filter(({ isDone }) => !isDone).map(({ name }) => name);
    const why = waiting.length > 0 ? `${waiting.join(', ')} not done` : '';
    violations.add('I37', `${recoveryMs} ms after healing: ${why} ${isInOrder(parts) ?? ''}`);
    return;
  }
  checks.run(world.now + SETTLE_MS, () => false);
  compareReplicas(parts);
  judgeTopics(parts);
  const found = readBack(parts);
  for (const [name, history] of histories) history.judge(found.get(name) ?? []);
}

/** Asked after every event would cost more than the events. */
function everyNow(world: World, isTrue: () => boolean): () => boolean {
  let next = 0;
  return () => {
    if (world.now < next) return false;
    next = world.now + 50;
    return isTrue();
  };
}

/** What is still missing, as a sentence; null where nothing is. */
function isInOrder({ checks, nodes }: EndParts): string | null {
  const down = nodes.filter(({ living }) => living === null);
  if (down.length > 0) return `brokers ${down.map(({ id }) => id).join(', ')} do not serve`;
  const active = nodes.filter((node) => checks.controllerOf(node)?.activeEpoch != null);
  if (active.length !== 1) return `${active.length} controllers`;
  for (const node of nodes) {
    const { image } = node.living!.cache;
    if (image.index !== checks.lastCommitted)
      return `broker ${node.id} has seen entry ${image.index} of ${checks.lastCommitted}`;
    for (const partition of node.living!.replicas.partitions()) {
      const { registration, log, highWatermark } = partition;
      const name = `${partition.topic}-${partition.partition} of broker ${node.id}`;
      if (registration.leader === -1) return `${name} has no leader`;
      if (registration.isr.length !== registration.replicas.length)
        return `${name} has in sync ${registration.isr.join(', ')}`;
      if (log === null) return `${name} has no log`;
      if (!log.directory.isOnline) return `${name} is offline`;
      if (highWatermark !== log.logEndOffset) return `${name} is shown to ${highWatermark} of ${log.logEndOffset}`;
      const leader = nodes.find(({ id }) => id === registration.leader);
      const led = leader?.living?.replicas.getById(partition.topicId, partition.partition);
      if (led?.log?.logEndOffset !== log.logEndOffset)
        return `${name} ends at ${log.logEndOffset}, its leader elsewhere`;
    }
  }
  return null;
}

/** I12, I15, I19: what was answered is so, in every image. */
function judgeTopics({ admin, nodes, world }: EndParts): void {
  for (const { name, state } of admin?.made ?? []) {
    for (const { id, living } of nodes) {
      const isThere = living!.cache.image.topics.byName(name) !== undefined;
      if (state === 'created' && !isThere) world.violations.add('I12', `${name} was created and broker ${id} has none`);
      if (state === 'deleted' && isThere) world.violations.add('I12', `${name} was deleted and broker ${id} has it`);
    }
  }
}

/** I22, I30: the files of all replicas hold the same bytes, wherever their segments begin. */
function compareReplicas({ nodes, world }: EndParts): void {
  for (const node of nodes) {
    for (const leading of node.living?.replicas.partitions() ?? []) {
      if (!leading.isLeader) continue;
      const { partition, registration, topic, topicId } = leading;
      const own = logBytes(node, leading.log);
      for (const id of registration.replicas) {
        const other = nodes.find((each) => each.id === id)!;
        const theirs = logBytes(other, other.living?.replicas.getById(topicId, partition)?.log ?? null);
        const at = own.findIndex((byte, i) => theirs[i] !== byte);
        if (at === -1 && own.length === theirs.length) continue;
        const sizes = `${own.length} and ${theirs.length} bytes, from ${at === -1 ? own.length : at} on`;
        world.violations.add(
          'I30',
          `${topic}-${partition}: the files of brokers ${node.id} and ${id} differ: ${sizes}`,
        );
      }
    }
  }
}

type Log = NonNullable<ReturnType<RunningBroker['replicas']['getById']>>['log'];

/** What the log says is its own: behind it files are preallocated, or hold what was cut. */
function logBytes(node: BrokerNode, log: Log): Buffer {
  return Buffer.concat(
    (log?.segments ?? []).map(({ logPath, sizeInBytes }) => {
      const inode = node.machine.disk.find(logPath);
      return inode instanceof Inode ? Buffer.from(inode.data.subarray(0, sizeInBytes)) : Buffer.alloc(0);
    }),
  );
}

function readBack({ bootstrap, checks, histories, recoveryMs, world }: EndParts): Map<string, SeenRecord[]> {
  const reader = new ReaderHost(world, 'reader', READER_MACHINE, bootstrap, [...histories.keys()]);
  if (!checks.run(world.now + recoveryMs, () => reader.isDone) && world.violations.found.length === 0) {
    world.violations.add('I37', 'what was written cannot be read to its end');
  }
  return reader.found;
}
