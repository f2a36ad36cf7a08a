/**
 * Tells the controller in which log directory this broker keeps each of its replicas (KIP-858), where it has several to
 * choose from: when one fails, the controller knows whom to elect. Main thread.
 */
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import type { ImageDelta } from '../../core/metadata/image-delta.ts';
import { ApiKey } from '../../core/protocol/api-keys.ts';
import type { AssignReplicasToDirsRequest } from '../../core/protocol/generated/assign-replicas-to-dirs-request.ts';
import type { MetadataService } from './metadata-service.ts';

export interface DirectoryReportsOptions {
  readonly brokerId: number;
  readonly brokerEpoch: () => number;
  readonly metadata: MetadataService;
  /** The uuid of the directory that holds a replica of this broker; null where none does (yet). */
  readonly directoryOf: (topicId: string, partition: number) => string | null;
}

const TIMEOUT_MS = 10_000;
/** What could not be told is looked at again. */
const RETRY_MS = 1_000;
/** More replicas than this are told in several requests. */
const MOST_AT_ONCE = 2_000;

type Replica = readonly [topicId: string, partition: number];

export class DirectoryReports {
  readonly #options: DirectoryReportsOptions;
  /** Replicas to look at, as `topicId:partition`. */
  readonly #open = new Map<string, Replica>();
  #isAsking = false;
  #isStopped = false;

  constructor(options: DirectoryReportsOptions) {
    this.#options = options;
  }

  /** After the partitions of the image have been opened. */
  readonly onMetadata = (delta: ImageDelta, image: ClusterImage): void => {
    for (const [topicId, partitions] of delta.changedPartitions) {
      for (const partition of partitions) this.#look(image, topicId, partition);
    }
    this.#tell();
  };

  stop(): void {
    this.#isStopped = true;
  }

  #look(image: ClusterImage, topicId: string, partition: number): void {
    if (this.#wrongDirectory(image, topicId, partition) !== null) {
      this.#open.set(`${topicId}:${partition}`, [topicId, partition]);
    }
  }

  /** Where the replica is, if the image says otherwise. */
  #wrongDirectory(image: ClusterImage, topicId: string, partition: number): string | null {
    const { brokerId, directoryOf } = this.#options;
    const registration = image.topics.partition(topicId, partition);
    const at = registration?.replicas.indexOf(brokerId) ?? -1;
    if (registration === undefined || at < 0) return null;
    const directory = directoryOf(topicId, partition);
    return directory === registration.directories[at] ? null : directory;
  }

  #tell(): void {
    if (this.#isAsking || this.#isStopped || this.#open.size === 0) return;
    const { brokerEpoch, brokerId, metadata } = this.#options;
    const byDirectory = new Map<string, Map<string, number[]>>();
    for (const [key, [topicId, partition]] of [...this.#open].slice(0, MOST_AT_ONCE)) {
      this.#open.delete(key);
      const directory = this.#wrongDirectory(metadata.cache.image, topicId, partition);
      if (directory === null) continue;
      const topics = byDirectory.get(directory) ?? new Map<string, number[]>();
      byDirectory.set(directory, topics);
      const partitions = topics.get(topicId);
      if (partitions === undefined) topics.set(topicId, [partition]);
      else partitions.push(partition);
    }
    if (byDirectory.size === 0) {
      this.#tell();
      return;
    }
    const request: AssignReplicasToDirsRequest = {
      brokerId,
      brokerEpoch: brokerEpoch(),
      directories: [...byDirectory].map(([id, topics]) => ({
        id,
        topics: [...topics].map(([topicId, partitions]) => ({
          topicId,
          partitions: partitions.map((partitionIndex) => ({ partitionIndex })),
        })),
      })),
    };
    this.#isAsking = true;
    const command = { apiKey: ApiKey.AssignReplicasToDirs, request } as const;
    metadata.submit(command, metadata.nowMs() + TIMEOUT_MS, ({ response }) => {
      this.#isAsking = false;
      if (response !== null && response.errorCode === 0) return this.#tell();
      for (const topics of byDirectory.values()) {
        for (const [topicId, partitions] of topics) {
          for (const partition of partitions) this.#open.set(`${topicId}:${partition}`, [topicId, partition]);
        }
      }
      metadata.atDeadline(metadata.nowMs() + RETRY_MS, () => this.#tell());
    });
  }
}
