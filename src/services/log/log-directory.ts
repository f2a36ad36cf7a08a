/**
 * One log directory as the main thread sees it: its WAL, what recovery found in it, and whether it still works.
 * Owns the ring's writing side; partitions append through `wal`.
 */
import { randomBytes } from 'node:crypto';
import { systemClock } from '../../runtime/clock/system-clock.ts';
import type { PageHandle } from '../../runtime/counters/counter-page.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { LogLimiter } from '../../runtime/logging/log-limiter.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import { RingMemory } from '../../runtime/rings/append-ring.ts';
import { Doorbell } from '../../runtime/rings/doorbell.ts';
import { WRITER_DOORBELL } from '../../runtime/rings/ring-layout.ts';
import { disownIncarnation, NO_BROKER_EPOCH, writeIncarnation } from '../../storage/broker-epoch.ts';
import type { LoadedPartition } from '../../storage/partition-loader.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import { WalClient } from '../../workers/wal/wal-client.ts';
import { InThreadWal, ThreadedWal, type WalHost } from '../../workers/wal/wal-host.ts';
import type { FromWal, WalStart } from '../../workers/wal/wal-messages.ts';

export interface LogDirectoryOptions {
  readonly index: number;
  readonly path: string;
  readonly directoryId: string;
  readonly ringBytes: number;
  readonly journalFileBytes: number;
  readonly reserveBytes: number;
  /** Log files that may be open at a time. */
  readonly openLogsMax?: number | undefined;
  readonly flush: 'fsync' | 'os';
  readonly threads: 'dedicated' | 'in-thread';
  readonly files: FileSystem;
  readonly compute: ComputeClient;
  readonly logger: Logger;
  /** Where its WAL keeps its figures. */
  readonly counters?: PageHandle | undefined;
}

export interface LogDirectoryEvents {
  /** Batches became durable, space came free, or the disk's fullness changed. */
  onProgress(directory: LogDirectory): void;
  /** The directory is lost until restart. Called once. */
  onFailed(directory: LogDirectory): void;
}

export class LogDirectory {
  readonly path: string;
  readonly directoryId: string;
  readonly wal: WalClient;
  /** What recovery found, by `topicId:partition`; entries go as partitions are opened. */
  readonly loaded = new Map<string, LoadedPartition>();
  /** Partitions opened here: new ones go where there are fewest. */
  partitionCount = 0;
  readonly brokenDirectories = new Set<string>();
  /** Of the last incarnation, if all that it acknowledged here is here (`LastIncarnation`). */
  completeEpoch = NO_BROKER_EPOCH;
  readonly #options: LogDirectoryOptions;
  readonly #events: LogDirectoryEvents;
  readonly #host: WalHost;
  readonly #doorbell: Doorbell;
  #nextSlot = 0;
  #checkpointedLsn = 0;
  #isOnline = true;
  #isSpaceLow = false;
  /** Space comes and goes where a quota says no to a disk that has it. */
  readonly #spaceLog: LogLimiter;

  private constructor(options: LogDirectoryOptions, events: LogDirectoryEvents) {
    this.path = options.path;
    this.directoryId = options.directoryId;
    this.#options = options;
    this.#events = events;
    this.#spaceLog = new LogLimiter(options.logger, systemClock);
    const memory = RingMemory.allocate(options.ringBytes, 1);
    this.wal = new WalClient(memory);
    const start: WalStart = {
      index: options.index,
      ring: memory.buffer,
      logDirectory: options.path,
      flush: options.flush,
      journalFileBytes: Math.max(options.journalFileBytes, memory.capacity / 2),
      random: randomBytes(16),
      now: Date.now(),
      reserveBytes: options.reserveBytes,
      openLogsMax: options.openLogsMax,
      counters: options.counters,
    };
    this.#host = options.threads === 'in-thread' ? new InThreadWal(start, options.files) : new ThreadedWal(start);
    this.#doorbell = new Doorbell(memory.control, WRITER_DOORBELL, () => this.#onDoorbell());
  }

  /** Rejects with a message that names the directory when it cannot be served. */
  static async open(options: LogDirectoryOptions, events: LogDirectoryEvents): Promise<LogDirectory> {
    const directory = new LogDirectory(options, events);
    try {
      await directory.#host.start((message) => directory.#onMessage(message));
    } catch (error) {
      await directory.close().catch(() => {});
      throw error;
    }
    directory.#doorbell.arm();
    return directory;
  }

