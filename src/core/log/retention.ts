/**
 * Which segments go: by `retention.ms`, by `retention.bytes`, and because the log starts after them. Pure; asked every
 * `log.retention.check.interval.ms` by the owner of the log, which then deletes the files.
 */
import { effectiveTimestamp, type SegmentFacts } from './segment-facts.ts';

export interface RetentionPolicy {
  /** `cleanup.policy` contains `delete`. Without it only a raised log start removes segments. */
  readonly deletes: boolean;
  /** -1: no limit. */
  readonly retentionMs: number;
  /** -1: no limit. */
  readonly retentionBytes: number;
}

export interface RetentionVerdict {
  /** Segments to delete, counted from the oldest. All of them, the active one too: roll it first. */
  readonly count: number;
  readonly byTime: number;
  readonly bySize: number;
  readonly byLogStartOffset: number;
}

const NOTHING: RetentionVerdict = { count: 0, byTime: 0, bySize: 0, byLogStartOffset: 0 };

/**
 * `segments` ascend; the last is active. Nothing at or above the high watermark goes: it may not be replicated. The
 * three reasons are applied one after the other, each to what the one before it left, as Kafka does.
 */
export function segmentsToDelete(
  segments: readonly SegmentFacts[],
  policy: RetentionPolicy,
  logStartOffset: number,
  highWatermark: number,
  now: number,
): RetentionVerdict {
  if (segments.length === 0) return NOTHING;
  let first = 0;
  const take = (isDue: (segment: SegmentFacts) => boolean): number => {
    const before = first;
    for (; first < segments.length; first++) {
      const segment = segments[first]!;
      const isEmptyActive = first === segments.length - 1 && segment.sizeInBytes === 0;
      if (isEmptyActive || segment.endOffset > highWatermark || !isDue(segment)) break;
    }
    return first - before;
  };

  // The active segment never lies wholly below the log start: its end is the log's.
  const active = segments.at(-1);
  const byLogStartOffset = take((segment) => segment !== active && segment.endOffset <= logStartOffset);
  let bySize = 0;
  let byTime = 0;
  if (policy.deletes && policy.retentionBytes >= 0) {
    let excess = -policy.retentionBytes;
    for (let at = first; at < segments.length; at++) excess += segments[at]!.sizeInBytes;
    bySize = take((segment) => {
      if (excess < segment.sizeInBytes) return false;
      excess -= segment.sizeInBytes;
      return true;
    });
  }
  if (policy.deletes && policy.retentionMs >= 0) {
    byTime = take((segment) => now - effectiveTimestamp(segment, now) > policy.retentionMs);
  }
  return { count: first, byTime, bySize, byLogStartOffset };
}
