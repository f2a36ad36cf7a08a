/**
 * Compacts logs whose `cleanup.policy` contains `compact`: chooses the dirtiest that is due, has it rewritten in the
 * compute pool, exchanges the segments, and goes on until none is due; then rests for `log.cleaner.backoff.ms`.
 * Main thread; one cleaning at a time.
 *
 * Only segments below the last checkpoint are touched. The journal knows a batch by its place in a file: replayed after
 * a crash into a rewritten file it would destroy it.
 */
import { lastRecordsOf } from '../../core/log/cleaner.ts';
import { type CompactionPlan, planCompaction } from '../../core/log/compaction-plan.ts';
import { IoPace } from '../../core/log/io-pace.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { CompactRequest, CompactResult, RewrittenSegment } from '../../workers/compute/compact-segments.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import { CleanerCheckpoint } from './cleaner-checkpoint.ts';
import type { FileReader } from './file-reader.ts';
import type { LogDirectory } from './log-directory.ts';
import type { PartitionLog } from './partition-log.ts';
import { compactionSegments } from './segment-view.ts';
import type { SideFiles } from './side-files.ts';

/** What the cleaner needs to know of a hosted partition. */
export interface CleanedPartition {
  readonly log: PartitionLog | null;
  readonly lastStableOffset: number;
  /** Its files cannot be served any more. */
  onStorageLost(): void;
}

export interface LogCleanerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly files: FileReader;
  readonly sideFiles: SideFiles;
  readonly compute: Pick<ComputeClient, 'compact' | 'swap' | 'flush'>;
  readonly partitions: () => Iterable<CleanedPartition>;
  /** `log.cleaner.backoff.ms`, as it is now. */
  readonly backoffMs: () => number;
  /** `log.cleaner.dedupe.buffer.size`, as it is now. */
  readonly keyMemoryBytes: () => number;
  /** `log.cleaner.io.max.bytes.per.second`, as it is now. */
  readonly maxBytesPerSecond: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** What a batch in the log may unfold to: it was bounded when it was appended, perhaps by another configuration. */
const MAX_UNFOLDED_BYTES = 1024 * 1024 * 1024;

/** Timers end there. */
const LONGEST_REST_MS = 2 ** 31 - 1;

interface Candidate {
  readonly partition: CleanedPartition;
  readonly log: PartitionLog;
  readonly plan: CompactionPlan;
}

export class LogCleaner {
  readonly #options: LogCleanerOptions;
  readonly #checkpoint: CleanerCheckpoint;
  /** Logs that cannot be cleaned, until restart: nothing but a repair of their files would help. */
  readonly #uncleanable = new WeakSet<PartitionLog>();
  #cancel: () => void = () => {};
  #isStopped = false;
  #swap: Promise<void> = Promise.resolve();
  /** What the last cleaning took too little time for, ms. */
  #owedRestMs = 0;

  constructor(options: LogCleanerOptions) {
    this.#options = options;
    this.#checkpoint = new CleanerCheckpoint(options.logger);
  }

  /** When the logs are open. */
  start(): void {
    this.#checkpoint.load(this.#logs());
    this.#rest();
  }

