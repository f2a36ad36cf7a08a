/**
 * Where two logs of one partition part, by leader epochs (KIP-101, KIP-279): what the leader answers a follower that
 * says where it ends, and how far that follower then cuts. Never by a high watermark, which may be behind the truth.
 */
import { type LeaderEpochs, UNDEFINED_EPOCH } from '../log/leader-epochs.ts';

export type Verdict =
  | { readonly kind: 'go' }
  /** The leader's end of the largest epoch at or below the follower's last one. */
  | { readonly kind: 'diverge'; readonly epoch: number; readonly endOffset: number }
  /** What the follower needs next is gone: it begins anew at this offset. */
  | { readonly kind: 'reset'; readonly startOffset: number };

/**
 * @param lastEpoch leader epoch of the follower's last batch, −1 without any
 * @param followerEnd its durable end
 */
export function judgeFollower(
  epochs: LeaderEpochs,
  logStart: number,
  logEnd: number,
  lastEpoch: number,
  followerEnd: number,
): Verdict {
  if (followerEnd < logStart) return { kind: 'reset', startOffset: logStart };
  if (lastEpoch === UNDEFINED_EPOCH) {
    if (followerEnd <= logEnd) return { kind: 'go' };
    return { kind: 'diverge', epoch: epochs.latestEpoch, endOffset: logEnd };
  }
  const { leaderEpoch, endOffset } = epochs.endOffsetFor(lastEpoch, logEnd);
  // Of an epoch above all of ours: no leader before us wrote it into what we hold.
  if (leaderEpoch === UNDEFINED_EPOCH) return { kind: 'diverge', epoch: epochs.latestEpoch, endOffset: logEnd };
  if (leaderEpoch < lastEpoch || endOffset < followerEnd) return { kind: 'diverge', epoch: leaderEpoch, endOffset };
  return { kind: 'go' };
}

/**
 * Where the follower cuts after `diverge`. Where it does not know the leader's epoch it cuts to the end of its own
 * largest epoch below that, and asks again.
 */
export function truncationTarget(epochs: LeaderEpochs, logEnd: number, epoch: number, endOffset: number): number {
  if (epochs.latestEpoch === UNDEFINED_EPOCH) return Math.min(endOffset, logEnd);
  const own = epochs.endOffsetFor(epoch, logEnd);
  // Our last epoch is below the leader's: what we have of it ends where our log ends.
  if (own.leaderEpoch === UNDEFINED_EPOCH) return Math.min(logEnd, endOffset);
  if (own.leaderEpoch !== epoch) return Math.min(own.endOffset, logEnd);
  return Math.min(own.endOffset, endOffset, logEnd);
}
