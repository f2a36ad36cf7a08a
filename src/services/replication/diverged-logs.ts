/**
 * Logs of followed partitions that have parted from their leader's: cut where they part, or begun anew where the leader has
 * nothing of what they need next. Main thread; FollowerSide calls it, for streams that count no more.
 */
import { truncationTarget } from '../../core/replication/divergence.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { FollowedStream } from './followed-stream.ts';
import type { CutEvents, LogCutter } from './log-cutter.ts';

export interface DivergedLogsOptions {
  readonly cutter: LogCutter;
  readonly logger: Logger;
  /** The stream is still the one of its partition. */
  readonly isFollowed: (followed: FollowedStream) => boolean;
  /** The log is as the leader wants it. */
  readonly onCut: (followed: FollowedStream) => void;
}

export class DivergedLogs {
  readonly #options: DivergedLogsOptions;

  constructor(options: DivergedLogsOptions) {
    this.#options = options;
  }

  /** What the leader has of `epoch` ends at `endOffset`. False: nothing had to be cut, and `onCut` will not be called. */
  cut(followed: FollowedStream, epoch: number, endOffset: number): boolean {
    const { partition, stream } = followed;
    const log = partition.log!;
    const target = Math.max(truncationTarget(log.epochs, log.logEndOffset, epoch, endOffset), log.logStartOffset);
    if (target >= log.logEndOffset) {
      // Only epochs without a batch of their own were in the way.
      log.epochs.truncateFromEnd(log.logEndOffset);
      stream.onCutBegun();
      stream.onTruncated();
      return false;
    }
    this.#options.logger.info('log is cut where it parts from the leader', {
      topic: partition.topic,
      partition: partition.partition,
      from: target,
      end: log.logEndOffset,
      highWatermark: partition.highWatermark,
      leaderEpoch: stream.leaderEpoch,
    });
    this.#options.cutter.cut(partition, target, this.#events(followed));
    return true;
  }

  /** The leader's log begins at `startOffset`, beyond the end of this one. */
  reset(followed: FollowedStream, startOffset: number): void {
    const { partition } = followed;
    this.#options.logger.info('log begins anew: what it needs next is gone from the leader', {
      topic: partition.topic,
      partition: partition.partition,
      startOffset,
    });
    this.#options.cutter.reset(partition, startOffset, this.#events(followed));
  }

  #events(followed: FollowedStream): CutEvents {
    const { isFollowed, onCut } = this.#options;
    const { stream } = followed;
    const { leaderEpoch } = stream;
    return {
      isWanted: () => stream.phase === 'diverged' && stream.leaderEpoch === leaderEpoch && isFollowed(followed),
      onBegun: () => stream.onCutBegun(),
      onDone: () => {
        stream.onTruncated();
        if (isFollowed(followed)) onCut(followed);
      },
    };
  }
}
