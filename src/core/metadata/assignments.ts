/** Turns a wish for partitions (counts, or named brokers) into assignments, or into Kafka's reason why not. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { ClusterImage } from './cluster-image.ts';
import { type ApiFailure, type ControlContext, failure } from './control.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';
import { type BrokerLoad, placeReplicas } from './replica-placement.ts';

export interface NewPartition {
  readonly replicas: number[];
  /** Replicas that are alive: the first one leads. */
  readonly isr: number[];
}

const MAX_REPLICATION_FACTOR = 0x7fff;

/** Places `count` partitions. `loads` is what all brokers carry already; the new replicas are added to it. */
export function automaticAssignments(
  context: ControlContext,
  count: number,
  replicationFactor: number,
  loads: Map<number, BrokerLoad>,
): NewPartition[] | ApiFailure {
  const brokers = context.image.brokers.all();
  const impossible = impossibleBecause(context.image, brokers.length, replicationFactor);
  if (impossible !== null) {
    const message = `Unable to replicate the partition ${replicationFactor} time(s): ${impossible}`;
    return failure(ErrorCode.INVALID_REPLICATION_FACTOR, message);
  }
  const candidates = brokers.map(({ id, rack }) => ({ id, rack, isFenced: !context.image.brokers.isActive(id) }));
  const placed = placeReplicas(candidates, count, replicationFactor, loads, context.random);
  for (const replicas of placed) addLoad(loads, replicas);
  return placed.map((replicas) => ({ replicas, isr: replicas.filter((id) => context.image.brokers.isActive(id)) }));
}

function impossibleBecause(image: ClusterImage, registered: number, replicationFactor: number): string | null {
  if (!image.brokers.all().some((broker) => image.brokers.isActive(broker.id)))
    return 'All brokers are currently fenced.';
  if (replicationFactor <= registered && replicationFactor <= MAX_REPLICATION_FACTOR) return null;
  return (
    `The target replication factor of ${replicationFactor} cannot be reached because only ` +
    `${registered} broker(s) are registered.`
  );
}

/** Checks brokers that an administrator named. `replicationFactor` null: the first of its topic, any number will do. */
export function manualAssignment(
  image: ClusterImage,
  partition: number,
  replicas: number[],
  replicationFactor: number | null,
): NewPartition | ApiFailure {
  const refuse = (message: string) => failure(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
  if (replicas.length === 0) return refuse('The manual partition assignment includes an empty replica list.');
  const sorted = replicas.slice().sort((a, b) => a - b);
  for (const [i, id] of sorted.entries()) {
    if (image.brokers.get(id) === undefined) {
      return refuse(`The manual partition assignment includes broker ${id}, but no such broker is registered.`);
    }
    if (i > 0 && sorted[i - 1] === id) {
      return refuse(`The manual partition assignment includes the broker ${id} more than once.`);
    }
  }
  if (replicationFactor !== null && replicas.length !== replicationFactor) {
    return refuse(
      `The manual partition assignment includes a partition with ${replicas.length} replica(s), but this is not ` +
        `consistent with previous partitions, which have ${replicationFactor} replica(s).`,
    );
  }
  const isr = replicas.filter((id) => image.brokers.isActive(id));
  if (isr.length === 0) {
    return refuse(
      `All brokers specified in the manual partition assignment for partition ${partition} are fenced or in ` +
        'controlled shutdown.',
    );
  }
  return { replicas, isr };
}

/** What every broker carries, over all topics. */
export function brokerLoads(image: ClusterImage): Map<number, BrokerLoad> {
  const loads = new Map<number, BrokerLoad>();
  for (const topic of image.topics.all()) for (const partition of topic.partitions) addLoad(loads, partition.replicas);
  return loads;
}

function addLoad(loads: Map<number, BrokerLoad>, replicas: readonly number[]): void {
  for (const [i, id] of replicas.entries()) {
    let load = loads.get(id);
    if (load === undefined) {
      load = { replicas: 0, leaders: 0 };
      loads.set(id, load);
    }
    load.replicas++;
    if (i === 0) load.leaders++;
  }
}

export function partitionRecord(
  image: ClusterImage,
  topicId: string,
  partitionId: number,
  wish: NewPartition,
): MetadataRecord {
  return metadataRecord(RecordType.PARTITION, {
    topicId,
    partitionId,
    replicas: wish.replicas,
    isr: wish.isr,
    removingReplicas: [],
    addingReplicas: [],
    leader: wish.isr[0]!,
    leaderRecoveryState: 0,
    leaderEpoch: 0,
    partitionEpoch: 0,
    directories: wish.replicas.map((id) => onlyDirectoryOf(image, id)),
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
  });
}

/** A broker with one log directory leaves no choice; with several the broker chooses and reports. */
export function onlyDirectoryOf(image: ClusterImage, brokerId: number): string {
  const directories = image.brokers.get(brokerId)?.logDirs ?? [];
  return directories.length === 1 ? directories[0]! : UNASSIGNED_DIRECTORY;
}

/** Kafka's DirectoryId.UNASSIGNED is the zero uuid. */
const UNASSIGNED_DIRECTORY = 'AAAAAAAAAAAAAAAAAAAAAA';
