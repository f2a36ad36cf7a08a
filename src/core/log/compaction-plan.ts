/**
 * Which part of a compacted log is to be cleaned, whether it is worth it yet, and which segments become one. Pure;
 * the cleaner in the compute pool acts on the answers.
 *
 *   log start            first dirty          first uncleanable            log end
 *   |---- cleaned before ----|------ dirty ------|--- too young, undecided, active ---|
 */
import { effectiveTimestamp, type SegmentFacts } from './segment-facts.ts';

export interface CompactionPolicy {
  /** `min.cleanable.dirty.ratio`. */
  readonly minCleanableDirtyRatio: number;
  /** `min.compaction.lag.ms`: records stay readable at least so long. */
  readonly minCompactionLagMs: number;
  /** `max.compaction.lag.ms`: after so long a log is cleaned however little of it is dirty. */
  readonly maxCompactionLagMs: number;
}

export interface CompactionSegment extends SegmentFacts {
  /** Time of its first batch, ms; -1 where it has none. */
  readonly firstBatchTimestamp: number;
  readonly offsetIndexBytes: number;
  readonly timeIndexBytes: number;
}

/** Segments ascend; the last one is active and never cleaned. */
export interface CompactionLog {
  readonly segments: readonly CompactionSegment[];
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  /** Bounds the cleaning: what is undecided, or not replicated, is left alone. */
  readonly lastStableOffset: number;
}

export interface CompactionPlan {
  readonly firstDirtyOffset: number;
  /** Always the base offset of a segment. */
  readonly firstUncleanableOffset: number;
  readonly cleanBytes: number;
  readonly cleanableBytes: number;
  /** Share of what could be read that is dirty; 0 where there is nothing. */
  readonly dirtyRatio: number;
  /** How long `max.compaction.lag.ms` has been passed, ms; 0 if it has not. */
  readonly overdueMs: number;
  readonly isDue: boolean;
  /** The checkpoint lay outside the log: write `firstDirtyOffset` in its place. */
  readonly resetsCheckpoint: boolean;
}

/** `checkpoint` is what `cleaner-offset-checkpoint` says of the partition; null where it says nothing. */
export function planCompaction(
  log: CompactionLog,
  checkpoint: number | null,
  policy: CompactionPolicy,
  now: number,
): CompactionPlan {
  const { segments } = log;
  const active = segments.at(-1);
  const checkpointed = checkpoint ?? log.logStartOffset;
  const resetsCheckpoint = checkpointed < log.logStartOffset || checkpointed > log.logEndOffset;
  const firstDirtyOffset = resetsCheckpoint ? log.logStartOffset : checkpointed;
  const dirty = segments.filter((segment) => segment !== active && segment.endOffset > firstDirtyOffset);

  let bound = Math.min(log.lastStableOffset, active?.baseOffset ?? log.logEndOffset);
  if (policy.minCompactionLagMs > 0) {
    const tooYoung = dirty.find((segment) => effectiveTimestamp(segment, now) > now - policy.minCompactionLagMs);
    if (tooYoung !== undefined) bound = Math.min(bound, tooYoung.baseOffset);
  }
  bound = Math.max(firstDirtyOffset, bound);
  // Whole segments only: the one that holds the bound is the first that stays.
  const firstKept = segments.find((segment) => segment.endOffset > bound) ?? active;
  const firstUncleanableOffset = firstKept?.baseOffset ?? bound;

  let cleanBytes = 0;
  let cleanableBytes = 0;
  for (const segment of segments) {
    // The segment that the last cleaning ended in is read again from its start.
    if (segment.endOffset <= firstDirtyOffset) cleanBytes += segment.sizeInBytes;
    else if (segment.baseOffset < firstUncleanableOffset) cleanableBytes += segment.sizeInBytes;
  }
  const total = cleanBytes + cleanableBytes;
  const dirtyRatio = total === 0 ? 0 : cleanableBytes / total;
  const overdueMs = overdue(dirty, policy.maxCompactionLagMs, now);
  const isDue = cleanableBytes > 0 && (overdueMs > 0 || dirtyRatio > policy.minCleanableDirtyRatio);
  return {
    firstDirtyOffset,
    firstUncleanableOffset,
    cleanBytes,
    cleanableBytes,
    dirtyRatio,
    overdueMs,
    isDue,
    resetsCheckpoint,
  };
}

function overdue(dirty: readonly CompactionSegment[], maxCompactionLagMs: number, now: number): number {
  let earliest = Infinity;
  for (const { firstBatchTimestamp } of dirty) {
    if (firstBatchTimestamp > 0 && firstBatchTimestamp < earliest) earliest = firstBatchTimestamp;
  }
  return Math.max(0, now - Math.max(0, maxCompactionLagMs) - earliest);
}

export interface GroupLimits {
  /** `segment.bytes`. */
  readonly segmentBytes: number;
  /** `segment.index.bytes`. */
  readonly segmentIndexBytes: number;
}

const MAX_RELATIVE_OFFSET = 2 ** 31 - 1;

/**
 * Segments that are cleaned into one, in runs: otherwise every cleaning would leave smaller segments than before. A
 * group never outgrows a segment in bytes, index or offsets, even if cleaning removes nothing.
 */
export function groupSegments(segments: readonly CompactionSegment[], limits: GroupLimits): CompactionSegment[][] {
  const groups: CompactionSegment[][] = [];
  let group: CompactionSegment[] = [];
  let size = 0;
  let offsetIndex = 0;
  let timeIndex = 0;
  for (const segment of segments) {
    const first = group[0];
    const fits =
      first !== undefined &&
      size + segment.sizeInBytes <= limits.segmentBytes &&
      offsetIndex + segment.offsetIndexBytes <= limits.segmentIndexBytes &&
      timeIndex + segment.timeIndexBytes <= limits.segmentIndexBytes &&
      // An empty segment adds no offsets; to keep it apart would leave one behind every 2^31 records.
      (segment.sizeInBytes === 0 || segment.endOffset - 1 - first.baseOffset <= MAX_RELATIVE_OFFSET);
    if (!fits) {
      group = [];
      groups.push(group);
      size = 0;
      offsetIndex = 0;
      timeIndex = 0;
    }
    group.push(segment);
    size += segment.sizeInBytes;
    offsetIndex += segment.offsetIndexBytes;
    timeIndex += segment.timeIndexBytes;
  }
  return groups;
}
