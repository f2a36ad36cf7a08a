/** When the active segment is closed and a new one begun. Pure; asked by the writer before each append. */

export interface ActiveSegment {
  readonly baseOffset: number;
  readonly sizeInBytes: number;
  /** Latest record time of its first append, ms; -1 while it is empty or its records have none. */
  readonly firstAppendTimestamp: number;
  readonly createdMs: number;
  readonly isOffsetIndexFull: boolean;
  readonly isTimeIndexFull: boolean;
  /** Chosen once per segment with `rollJitterMs`: keeps a thousand partitions from rolling at once. */
  readonly jitterMs: number;
}

export interface PendingAppend {
  readonly sizeInBytes: number;
  readonly lastOffset: number;
  readonly maxTimestamp: number;
}

export interface RollPolicy {
  /** `segment.bytes`. */
  readonly segmentBytes: number;
  /** `segment.ms`. */
  readonly segmentMs: number;
}

export type RollReason = 'size' | 'time' | 'offset index full' | 'time index full' | 'offset overflow';

const MAX_RELATIVE_OFFSET = 2 ** 31 - 1;

/**
 * Why the segment must roll before the append, or null. Time counts between records where they bear times, so that a
 * log that is copied or replayed rolls where the original did; the clock counts only where they do not.
 */
export function rollReason(
  segment: ActiveSegment,
  append: PendingAppend,
  policy: RollPolicy,
  now: number,
): RollReason | null {
  if (segment.sizeInBytes > policy.segmentBytes - append.sizeInBytes) {
    // A batch as large as a segment is refused before it gets here; an empty segment must take whatever comes.
    if (segment.sizeInBytes > 0) return 'size';
  }
  if (segment.sizeInBytes > 0) {
    const waited =
      segment.firstAppendTimestamp >= 0 && append.maxTimestamp >= 0
        ? append.maxTimestamp - segment.firstAppendTimestamp
        : now - segment.createdMs;
    if (waited > policy.segmentMs - segment.jitterMs) return 'time';
  }
  if (segment.isOffsetIndexFull) return 'offset index full';
  if (segment.isTimeIndexFull) return 'time index full';
  const relative = append.lastOffset - segment.baseOffset;
  return relative < 0 || relative > MAX_RELATIVE_OFFSET ? 'offset overflow' : null;
}

/** The jitter of a new segment; `random` in [0, 1). */
export function rollJitterMs(segmentJitterMs: number, segmentMs: number, random: number): number {
  return Math.floor(random * Math.min(segmentJitterMs, segmentMs));
}
