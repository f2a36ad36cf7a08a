/**
 * The snapshots beside the metadata log: takes one of the committed image when it is due, and says what nobody needs any
 * more once it is there. Owns which ones there are. Controller thread; only the log calls it.
 */
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { LogIo } from './log-io.ts';
import type { LogJobResult } from './log-jobs.ts';
import { encodeSnapshot, snapshotName } from './snapshot-file.ts';

const SNAPSHOT_RETRY_MS = 10_000;

export interface SnapshotOptions {
  readonly directory: string;
  /** A snapshot is due after this many entries. */
  readonly snapshotEntries: number;
  /** Entries kept behind a snapshot for voters that lag. */
  readonly retainedEntries: number;
}

export interface StoredSnapshot {
  readonly index: number;
  readonly name: string;
}

export interface SnapshotEvents {
  /** There is a new one. */
  onTaken(): void;
  /** What was begun of a snapshot is in the way. */
  remove(names: readonly string[]): void;
  fail(error: NonNullable<LogJobResult['error']>): void;
}

export class LogSnapshots {
  readonly #options: SnapshotOptions;
  readonly #io: LogIo;
  readonly #clock: Clock;
  readonly #events: SnapshotEvents;
  /** Oldest first. */
  #stored: StoredSnapshot[];
  #isUnderWay = false;
  #notBefore = Number.NEGATIVE_INFINITY;

  constructor(
    stored: readonly StoredSnapshot[],
    options: SnapshotOptions,
    io: LogIo,
    clock: Clock,
    events: SnapshotEvents,
  ) {
    this.#stored = [...stored];
    this.#options = options;
    this.#io = io;
    this.#clock = clock;
    this.#events = events;
  }

  isDue(image: ClusterImage): boolean {
    const newest = this.#stored.at(-1)?.index ?? 0;
    if (image.index - newest < this.#options.snapshotEntries || this.#isUnderWay) return false;
    return this.#clock.monotonicMs() >= this.#notBefore;
  }

  take(image: ClusterImage): void {
    const { directory } = this.#options;
    const snapshot = { index: image.index, name: snapshotName(image.index, image.epoch) };
    this.#isUnderWay = true;
    this.#io.run({ kind: 'store', directory, name: snapshot.name, bytes: encodeSnapshot(image) }, ({ error }) => {
      this.#isUnderWay = false;
      if (error === null) {
        this.#stored.push(snapshot);
        this.#events.onTaken();
      } else if (error.code === 'ENOSPC') {
        // The log holds everything: a full disk is waited out. What was begun takes no space meanwhile.
        this.#notBefore = this.#clock.monotonicMs() + SNAPSHOT_RETRY_MS;
        this.#events.remove([`${snapshot.name}.tmp`]);
      } else this.#events.fail(error);
    });
  }

  /** One came from elsewhere, in the place of the log. */
  installed(snapshot: StoredSnapshot): void {
    this.#stored.push(snapshot);
  }

  /** After the first: the index from which on the log is still needed, and the files of snapshots that are not. */
  prune(): { readonly keepFrom: number; readonly names: string[] } {
    // The snapshot before the newest stays, and the log behind it: should the newest be damaged, they hold everything.
    const kept = this.#stored.slice(-2);
    const neededByKept = kept.length === 2 ? kept[0]!.index + 1 : 1;
    const keepFrom = Math.min(neededByKept, kept.at(-1)!.index - this.#options.retainedEntries);
    const names = this.#stored.filter((snapshot) => !kept.includes(snapshot)).map(({ name }) => name);
    this.#stored = kept;
    return { keepFrom, names };
  }
}
