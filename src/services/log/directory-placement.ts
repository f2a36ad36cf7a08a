/** Which log directory of a broker holds a partition, or shall. Main thread. */
import { PARTITION_METADATA, partitionDirectoryName } from '../../core/log/segment-names.ts';
import type { PartitionRegistration } from '../../core/metadata/topics-image.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { LogDirectory } from './log-directory.ts';

export interface PlacedPartition {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly registration: PartitionRegistration;
}

export interface DirectoryPlacementOptions {
  readonly brokerId: number;
  readonly logger: Logger;
  readonly directories: () => readonly LogDirectory[];
}

export class DirectoryPlacement {
  readonly #options: DirectoryPlacementOptions;

  constructor(options: DirectoryPlacementOptions) {
    this.#options = options;
  }

  /**
   * Where the partition's files are, or shall be: the directory that has them, else the one with the fewest. Null: nowhere.
   * @param isStarting the partition existed before this start
   */
  directoryFor(hosted: PlacedPartition, isStarting: boolean): LogDirectory | null {
    const { topic, topicId, partition } = hosted;
    const directories = this.#options.directories();
    const name = partitionDirectoryName(topic, partition);
    if (directories.some((directory) => directory.brokenDirectories.has(name))) return null;
    const holder = directories.find((directory) => directory.loaded.has(`${topicId}:${partition}`));
    if (holder !== undefined) return holder;
    if (isStarting && this.#isMisnamed(hosted)) return null;
    if (isStarting && directories.some((directory) => !directory.isOnline)) return this.#assignedDirectory(hosted);
    let best: LogDirectory | null = null;
    for (const directory of directories) {
      if (directory.isOnline && (best === null || directory.partitionCount < best.partitionCount)) best = directory;
    }
    return best;
  }

  /**
   * True when a directory of this partition's name belongs to a topic id that is this one but for a character or two. Ids
   * are random: such a neighbour is a damaged partition.metadata, and its records are this topic's. To set them aside and
   * begin anew would lose them.
   */
  #isMisnamed({ topic, partition, topicId }: PlacedPartition): boolean {
    for (const directory of this.#options.directories()) {
      for (const [key, loaded] of directory.loaded) {
        if (loaded.topic !== topic || loaded.partition !== partition || !isNearlyEqual(loaded.topicId, topicId))
          continue;
        directory.loaded.delete(key);
        const name = partitionDirectoryName(topic, partition);
        directory.brokenDirectories.add(name);
        const path = `${directory.path}/${name}/${PARTITION_METADATA}`;
        this.#options.logger.error('partition.metadata is damaged: its partition is not served', {
          path,
          found: loaded.topicId,
          topicId,
        });
        return true;
      }
    }
    return false;
  }

  /**
   * A partition of before this start, found nowhere while a directory is offline: it is taken to be there, and not begun
   * anew and empty elsewhere, unless the metadata says that it belongs to a directory that works.
   */
  #assignedDirectory({ topic, partition, registration }: PlacedPartition): LogDirectory | null {
    const assigned = registration.directories[registration.replicas.indexOf(this.#options.brokerId)];
    const found =
      this.#options.directories().find(({ isOnline, directoryId }) => isOnline && directoryId === assigned) ?? null;
    if (found === null) {
      const offline = this.#options
        .directories()
        .filter(({ isOnline }) => !isOnline)
        .map(({ path }) => path);
      this.#options.logger.error('partition is offline with its log directory', {
        topic,
        partition,
        directories: offline,
      });
    }
    return found;
  }
}

/** Of two random ids, one pair in 10^33 agrees in all but two characters. */
function isNearlyEqual(id: string, other: string): boolean {
  let different = 0;
  for (let i = 0; i < id.length; i++) if (id[i] !== other[i]) different++;
  return id.length === other.length && different > 0 && different <= 2;
}
