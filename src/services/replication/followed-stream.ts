/** One partition that this broker follows: its stream, and what FollowerSide remembers of it. Main thread. */
import { FollowerStream } from '../../core/replication/follower-stream.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { PushedStream } from './push-intake.ts';

export const FIRST_RETRY_MS = 50;

export interface FollowedStream extends PushedStream {
  leaderId: number;
  /** The stream's id while it counts; −1 otherwise. */
  streamId: number;
  /** Before a subscription that was refused is tried again. */
  retryMs: number;
  /** Of the batch that does not fit the append ring, once the log has told of it; −1 without one. */
  tooLargeAt: number;
  /** What the leader was told last of this stream. */
  isHeld: boolean;
}

export function newFollowedStream(partition: HostedPartition): FollowedStream {
  const { leader, leaderEpoch } = partition.registration;
  return {
    partition,
    stream: new FollowerStream(leaderEpoch),
    leaderId: leader,
    streamId: -1,
    partialFrom: -1,
    retryMs: FIRST_RETRY_MS,
    isHeld: false,
    tooLargeAt: -1,
  };
}
