/** The timers of a coordinator, as values of its timer wheel. One object per timer, made once, identity is the key. */

export const TimerKind = {
  /** A classic member (or one that was only given an id so far) was silent for its session timeout. */
  ClassicSession: 0,
  /** The join phase of a classic group has lasted its rebalance timeout, or the initial delay is over. */
  ClassicJoin: 1,
  /** Members of a classic group have not sent their SyncGroup within the rebalance timeout. */
  ClassicSync: 2,
  /** A member of a consumer group was silent. */
  ConsumerSession: 3,
  /** A member of a consumer group has not given up partitions within its rebalance timeout. */
  ConsumerRebalance: 4,
  /** A classic-protocol member of a consumer group has not rejoined, or not synced, in time. */
  ConsumerJoin: 5,
  ConsumerSync: 6,
  /** Time to look for expired offsets. */
  OffsetExpiration: 7,
} as const;

export type TimerKind = (typeof TimerKind)[keyof typeof TimerKind];

export interface GroupTimer {
  readonly kind: TimerKind;
  readonly groupId: string;
  /** Empty for a timer of the whole group. */
  readonly memberId: string;
}
