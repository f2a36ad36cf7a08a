/**
 * Writes down how far every log may show itself, every `replica.high.watermark.checkpoint.interval.ms` and at an orderly
 * stop: a broker that starts while the others are away then shows what was committed. Main thread; the compute pool writes.
 */
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import { encodeHighWatermarks, type SavedHighWatermark } from '../../storage/high-watermark-checkpoint.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import type { LogDirectory } from './log-directory.ts';
import type { PartitionLog } from './partition-log.ts';

export interface HighWatermarkCheckpointsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly compute: Pick<ComputeClient, 'flush'>;
  readonly directories: () => readonly LogDirectory[];
  readonly partitions: () => Iterable<{ readonly log: PartitionLog | null; readonly highWatermark: number }>;
  readonly intervalMs: number;
}

export class HighWatermarkCheckpoints {
  readonly #options: HighWatermarkCheckpointsOptions;
  readonly #written = new Map<LogDirectory, string>();
  #saving: Promise<void> = Promise.resolve();
  #cancelTimer: () => void = () => {};
  #isStopped = false;

  constructor(options: HighWatermarkCheckpointsOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, intervalMs } = this.#options;
    this.#cancelTimer = clock.setTimer(intervalMs, () => {
      void this.#save().then(() => {
        if (!this.#isStopped) this.start();
      });
    });
  }

  /** Writes for the last time. Nothing moves a high watermark any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer();
    await this.#saving;
    await this.#save();
  }

  #save(): Promise<void> {
    this.#saving = this.#saveAll();
    return this.#saving;
  }

  async #saveAll(): Promise<void> {
    const { compute, logger } = this.#options;
    for (const [directory, saved] of this.#gather()) {
      const text = saved.map(({ topicId, partition, offset }) => `${topicId}${partition}:${offset}`).join();
      if (text === this.#written.get(directory)) continue;
      const replacements = encodeHighWatermarks(saved).map((file) => ({ ...file, directory: directory.path }));
      try {
        await compute.flush({ files: [], directories: [], replacements });
        this.#written.set(directory, text);
      } catch (error) {
        // Nothing rests on it: after a start the leader says how far the log may be shown.
        logger.error('high watermarks were not written', { directory: directory.path, error });
      }
    }
  }

  #gather(): Map<LogDirectory, SavedHighWatermark[]> {
    const byDirectory = new Map<LogDirectory, SavedHighWatermark[]>();
    for (const directory of this.#options.directories()) if (directory.isOnline) byDirectory.set(directory, []);
    for (const { log, highWatermark: offset } of this.#options.partitions()) {
      if (log === null) continue;
      const { topic, topicId, partition, epochs } = log;
      const epoch = offset > log.logStartOffset ? epochs.epochForOffset(offset - 1) : -1;
      byDirectory.get(log.directory)?.push({ topic, topicId, partition, offset, epoch });
    }
    return byDirectory;
  }
}
