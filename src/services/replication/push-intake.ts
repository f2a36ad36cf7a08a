/**
 * What a leader pushes, on its way into the follower's log: batch by batch as they are, as far as the ring has room, then
 * what the leader says may be shown. Main thread; FollowerSide calls it, and decides what becomes of a stream that fails.
 */
import { BatchView } from '../../core/records/batch-view.ts';
import type { FollowerStream } from '../../core/replication/follower-stream.ts';
import type { PushHead } from '../../core/replication/wire-format.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';

const NOBODY = { onDurable(): void {} };

export interface PushedStream {
  readonly partition: HostedPartition;
  readonly stream: FollowerStream;
  readonly leaderId: number;
  /** `from` of a push of which a part is appended; the ring was full. −1 without one. */
  partialFrom: number;
}

/** `ring full`: the same push comes again. `gap`, `unusable`: nothing more of this stream can be taken, and the log says why. */
export type PushVerdict = 'taken' | 'stale' | 'ring full' | 'gap' | 'unusable';

export class PushIntake {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #batch = new BatchView();

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Takes the batches from `start` to `end`, which follow the head of the push. */
  take(
    pushed: PushedStream,
    push: PushHead,
    bytes: Uint8Array,
    view: DataView,
    start: number,
    end: number,
  ): PushVerdict {
    const { partition, stream } = pushed;
    const log = partition.log!;
    const isRest = pushed.partialFrom === push.from && push.from !== -1;
    const verdict = stream.onPush(
      push.streamId,
      push.leaderEpoch,
      isRest ? log.logEndOffset : push.from,
      log.logEndOffset,
    );
    if (verdict === 'stale') return 'stale';
    if (verdict === 'gap') {
      this.#report(pushed, 'a leader skipped offsets: its stream begins anew', {
        from: push.from,
        end: log.logEndOffset,
      });
      return 'gap';
    }
    const nowMs = this.#clock.wallMs();
    for (let at = start; at < end; ) {
      const batch = this.#batch.wrap(bytes, view, at);
      at += batch.sizeInBytes;
      if (isRest && batch.baseOffset < log.logEndOffset) continue;
      const isBehind = batch.baseOffset < log.logEndOffset && !holdsStart(batch, log);
      if (isBehind || batch.sizeInBytes > log.directory.wal.maxBatchBytes) {
        this.#report(pushed, 'a batch of the leader cannot be taken', {
          baseOffset: batch.baseOffset,
          bytes: batch.sizeInBytes,
        });
        return 'unusable';
      }
      if (partition.appendReplicated(batch, nowMs)) continue;
      pushed.partialFrom = push.from;
      return 'ring full';
    }
    pushed.partialFrom = -1;
    return 'taken';
  }

  #report({ partition, leaderId }: PushedStream, event: string, fields: Record<string, unknown>): void {
    this.#logger.warn(event, {
      topic: partition.topic,
      partition: partition.partition,
      leader: leaderId,
      ...fields,
    });
  }
}

/** As the leader says: how far the partition is committed, and where it begins. */
export function showAsLeader(partition: HostedPartition, highWatermark: number, logStart: number): void {
  partition.onLeaderHighWatermark(highWatermark);
  const log = partition.log!;
  const start = Math.min(logStart, partition.highWatermark);
  if (start > log.logStartOffset) log.setLogStartOffset(start, NOBODY);
}

/** An empty log begins in the middle of the batch: DeleteRecords moves the start of a log to any offset. */
function holdsStart(batch: BatchView, log: PartitionLog): boolean {
  return log.segments.length === 0 && log.logEndOffset === log.logStartOffset && batch.nextOffset > log.logEndOffset;
}
