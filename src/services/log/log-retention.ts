/**
 * Deletes what a log need not keep any longer, every `log.retention.check.interval.ms`, and forgets idle producers,
 * every `producer.id.expiration.check.interval.ms`. Main thread; runs for leaders and followers alike, each by its own
 * high watermark.
 */
import { segmentsToDelete } from '../../core/log/retention.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { FileReader } from './file-reader.ts';
import type { PartitionLog } from './partition-log.ts';
import { segmentFacts } from './segment-view.ts';

/** What retention needs to know of a hosted partition. */
export interface RetainedPartition {
  /** Null while its files cannot be served. */
  readonly log: PartitionLog | null;
  readonly highWatermark: number;
}

export interface LogRetentionOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly files: FileReader;
  readonly partitions: () => Iterable<RetainedPartition>;
  /** `log.initial.task.delay.ms`. */
  readonly initialDelayMs: number;
  /** `log.retention.check.interval.ms`. */
  readonly checkIntervalMs: number;
  /** `producer.id.expiration.ms`, as it is now. */
  readonly producerExpirationMs: () => number;
  /** `producer.id.expiration.check.interval.ms`. */
  readonly producerCheckIntervalMs: number;
}

/** Nobody waits for a log start that retention moved. */
const NOBODY = { onDurable(): void {} };

export class LogRetention {
  readonly #options: LogRetentionOptions;
  #cancelSegments: () => void = () => {};
  #cancelProducers: () => void = () => {};

  constructor(options: LogRetentionOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, initialDelayMs, checkIntervalMs, producerCheckIntervalMs } = this.#options;
    const segments = (): void => {
      this.checkSegments();
      this.#cancelSegments = clock.setTimer(checkIntervalMs, segments);
    };
    const producers = (): void => {
      this.expireProducers();
      this.#cancelProducers = clock.setTimer(producerCheckIntervalMs, producers);
    };
    this.#cancelSegments = clock.setTimer(initialDelayMs, segments);
    this.#cancelProducers = clock.setTimer(producerCheckIntervalMs, producers);
  }

  stop(): void {
    this.#cancelSegments();
    this.#cancelProducers();
  }

  /** One pass over all logs. What finds a full ring is left for the next pass. */
  checkSegments(): void {
    const now = this.#options.clock.wallMs();
    for (const { log, highWatermark } of this.#options.partitions()) {
      if (log?.directory.isOnline) this.#check(log, highWatermark, now);
    }
  }

  expireProducers(): void {
    const { clock, producerExpirationMs, partitions } = this.#options;
    const now = clock.wallMs();
    const expirationMs = producerExpirationMs();
    for (const { log } of partitions()) log?.producers.removeExpired(now, expirationMs);
  }

  #check(log: PartitionLog, highWatermark: number, now: number): void {
    // The cleaner replaces segments of this log right now: its files are left alone until it is through.
    if (log.isBeingCleaned) return;
    const { isDeleted, retentionMs, retentionBytes } = log.config;
    const facts = segmentFacts(log);
    const policy = { deletes: isDeleted, retentionMs, retentionBytes };
    const { count, byTime, bySize, byLogStartOffset } = segmentsToDelete(
      facts,
      policy,
      log.logStartOffset,
      highWatermark,
      now,
    );
    if (count === 0) return;
    const before = [...log.segments];
    const newStart = facts[count]?.baseOffset ?? log.logEndOffset;
    const isDone = count === facts.length ? log.removeAll(NOBODY) : moveStart(log, newStart);
    if (!isDone) return;
    // A file kept open for readers would keep its space.
    const first = log.segments[0];
    for (const segment of before) {
      if (segment === first) break;
      this.#options.files.forget(segment.logPath);
    }
    this.#options.logger.info('segments deleted by retention', {
      topic: log.topic,
      partition: log.partition,
      byTime,
      bySize,
      byLogStartOffset,
      logStartOffset: log.logStartOffset,
    });
  }
}

/** Segments below a start that moved earlier go without moving it. */
function moveStart(log: PartitionLog, newStart: number): boolean {
  if (newStart > log.logStartOffset) return log.setLogStartOffset(newStart, NOBODY);
  log.dropSegmentsBelow(log.logStartOffset);
  return true;
}