  /** Resolves when no file is being exchanged. What is being rewritten is dropped; the next start removes it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    await this.#swap;
  }

  /** Cleans the dirtiest log that is due. False where there is none, or none that may be touched yet. */
  async cleanOne(): Promise<boolean> {
    const candidate = this.#choose();
    if (candidate === null) return false;
    const { log, partition } = candidate;
    log.isBeingCleaned = true;
    try {
      return await this.#clean(candidate);
    } catch (error) {
      // The directory failed, the topic was deleted, or the disk is nearly full: another pass will see.
      if (!this.#isStopped && partition.log === log) {
        this.#options.logger.warn('log could not be compacted now', {
          topic: log.topic,
          partition: log.partition,
          error,
        });
      }
      return false;
    } finally {
      log.isBeingCleaned = false;
    }
  }

  #rest(): void {
    this.#cancel = this.#options.clock.setTimer(this.#options.backoffMs(), () => void this.#work());
  }

  async #work(): Promise<void> {
    while (!this.#isStopped && (await this.cleanOne())) await this.#settleRest();
    if (!this.#isStopped) this.#rest();
  }

  async #settleRest(): Promise<void> {
    const rest = Math.min(this.#owedRestMs, LONGEST_REST_MS);
    this.#owedRestMs = 0;
    if (rest === 0 || this.#isStopped) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.setTimer(rest, resolve);
      this.#cancel = () => {
        cancel();
        resolve();
      };
    });
  }

  *#logs(): Iterable<PartitionLog> {
    for (const { log } of this.#options.partitions()) if (log !== null) yield log;
  }

  #choose(): Candidate | null {
    const now = this.#options.clock.wallMs();
    const waiting = new Set<LogDirectory>();
    let best: Candidate | null = null;
    for (const partition of this.#options.partitions()) {
      const { log } = partition;
      if (log === null || !log.config.isCompacted || !log.directory.isOnline || this.#uncleanable.has(log)) continue;
      const plan = this.#plan(log, partition.lastStableOffset, now);
      if (!plan.isDue || (best !== null && plan.dirtyRatio <= best.plan.dirtyRatio)) continue;
      if (!isSettled(log, plan.firstUncleanableOffset)) waiting.add(log.directory);
      else if (!this.#options.sideFiles.isBusy(log.path)) best = { partition, log, plan };
    }
    for (const directory of waiting) directory.requestCheckpoint();
    return best;
  }

  #plan(log: PartitionLog, lastStableOffset: number, now: number): CompactionPlan {
    const { logStartOffset, logEndOffset, config } = log;
    const facts = { segments: compactionSegments(log), logStartOffset, logEndOffset, lastStableOffset };
    return planCompaction(facts, this.#checkpoint.get(log), config, now);
  }

  async #clean({ partition, log, plan }: Candidate): Promise<boolean> {
    const { compute, clock, logger } = this.#options;
    const began = clock.monotonicMs();
    const request = this.#request(log, plan);
    const pace = new IoPace(request.maxBytesPerSecond, began);
    const result = await compute.compact(request);
    // The pool rests while it works; what was done on this thread is rested for afterwards.
    this.#owedRestMs = pace.spend(result.ioBytes, clock.monotonicMs());
    if (this.#isStopped || partition.log !== log) return false;
    if (result.failure !== null) {
      this.#uncleanable.add(log);
      logger.error('log cannot be compacted', { topic: log.topic, partition: log.partition, cause: result.failure });
      return true;
    }
    for (const rewritten of result.rewritten) {
      this.#swap = this.#exchange(partition, log, rewritten);
      await this.#swap;
      if (this.#isStopped || partition.log !== log) return false;
    }
    this.#checkpoint.set(log, result.cleanedUpTo);
    await this.#checkpoint.save(log.directory, this.#logs(), compute);
    this.#report(log, plan, result, clock.monotonicMs() - began);
    return true;
  }

  #request(log: PartitionLog, plan: CompactionPlan): CompactRequest {
    const { clock, keyMemoryBytes, random } = this.#options;
    const { segments, config } = log;
    const { firstDirtyOffset, firstUncleanableOffset } = plan;
    const count = segments.findIndex(({ baseOffset }) => baseOffset >= firstUncleanableOffset);
    return {
      directory: log.path,
      segments: segments.slice(0, count).map(({ baseOffset, sizeInBytes }, at) => ({
        baseOffset,
        sizeInBytes,
        endOffset: segments[at + 1]!.baseOffset,
      })),
      firstDirtyOffset,
      firstUncleanableOffset,
      abortedTransactions: log.abortedTransactions(0, firstUncleanableOffset),
      lastRecords: lastRecordsOf(log.producers.producers),
      now: clock.wallMs(),
      deleteRetentionMs: config.deleteRetentionMs,
      segmentBytes: config.segmentBytes,
      segmentIndexBytes: config.segmentIndexBytes,
      indexIntervalBytes: config.indexIntervalBytes,
      keyMemoryBytes: keyMemoryBytes(),
      seed: Math.floor(random() * 2 ** 32),
      maxDecompressedBytes: MAX_UNFOLDED_BYTES,
      maxBytesPerSecond: this.#options.maxBytesPerSecond(),
    };
  }

  /** Never rejects. Readers of the segments wait until the log knows the new one. */
  async #exchange(
    partition: CleanedPartition,
    log: PartitionLog,
    { sources, segment }: RewrittenSegment,
  ): Promise<void> {
    const { compute, files, sideFiles, clock, logger } = this.#options;
    const first = log.segments.findIndex(({ baseOffset }) => baseOffset === sources[0]);
    const replaced = log.segments.slice(first, first + sources.length);
    const prefixes = replaced.map(({ stem }) => stem);
    const swap = { directory: log.path, baseOffset: segment.baseOffset, replaced: sources };
    files.hold(prefixes);
    try {
      // Half an exchange serves nobody, and doing it again goes on where it stopped.
      await compute.swap(swap).catch(() => compute.swap(swap));
      log.replaceSegments(replaced, segment, clock.wallMs());
      sideFiles.removeLater(log.path, replaced, log.config.fileDeleteDelayMs);
    } catch (error) {
      if (partition.log !== log || this.#isStopped) return;
      logger.error('segments could not be exchanged: the partition is offline until restart', {
        path: log.path,
        sources,
        error,
      });
      partition.onStorageLost();
    } finally {
      files.release(prefixes);
    }
  }

  #report(
    log: PartitionLog,
    plan: CompactionPlan,
    { counts, rewritten, cleanedUpTo }: CompactResult,
    elapsedMs: number,
  ): void {
    const { logger } = this.#options;
    const { topic, partition } = log;
    logger.info('log compacted', {
      topic,
      partition,
      ...plan,
      cleanedUpTo,
      segments: rewritten.length,
      ...counts,
      elapsedMs,
    });
    if (counts !== null && counts.invalidRecords > 0) {
      logger.warn('records without a key were dropped by compaction', {
        topic,
        partition,
        records: counts.invalidRecords,
      });
    }
  }
}

/** Whether the WAL is through with everything before the segment that holds `end`, for good. */
function isSettled(log: PartitionLog, end: number): boolean {
  const next = log.segments.find(({ baseOffset }) => baseOffset >= end);
  return next !== undefined && next.firstFrameLsn < log.directory.checkpointedLsn;
}
