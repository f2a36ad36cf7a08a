/**
 * What goes on behind the logs of a broker without a request: retention, expiry of producers, compaction, checkpoints of high
 * watermarks. Main thread.
 */
import { type BrokerConfigLayers, brokerValue } from '../../core/config/layers.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import type { ReplicaManager } from '../replica-manager.ts';
import { HighWatermarkCheckpoints } from './high-watermark-checkpoints.ts';
import { LogCleaner } from './log-cleaner.ts';
import { LogRetention } from './log-retention.ts';

export interface LogWorkOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly replicas: ReplicaManager;
  readonly compute: ComputeClient;
  readonly layers: () => BrokerConfigLayers;
  /** In [0, 1); not to be guessed by clients. */
  readonly random: () => number;
  /** A node by itself needs no checkpoint of them: what its disk holds is committed. */
  readonly hasPeers: boolean;
}

export class LogWork {
  readonly #retention: LogRetention;
  /** Null with `log.cleaner.enable=false`. */
  readonly #cleaner: LogCleaner | null;
  readonly #highWatermarks: HighWatermarkCheckpoints | null;

  constructor({ clock, logger, replicas, compute, layers, random, hasPeers }: LogWorkOptions) {
    const number = (property: string): number => brokerValue(layers(), property)!.value as number;
    const { files, sideFiles } = replicas;
    const partitions = () => replicas.partitions();
    this.#retention = new LogRetention({
      clock,
      logger,
      files,
      partitions,
      initialDelayMs: number('log.initial.task.delay.ms'),
      checkIntervalMs: number('log.retention.check.interval.ms'),
      producerExpirationMs: () => number('producer.id.expiration.ms'),
      producerCheckIntervalMs: number('producer.id.expiration.check.interval.ms'),
    });
    this.#highWatermarks = !hasPeers
      ? null
      : new HighWatermarkCheckpoints({
          clock,
          logger,
          compute,
          directories: () => replicas.directories,
          partitions,
          intervalMs: number('replica.high.watermark.checkpoint.interval.ms'),
        });
    const isCleaning = brokerValue(layers(), 'log.cleaner.enable')!.value === true;
    this.#cleaner = !isCleaning
      ? null
      : new LogCleaner({
          clock,
          logger,
          files,
          sideFiles,
          compute,
          partitions,
          backoffMs: () => number('log.cleaner.backoff.ms'),
          keyMemoryBytes: () => number('log.cleaner.dedupe.buffer.size'),
          maxBytesPerSecond: () => number('log.cleaner.io.max.bytes.per.second'),
          random,
        });
  }

  /** When the logs are open. */
  start(): void {
    this.#retention.start();
    this.#cleaner?.start();
    this.#highWatermarks?.start();
  }

  /** Before the logs close, and after replication. Resolves when no file is being exchanged. */
  async stop(): Promise<void> {
    this.#retention.stop();
    await this.#cleaner?.stop();
    await this.#highWatermarks?.stop();
  }
}
