/**
 * Decides when segment files are made durable, so that journal files can be used again: when some of them are full, and
 * once a minute while anything is dirty, or when the owner asks. The syncing itself is done elsewhere; this only asks and learns. WAL thread.
 */

import { SyncFailedError } from '../../runtime/files/file-system.ts';
import { CHECKPOINT_WANTED } from '../../runtime/rings/ring-layout.ts';
import { carryOutFlush, type FlushRequest } from '../../storage/flush.ts';
import { CHECKPOINT_NAME, encodeCheckpoint, type JournalPosition } from '../../storage/journal/journal-file.ts';
import type { OpenedDirectory } from '../../storage/open-log-directory.ts';
import type { WalOwnerPort } from './wal-messages.ts';

const INTERVAL_MS = 60_000;
/** Before a checkpoint is tried again that the disk had no space for. */
const NO_SPACE_PAUSE_MS = 1_000;
/** Full journal files that a checkpoint waits for: each costs commits that the journal's own stand in line with. */
const FULL_FILES = 3;
/**
 * Logs are written back whenever so much of them is in the page cache. A checkpoint that found a whole journal file's worth
 * there would keep the disk, and so every commit, for as long as that takes.
 */
const WRITE_BACK_BYTES = 4 * 1024 * 1024;
/** A log with less waits until there is more: with a thousand of them, each sync would be about a few kilobytes. */
const WRITE_BACK_LOG_BYTES = 64 * 1024;

export class Checkpointer {
  readonly #opened: OpenedDirectory;
  readonly #owner: WalOwnerPort;
  readonly #control: Int32Array;
  readonly #now: () => number;
  #lastAt: number;
  /** Of the last checkpoint that was begun, unless there was no space for it. */
  #lsn: number;
  /** The position that becomes the checkpoint when the flush in flight succeeds; null where it is none. */
  #inFlight: { readonly position: JournalPosition | null; readonly formerLsn: number } | null = null;
  #retryAt = Number.NEGATIVE_INFINITY;

  constructor(opened: OpenedDirectory, owner: WalOwnerPort, control: Int32Array, now: () => number) {
    this.#opened = opened;
    this.#owner = owner;
    this.#control = control;
    this.#now = now;
    this.#lastAt = now();
    this.#lsn = opened.frames.lsn;
  }

  /** True while a flush is in flight and the journal cannot go on for long without it. */
  get isWaiting(): boolean {
    return this.#inFlight !== null;
  }

  /** Whether a checkpoint is to begin now. The caller first carries out every frame that is in the journal. */
  isDue(isIdle: boolean): boolean {
    if (this.#inFlight !== null || this.#now() < this.#retryAt) return false;
    const { journal, writer } = this.#opened;
    if (journal !== null && journal.filesInUse() > FULL_FILES) return true;
    if (isIdle && writer.isDirty && this.#now() - this.#lastAt >= INTERVAL_MS) return true;
    return Atomics.load(this.#control, CHECKPOINT_WANTED) !== 0;
  }

  begin(): void {
    const { journal, writer } = this.#opened;
    Atomics.store(this.#control, CHECKPOINT_WANTED, 0);
    this.#inFlight = { position: journal?.end() ?? null, formerLsn: this.#lsn };
    this.#lsn = journal?.end().lsn ?? writer.carriedOutLsn;
    this.#owner.send({ type: 'flush', lsn: this.#lsn, ...this.#request() });
  }

  /**
   * Has what is in the page cache written to the disk, when that is much. Without a journal that is the system's affair.
   *
   * @returns false when as much again has come before that was done: logs come faster than the cache is written back
   */
  writeBack(): boolean {
    const { journal, writer } = this.#opened;
    if (journal === null || writer.dirtyBytes < WRITE_BACK_BYTES) return true;
    if (this.#inFlight !== null) return this.#inFlight.position !== null;
    const files = writer.takeWorthwhile(WRITE_BACK_LOG_BYTES);
    if (files.length === 0) return true;
    this.#inFlight = { position: null, formerLsn: this.#lsn };
    this.#owner.send({ type: 'flush', lsn: this.#lsn, files, directories: [], replacements: [] });
    return true;
  }

  /** The last checkpoint of an orderly stop, on this thread: the next start replays nothing. */
  close(): void {
    if (carryOutFlush(this.#opened.files, this.#request()) === 'durable') this.#opened.markClean();
  }

  /** Learns whether the flush in flight has ended. Returns work done. */
  poll(): number {
    if (this.#inFlight === null) return 0;
    const flushed = this.#owner.pollFlushed();
    if (flushed === null) return 0;
    if (flushed.error !== null) throw new SyncFailedError('EIO', flushed.error);
    const { position, formerLsn } = this.#inFlight;
    this.#inFlight = null;
    if (flushed.outcome === 'no space') {
      // The checkpoint before it counts on, and the journal keeps what it would have given back.
      this.#lsn = formerLsn;
      this.#retryAt = this.#now() + NO_SPACE_PAUSE_MS;
      Atomics.store(this.#control, CHECKPOINT_WANTED, 1);
      return 0;
    }
    if (position !== null) this.#opened.journal!.recycleBelow(position.lsn);
    if (position !== null || this.#opened.journal === null) this.#lastAt = this.#now();
    return 1;
  }

  #request(): FlushRequest {
    const { journal, writer, path, journalPath } = this.#opened;
    const replacements = this.#opened
      .checkpointFiles()
      .map(({ name, content }) => ({ directory: path, name, content }));
    if (journal !== null) {
      replacements.push({ directory: journalPath, name: CHECKPOINT_NAME, content: encodeCheckpoint(journal.end()) });
    }
    return { ...writer.takeDirty(), replacements };
  }
}