  /** Stands for a directory that could not be opened, among others that could. */
  static offline(options: LogDirectoryOptions, events: LogDirectoryEvents): LogDirectory {
    const directory = new LogDirectory(options, events);
    directory.#isOnline = false;
    return directory;
  }

  /** The disk that its files are on, for what this thread reads by itself. */
  get files(): FileSystem {
    return this.#options.files;
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  /**
   * No start replays frames below it, and what they wrote is durable. Only what lies below may be rewritten: the journal
   * knows batches by their place in a file.
   */
  get checkpointedLsn(): number {
    return this.#checkpointedLsn;
  }

  /** Moves `checkpointedLsn` up to what has been carried out by now; takes as long as the disk needs. */
  requestCheckpoint(): void {
    this.wal.requestCheckpoint();
    this.#host.wake();
  }

  /** The broker is registered: what is acknowledged from now on belongs to this incarnation. */
  beginIncarnation(brokerEpoch: number): void {
    const { files, flush } = this.#options;
    writeIncarnation(files, this.path, brokerEpoch, flush);
    // The WAL may have taken back at the same moment what is written here; it said before that it failed.
    if (!this.wal.isWorking) disownIncarnation(files, this.path);
  }

  /** Slots name partitions in frames of this incarnation; they are not used twice. */
  takeSlot(): number {
    return this.#nextSlot++;
  }

  /** Wakes the WAL after appends. Once per turn of the loop. */
  wake(): void {
    this.wal.wake();
    this.#host.wake();
  }

  async close(): Promise<void> {
    this.wal.stop();
    try {
      await this.#host.stopped();
      this.wal.poll();
    } finally {
      this.#doorbell.close();
    }
  }

  #onDoorbell(): void {
    this.wal.poll();
    if (!this.wal.isWorking) this.#fail('its WAL stopped');
    else if (this.wal.isSpaceLow !== this.#isSpaceLow) this.#onSpaceChanged();
    this.#events.onProgress(this);
  }

  /** Clients see KAFKA_STORAGE_ERROR, which they repeat for minutes: why is told here alone. */
  #onSpaceChanged(): void {
    this.#isSpaceLow = this.wal.isSpaceLow;
    const { files, reserveBytes } = this.#options;
    if (this.#isSpaceLow) {
      const freeBytes = files.freeBytes(this.path);
      const fields = { directory: this.path, freeBytes, reserveBytes };
      this.#spaceLog.warn('the disk of a log directory is full: appends are refused until there is space', fields, '');
    } else this.#spaceLog.info('a log directory takes appends again: there is space', { directory: this.path }, '');
  }

  #onMessage(message: FromWal): void {
    const { logger } = this.#options;
    if (message.type === 'recovered') {
      for (const partition of message.partitions)
        this.loaded.set(`${partition.topicId}:${partition.partition}`, partition);
      for (const name of message.brokenDirectories) this.brokenDirectories.add(name);
      for (const problem of message.problems)
        logger.error('damage found in log directory', { directory: this.path, problem });
      this.wal.begin(message.frames.seed, message.frames.lsn);
      this.#checkpointedLsn = message.frames.lsn;
      this.completeEpoch = message.frames.completeEpoch;
      logger.info('log directory opened', {
        directory: this.path,
        partitions: message.partitions.length,
        replayedFrames: message.frames.replayed,
        ...(message.frames.isNew ? { isNew: true } : { wasClean: message.frames.wasClean }),
      });
    } else if (message.type === 'flush') {
      this.#options.compute.flush(message).then(
        (outcome) => {
          if (outcome === 'durable') this.#checkpointedLsn = message.lsn;
          this.#host.flushed({ type: 'flushed', outcome, error: null });
        },
        (error: Error) => this.#host.flushed({ type: 'flushed', outcome: null, error: error.message }),
      );
    } else {
      this.#fail(`${message.code}: ${message.message}`);
    }
  }

  #fail(cause: string): void {
    if (!this.#isOnline) return;
    this.#isOnline = false;
    this.#options.logger.error('log directory is offline until restart', { directory: this.path, cause });
    this.wal.poll();
    this.wal.abandon();
    this.#events.onFailed(this);
  }
}
