/** What decisions about segments need to know of one; the shell that owns the files fills it in. */

export interface SegmentFacts {
  readonly baseOffset: number;
  /** The base offset of the next segment, or the log end offset for the last one. */
  readonly endOffset: number;
  readonly sizeInBytes: number;
  /** Latest record time, ms; -1 where no record has one. */
  readonly largestTimestamp: number;
  /** Of the log file, ms; stands in for a record time that is missing or cannot be meant. */
  readonly lastModifiedMs: number;
}

/** A record time further ahead of the clock than this is a producer's mistake, and would keep its segment for ever. */
const MAX_FUTURE_MS = 3_600_000;

/** The time of a segment for retention and compaction lag. */
export function effectiveTimestamp(segment: SegmentFacts, now: number): number {
  const { largestTimestamp, lastModifiedMs } = segment;
  return largestTimestamp < 0 || largestTimestamp > now + MAX_FUTURE_MS ? lastModifiedMs : largestTimestamp;
}
