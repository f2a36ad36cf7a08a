/**
 * Cuts the log of a follower and opens it again: the cut is a frame of the journal, what the files then hold is found out
 * as at a start, off this thread. Meanwhile the partition takes nothing and leads nothing. Main thread.
 */
import { distance } from '../../core/base/wrapping.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { LoadedPartition } from '../../storage/partition-loader.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import type { DurableSink } from '../../workers/wal/append-ledger.ts';
import { locateCut } from '../log/log-cut.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { ReplicaManager } from '../replica-manager.ts';

export interface CutEvents {
  /** Asked until the cut begins. */
  isWanted(): boolean;
  /** From now on the log is cut, whoever leads. */
  onBegun(): void;
  /** The partition is served again, by its new end. Not called where the partition or its log is lost meanwhile. */
  onDone(): void;
}

export interface LogCutterOptions {
  readonly replicas: ReplicaManager;
  readonly compute: ComputeClient;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Before the next look at what is in the way: a ring that is full, a file that is being written, the WAL. */
const LOOK_AGAIN_MS = 2;

export class LogCutter {
  readonly #options: LogCutterOptions;

  constructor(options: LogCutterOptions) {
    this.#options = options;
  }

  /** The log ends at `target`, or at the start of the batch that holds it. */
  cut(partition: HostedPartition, target: number, events: CutEvents): void {
    this.#attempt(partition, events, (log, sink) => {
      const cut = locateCut(log, target);
      if (typeof cut === 'string') return cut;
      return log.directory.wal.truncate(log, cut.segmentBase, cut.position, cut.endOffset, sink);
    });
  }

  /** The log is empty and begins at `startOffset`. */
  reset(partition: HostedPartition, startOffset: number, events: CutEvents): void {
    this.#attempt(partition, events, (log, sink) => log.directory.wal.reset(log, startOffset, sink), startOffset);
  }

  #attempt(
    partition: HostedPartition,
    events: CutEvents,
    write: (log: PartitionLog, sink: DurableSink) => boolean | string,
    resetTo: number | null = null,
  ): void {
    if (!events.isWanted()) return;
    const { log } = partition;
    if (log === null) return;
    const { clock, replicas } = this.#options;
    // A side file that is on its way would outlive the cut and lie about the log; a segment that is being rewritten is
    // not where the journal thinks.
    const isBusy = partition.isReopening || log.isBeingCleaned || replicas.sideFiles.isBusy(log.path);
    const sink: DurableSink = {
      onDurable: () => this.#awaitWritten(partition, log, headAfter, resetTo ?? log.logStartOffset, resetTo, events),
    };
    const written = isBusy ? false : write(log, sink);
    if (typeof written === 'string') return this.#lose(partition, written);
    if (!written) {
      clock.setTimer(LOOK_AGAIN_MS, () => this.#attempt(partition, events, write, resetTo));
      return;
    }
    const headAfter = log.directory.wal.head;
    partition.isReopening = true;
    log.isBeingCleaned = true;
    events.onBegun();
    log.directory.wake();
  }

  /** The frame is durable; the files follow when the WAL comes to it. */
  #awaitWritten(
    partition: HostedPartition,
    log: PartitionLog,
    head: number,
    logStart: number,
    resetTo: number | null,
    events: CutEvents,
  ): void {
    const { clock } = this.#options;
    const look = (): void => {
      if (partition.log !== log || !log.directory.isOnline) return;
      if (distance(log.directory.wal.writtenUpTo, head) < 0) {
        log.directory.wake();
        clock.setTimer(LOOK_AGAIN_MS, look);
        return;
      }
      this.#load(partition, log, logStart, resetTo, events);
    };
    look();
  }

  #load(
    partition: HostedPartition,
    log: PartitionLog,
    logStartOffset: number,
    resetTo: number | null,
    events: CutEvents,
  ): void {
    const { compute, clock } = this.#options;
    const { topic, topicId, path: directory } = log;
    const request = { directory, topic, topicId, partition: log.partition, logStartOffset, now: clock.wallMs() };
    compute.load(request).then(
      (loaded) => {
        if (partition.log !== log) return;
        if (loaded.problem !== null) this.#lose(partition, loaded.problem);
        else this.#open(partition, log, loaded, resetTo, events);
      },
      (error: Error) => {
        if (partition.log === log) this.#lose(partition, error.message);
      },
    );
  }

  #open(
    partition: HostedPartition,
    log: PartitionLog,
    loaded: LoadedPartition,
    resetTo: number | null,
    events: CutEvents,
  ): void {
    if (partition.log !== log || !log.directory.isOnline) return;
    const { replicas, clock } = this.#options;
    const { highWatermarkOf } = partition;
    if (resetTo !== null) highWatermarkOf.reset(resetTo);
    else highWatermarkOf.truncate(loaded.logEndOffset);
    highWatermarkOf.onLocalDurable(loaded.logEndOffset);
    if (!replicas.reopen(partition, log, loaded)) {
      clock.setTimer(LOOK_AGAIN_MS, () => this.#open(partition, log, loaded, resetTo, events));
      return;
    }
    events.onDone();
  }

  #lose(partition: HostedPartition, problem: string): void {
    const { topic, partition: number } = partition;
    this.#options.logger.error('log cannot be cut: the partition is offline until restart', {
      topic,
      partition: number,
      problem,
    });
    partition.onStorageLost();
  }
}
