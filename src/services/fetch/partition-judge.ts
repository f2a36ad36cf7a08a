/**
 * Judges one partition of a fetch at this moment: may it be served, up to which offset, and if not, why not.
 * Main thread; allocates nothing: the verdict is one object, overwritten by the next `judge`.
 */

import { UNDEFINED_EPOCH } from '../../core/log/leader-epochs.ts';
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { FetchPartition } from './fetch-partition.ts';

/** The partitions of this broker, as a fetch finds them. */
export interface FetchReplicas {
  get(topic: string, partition: number): HostedPartition | undefined;
  getById(topicId: string, partition: number): HostedPartition | undefined;
}

export interface ImageSource {
  readonly image: ClusterImage;
}

export class PartitionJudge {
  errorCode = 0;
  /** Null when this broker does not host it. */
  partition: HostedPartition | null = null;
  /** Not null when there is no error and the client is to read here. */
  log: PartitionLog | null = null;
  /** Who leads, as far as known: told with errors that a refresh of metadata would cure. */
  leaderId = -1;
  leaderEpoch = -1;
  /** Not −1: the client's log and this one parted there (KIP-595), and it gets no records. */
  divergingEpoch = -1;
  divergingEndOffset = -1;
  /** Not −1: the client is to read from this follower, which is nearer to it (KIP-392); it gets no records here. */
  preferredReadReplica = -1;
  highWatermark = -1;
  lastStableOffset = -1;
  logStartOffset = -1;
  /** The client sees only what is below. */
  limitOffset = 0;
  readonly #replicas: FetchReplicas;
  readonly #metadata: ImageSource;
  readonly #isRackAware: boolean;

  /** @param isRackAware `replica.selector.class` is Kafka's rack-aware one: consumers are sent to followers in their rack */
  constructor(replicas: FetchReplicas, metadata: ImageSource, isRackAware = false) {
    this.#replicas = replicas;
    this.#metadata = metadata;
    this.#isRackAware = isRackAware;
  }

  judge(asked: FetchPartition, usesTopicIds: boolean, isReadCommitted: boolean): void {
    this.#clear();
    const hosted = usesTopicIds
      ? this.#replicas.getById(asked.topicId, asked.partition)
      : this.#replicas.get(asked.topic, asked.partition);
    if (hosted === undefined) {
      this.errorCode = this.#whyNotHosted(asked, usesTopicIds);
      return;
    }
    asked.topic = hosted.topic;
    this.partition = hosted;
    this.leaderId = hosted.registration.leader;
    this.leaderEpoch = hosted.leaderEpoch;
    const { clientRack } = asked;
    this.errorCode = hosted.epochError(asked.currentLeaderEpoch) || hosted.readError(clientRack !== null);
    if (this.errorCode !== ErrorCode.NONE) return;
    const log = hosted.log!;
    this.errorCode = this.#offsetError(asked, log, hosted.isLeader);
    if (this.errorCode !== ErrorCode.NONE) return;
    if (this.#isRackAware && clientRack !== null && clientRack !== '' && this.divergingEpoch === -1) {
      this.preferredReadReplica = nearestReplica(hosted, clientRack, asked.fetchOffset, this.#metadata.image);
    }
    this.log = this.preferredReadReplica === -1 ? log : null;
    this.highWatermark = hosted.highWatermark;
    this.lastStableOffset = hosted.lastStableOffset;
    this.logStartOffset = log.logStartOffset;
    this.limitOffset = isReadCommitted ? this.lastStableOffset : this.highWatermark;
  }

  #clear(): void {
    this.preferredReadReplica = -1;
    this.partition = null;
    this.log = null;
    this.leaderId = -1;
    this.leaderEpoch = -1;
    this.divergingEpoch = -1;
    this.divergingEndOffset = -1;
    this.highWatermark = -1;
    this.lastStableOffset = -1;
    this.logStartOffset = -1;
    this.limitOffset = 0;
  }

  #whyNotHosted(asked: FetchPartition, usesTopicIds: boolean): number {
    const { topics } = this.#metadata.image;
    const topic = usesTopicIds ? topics.byId(asked.topicId) : topics.byName(asked.topic);
    if (topic === undefined) {
      if (!usesTopicIds) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      if (asked.topic === '') return ErrorCode.UNKNOWN_TOPIC_ID;
      // A session knew the id: the topic went, and perhaps another came under its name.
      return topics.byName(asked.topic) === undefined
        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        : ErrorCode.INCONSISTENT_TOPIC_ID;
    }
    asked.topic = topic.name;
    const registration = topic.partitions[asked.partition];
    if (registration === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    this.leaderId = registration.leader;
    this.leaderEpoch = registration.leaderEpoch;
    return ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  #offsetError(asked: FetchPartition, log: PartitionLog, isLeader: boolean): number {
    const { fetchOffset } = asked;
    if (fetchOffset < log.logStartOffset) return ErrorCode.OFFSET_OUT_OF_RANGE;
    // The end of a follower that is behind says nothing of the partition's: told "out of range", a client would reset its
    // position and pass records over.
    const isBehind = !isLeader && fetchOffset > log.logEndOffset;
    if (isBehind || !this.#compareEpochs(asked, log)) {
      return isLeader ? ErrorCode.OFFSET_OUT_OF_RANGE : ErrorCode.OFFSET_NOT_AVAILABLE;
    }
    // Divergence is told even where the client is past our end: that is how it learns to go back.
    const isPastEnd = fetchOffset > log.logEndOffset && this.divergingEpoch === -1;
    return isPastEnd ? ErrorCode.OFFSET_OUT_OF_RANGE : ErrorCode.NONE;
  }

  /** Notes where the logs parted. False when nothing is known of the epoch that the client last fetched. */
  #compareEpochs(asked: FetchPartition, log: PartitionLog): boolean {
    const { lastFetchedEpoch } = asked;
    if (lastFetchedEpoch < 0) return true;
    const { leaderEpoch, endOffset } = log.epochs.endOffsetFor(lastFetchedEpoch, log.logEndOffset);
    if (leaderEpoch === UNDEFINED_EPOCH || endOffset < 0) return false;
    if (leaderEpoch < lastFetchedEpoch || endOffset < asked.fetchOffset) {
      this.divergingEpoch = leaderEpoch;
      this.divergingEndOffset = endOffset;
    }
    return true;
  }
}

/**
 * As Kafka's RackAwareReplicaSelector: a leader in the client's rack serves it; else, of the in-sync followers there that
 * have the offset, the one that is furthest. −1: the leader.
 */
function nearestReplica(hosted: HostedPartition, rack: string, fetchOffset: number, image: ClusterImage): number {
  const { leading, registration } = hosted;
  if (leading === null || image.brokers.get(registration.leader)?.rack === rack) return -1;
  let nearest = -1;
  let furthest = -1;
  for (const { brokerId, durableEnd } of leading.followers.values()) {
    if (durableEnd < fetchOffset || durableEnd <= furthest || !registration.isr.includes(brokerId)) continue;
    if (image.brokers.get(brokerId)?.rack !== rack || !image.brokers.isActive(brokerId)) continue;
    nearest = brokerId;
    furthest = durableEnd;
  }
  return nearest;
}
