/**
 * Whose a partition's directory is, when the journal opens a partition under a name that the disk gives to another topic
 * or to none that can be read. WAL thread, while a directory is opened.
 *
 * Either the topic was deleted since the checkpoint and a later one has its name: then the journal opens that one further
 * on, and the former's frames say nothing any more. Or `partition.metadata` is damaged: its text has no checksum, and a
 * flipped bit is another topic. The journal's frames have one, so they decide. Where they do not name the directory either,
 * and hold records that may be its, the log directory is refused: after this replay nobody would have them.
 */
import { uuidToText } from '../core/bytes/uuid.ts';
import { PARTITION_METADATA, parsePartitionDirectory } from '../core/log/segment-names.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { FRAME_OPEN, framePartition, frameTopicId, frameType } from './journal/frame-format.ts';
import type { JournalPosition } from './journal/journal-file.ts';
import { scanJournal } from './journal/journal-scan.ts';
import type { OffsetCheckpoints } from './offset-checkpoints.ts';
import type { Replay } from './segments/directory-writer.ts';

export interface DirectoryClaimsOptions {
  readonly files: FileSystem;
  readonly path: string;
  readonly journalPath: string;
  readonly from: JournalPosition;
  /** Takes a sentence for each file that is put right. */
  readonly problems: string[];
  /** Names whose topic cannot be read; those that the journal knows are taken out. */
  readonly broken: string[];
  readonly checkpoints: OffsetCheckpoints;
}

export class DirectoryClaims implements Replay {
  readonly #options: DirectoryClaimsOptions;
  #opened: Set<string> | null = null;
  /** Topic ids of skipped frames, by partition. */
  readonly #homeless = new Map<number, Set<string>>();

  constructor(options: DirectoryClaimsOptions) {
    this.#options = options;
  }

  /**
   * @param name of the directory
   * @param holder topic id on the disk; null when there is none
   * @returns whether the directory becomes that of `topicId`
   */
  isOf(name: string, topicId: string, partition: number, holder: string | null): boolean {
    const { path, problems, broken } = this.#options;
    const at = broken.indexOf(name);
    if (at === -1 && holder === null) return true;
    if (holder !== null && this.#isOpened(`${holder}:${partition}`)) return false;
    if (at !== -1) broken.splice(at, 1);
    const was = holder === null ? 'cannot be read' : `says ${holder}`;
    problems.push(`${path}/${name}/${PARTITION_METADATA} ${was}, but the journal has ${topicId}: it was written anew`);
    return true;
  }

  logStartOf(name: string, topicId: string): number {
    return this.#options.checkpoints.logStartOf(name, topicId);
  }

  onUnknown(topicId: string, partition: number, isRetired: boolean): void {
    let topicIds = this.#homeless.get(partition);
    if (topicIds === undefined) {
      topicIds = new Set();
      this.#homeless.set(partition, topicIds);
    }
    if (isRetired) topicIds.delete(topicId);
    else topicIds.add(topicId);
  }

  /** After the replay. @returns why the log directory must not be served; null when it may */
  fault(): string | null {
    const { path, broken } = this.#options;
    for (const name of broken) {
      const topicIds = [...(this.#homeless.get(parsePartitionDirectory(name)!.partition) ?? [])];
      if (topicIds.length === 0) continue;
      const file = `${path}/${name}/${PARTITION_METADATA}`;
      return `${file} cannot be read, and the journal holds records that may be its: write the topic's id (${topicIds.join(' or ')}) into the file, or move the directory away`;
    }
    return null;
  }

  /** Whether what is replayed opens the partition, whenever. Reads the journal once more, and only where it matters. */
  #isOpened(key: string): boolean {
    if (this.#opened === null) {
      const { files, journalPath, from } = this.#options;
      const opened = new Set<string>();
      scanJournal(files, journalPath, from, (view, bytes, at) => {
        if (frameType(view, at) !== FRAME_OPEN) return;
        opened.add(`${uuidToText(frameTopicId(bytes, at), 0)}:${framePartition(view, at)}`);
      });
      this.#opened = opened;
    }
    return this.#opened.has(key);
  }
}
