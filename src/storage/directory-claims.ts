/**
 * Whose a partition's directory is, when the journal opens a partition under a name that the disk gives to another topic
 * or to none that can be read. WAL thread, while a directory is opened.
 *
 * Either the topic was deleted since the checkpoint and a later one has its name: then the journal opens that one further
 * on, and the former's frames say nothing any more. Or `partition.metadata` is damaged: its text has no checksum, and a
 * flipped bit is another topic. The journal's frames have one, so they decide.
 */
import { uuidToText } from '../core/bytes/uuid.ts';
import { PARTITION_METADATA } from '../core/log/segment-names.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { FRAME_OPEN, framePartition, frameTopicId, frameType } from './journal/frame-format.ts';
import type { JournalPosition } from './journal/journal-file.ts';
import { scanJournal } from './journal/journal-scan.ts';

export interface DirectoryClaimsOptions {
  readonly files: FileSystem;
  readonly path: string;
  readonly journalPath: string;
  readonly from: JournalPosition;
  /** Takes a sentence for each file that is put right. */
  readonly problems: string[];
  /** Names whose topic cannot be read; those that the journal knows are taken out. */
  readonly broken: string[];
}

export class DirectoryClaims {
  readonly #options: DirectoryClaimsOptions;
  #opened: Set<string> | null = null;

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
