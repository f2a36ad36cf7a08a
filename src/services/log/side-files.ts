/**
 * The small files beside a log that are functions of it: producer snapshots, leader epochs, transaction indexes; and the
 * removal of what a log no longer holds. Written without haste and without a promise: recovery rebuilds what is missing,
 * and their checksums or shapes show what is torn. Main thread, asynchronous, one write per file at a time.
 */
import { rename, rm, unlink, writeFile } from 'node:fs/promises';
import { LEADER_EPOCH_CHECKPOINT, SEGMENT_SUFFIXES, segmentFileName } from '../../core/log/segment-names.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { LogSegment } from './log-segment.ts';

/** Rare, and what a start believes without looking at the batches. */
const SYNCED = { flush: true };

export class SideFiles {
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Latest content wanted, by path; an entry stays while it is being written. */
  readonly #wanted = new Map<string, Uint8Array | string>();
  readonly #inFlight = new Map<string, Promise<void>>();
  /** Leader epochs that could not be written, by path. */
  readonly #unsavedEpochs = new Map<string, Uint8Array | string>();
  /** Removals to come, so that an orderly stop does them at once. */
  readonly #removals = new Map<() => void, () => Promise<void>>();

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /**
   * A start that uses the snapshot does not look at the batches before it: the epochs that began there must be on disk
   * first, or they would be taken to begin after it.
   */
  saveSnapshot(directory: string, offset: number, content: Uint8Array): void {
    const path = `${directory}/${LEADER_EPOCH_CHECKPOINT}`;
    const unsaved = this.#unsavedEpochs.get(path);
    if (unsaved !== undefined) this.#save(path, unsaved);
    this.#save(`${directory}/${segmentFileName(offset, '.snapshot')}`, content, this.#inFlight.get(path));
  }

  /** Of no use any more: a younger one is on its way, or there. */
  removeSnapshot(directory: string, offset: number): void {
    const path = `${directory}/${segmentFileName(offset, '.snapshot')}`;
    this.#wanted.delete(path);
    const written = this.#inFlight.get(path) ?? Promise.resolve();
    void written.then(() => unlink(path).catch(() => {}));
  }

  saveEpochs(directory: string, content: string): void {
    const path = `${directory}/${LEADER_EPOCH_CHECKPOINT}`;
    this.#unsavedEpochs.delete(path);
    this.#save(path, content);
  }

  saveAborted(segment: LogSegment): void {
    this.#save(`${segment.stem}.txnindex`, segment.aborted.encode());
  }

  /** A file of the directory is being written. */
  isBusy(directory: string): boolean {
    for (const path of this.#inFlight.keys()) if (path.startsWith(`${directory}/`)) return true;
    return false;
  }

  /** Removes files that the WAL thread has renamed, or will have, after `file.delete.delay.ms`. */
  removeLater(directory: string, segments: readonly LogSegment[], delayMs: number): void {
    const paths = segments.flatMap(({ baseOffset }) =>
      SEGMENT_SUFFIXES.map((suffix) => `${directory}/${segmentFileName(baseOffset, suffix, '.deleted')}`),
    );
    this.#later(delayMs, async () => {
      for (const path of paths) await unlink(path).catch(ignoreMissing);
    });
  }

  removeDirectoryLater(path: string, delayMs: number): void {
    this.#later(delayMs, () => rm(path, { recursive: true, force: true }));
  }

  /** Everything wanted is written, every removal done. */
  async close(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight.values());
    for (const [cancel, remove] of this.#removals) {
      cancel();
      await remove().catch((error: Error) =>
        this.#logger.warn('files of a deleted log could not be removed', { error }),
      );
    }
  }

  #later(delayMs: number, remove: () => Promise<void>): void {
    const cancel = this.#clock.setTimer(delayMs, () => {
      this.#removals.delete(cancel);
      remove().catch((error: Error) => this.#logger.warn('files of a deleted log could not be removed', { error }));
    });
    this.#removals.set(cancel, remove);
  }

  #save(path: string, content: Uint8Array | string, after: Promise<void> = Promise.resolve()): void {
    this.#wanted.set(path, content);
    if (this.#inFlight.has(path)) return;
    const written = after
      .then(() => this.#write(path))
      .catch((error: NodeJS.ErrnoException) => {
        this.#wanted.delete(path);
        // The partition was deleted meanwhile.
        if (error.code === 'ENOENT') this.#unsavedEpochs.delete(path);
        else this.#logger.warn('side file could not be written; recovery will rebuild it', { path, error });
      });
    this.#inFlight.set(
      path,
      written.finally(() => this.#inFlight.delete(path)),
    );
  }

  async #write(path: string): Promise<void> {
    for (let content = this.#wanted.get(path); content !== undefined; content = this.#wanted.get(path)) {
      this.#wanted.delete(path);
      const isEpochs = path.endsWith(LEADER_EPOCH_CHECKPOINT);
      if (isEpochs) this.#unsavedEpochs.set(path, content);
      else if (path.endsWith('.snapshot') && this.#unsavedEpochs.has(epochsBeside(path))) return;
      await writeFile(`${path}.tmp`, content, isEpochs ? SYNCED : {});
      await rename(`${path}.tmp`, path);
      if (isEpochs) this.#unsavedEpochs.delete(path);
    }
  }
}

function epochsBeside(path: string): string {
  return `${path.slice(0, path.lastIndexOf('/'))}/${LEADER_EPOCH_CHECKPOINT}`;
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
