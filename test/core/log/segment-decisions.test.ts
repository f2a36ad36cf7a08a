import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CompactionPolicy,
  type CompactionSegment,
  groupSegments,
  planCompaction,
} from '../../../src/core/log/compaction-plan.ts';
import { segmentsToDelete } from '../../../src/core/log/retention.ts';
import { type ActiveSegment, rollJitterMs, rollReason } from '../../../src/core/log/roll.ts';

const NOW = 1_000_000_000;

/** Segments of 10 offsets and 100 bytes each, one per given time; the last is active. */
function segmentsAt(...times: number[]): CompactionSegment[] {
  return times.map((time, index) => ({
    baseOffset: index * 10,
    endOffset: index * 10 + 10,
    sizeInBytes: 100,
    largestTimestamp: time,
    lastModifiedMs: NOW,
    firstBatchTimestamp: time,
    offsetIndexBytes: 8,
    timeIndexBytes: 12,
  }));
}

describe('retention', () => {
  const none = { deletes: true, retentionMs: -1, retentionBytes: -1 };
  const verdict = (segments: CompactionSegment[], policy = {}, logStart = 0, highWatermark = 1e9) => {
    const { count, byTime, bySize, byLogStartOffset } = segmentsToDelete(
      segments,
      { ...none, ...policy },
      logStart,
      highWatermark,
      NOW,
    );
    expect(count).toBe(byTime + bySize + byLogStartOffset);
    return [byTime, bySize, byLogStartOffset];
  };

  test('by time: older than, not as old as', () => {
    const segments = segmentsAt(NOW - 101, NOW - 100, NOW - 99);
    expect(verdict(segments, { retentionMs: 100 })).toEqual([1, 0, 0]);
    expect(verdict(segments, { retentionMs: 99 })).toEqual([2, 0, 0]);
    expect(verdict(segments, { retentionMs: 0 })).toEqual([3, 0, 0]);
    expect(verdict(segments)).toEqual([0, 0, 0]);
  });
  test('by time: a younger segment shields those behind it', () => {
    expect(verdict(segmentsAt(NOW, 1, 1), { retentionMs: 100 })).toEqual([0, 0, 0]);
  });
  test("a time far in the future does not keep a segment for ever; a missing one is the file's", () => {
    const future = segmentsAt(NOW + 7_200_000, -1, NOW).map((s) => ({ ...s, lastModifiedMs: NOW - 500 }));
    expect(verdict(future, { retentionMs: 400 })).toEqual([2, 0, 0]);
    expect(verdict(future, { retentionMs: 600 })).toEqual([0, 0, 0]);
  });
  test('by size: while what stays is at least the limit', () => {
    const segments = segmentsAt(NOW, NOW, NOW, NOW);
    expect(verdict(segments, { retentionBytes: 400 })).toEqual([0, 0, 0]);
    expect(verdict(segments, { retentionBytes: 399 })).toEqual([0, 0, 0]);
    expect(verdict(segments, { retentionBytes: 300 })).toEqual([0, 1, 0]);
    expect(verdict(segments, { retentionBytes: 150 })).toEqual([0, 2, 0]);
    expect(verdict(segments, { retentionBytes: 0 })).toEqual([0, 4, 0]);
  });
  test('time is asked after size, and so of what lay behind a young segment', () => {
    expect(verdict(segmentsAt(NOW, 1, 1, NOW), { retentionMs: 100, retentionBytes: 300 })).toEqual([2, 1, 0]);
    expect(verdict(segmentsAt(NOW, 1, 1, NOW), { retentionMs: 100 })).toEqual([0, 0, 0]);
    expect(verdict(segmentsAt(NOW, 1, 1, NOW), { retentionMs: 100 }, 10)).toEqual([2, 0, 1]);
  });
  test('by log start offset, whatever the policy; the active segment stays', () => {
    const segments = segmentsAt(NOW, NOW, NOW);
    expect(verdict(segments, { deletes: false }, 19)).toEqual([0, 0, 1]);
    expect(verdict(segments, { deletes: false }, 20)).toEqual([0, 0, 2]);
    expect(verdict(segments, { deletes: false }, 30)).toEqual([0, 0, 2]);
  });
  test('compact alone deletes nothing by age or size', () => {
    expect(verdict(segmentsAt(1, 1, 1), { deletes: false, retentionMs: 1, retentionBytes: 1 })).toEqual([0, 0, 0]);
  });
  test('nothing above the high watermark goes', () => {
    expect(verdict(segmentsAt(1, 1, 1), { retentionMs: 1 }, 0, 19)).toEqual([1, 0, 0]);
    expect(verdict(segmentsAt(1, 1, 1), { retentionMs: 1 }, 0, 20)).toEqual([2, 0, 0]);
  });
  test('an empty active segment stays', () => {
    const segments = segmentsAt(1, 1);
    segments[1] = { ...segments[1]!, sizeInBytes: 0, endOffset: 10 };
    expect(verdict(segments, { retentionMs: 1 })).toEqual([1, 0, 0]);
    expect(verdict([])).toEqual([0, 0, 0]);
  });
});

describe('roll', () => {
  const policy = { segmentBytes: 1000, segmentMs: 500 };
  const segment: ActiveSegment = {
    baseOffset: 100,
    sizeInBytes: 900,
    firstAppendTimestamp: 2000,
    createdMs: NOW,
    isOffsetIndexFull: false,
    isTimeIndexFull: false,
    jitterMs: 0,
  };
  const append = { sizeInBytes: 100, lastOffset: 110, maxTimestamp: 2000 };
  const reason = (s: Partial<ActiveSegment> = {}, a: Partial<typeof append> = {}, now = NOW) =>
    rollReason({ ...segment, ...s }, { ...append, ...a }, policy, now);

  test('by size: when the append would pass it', () => {
    expect(reason()).toBeNull();
    expect(reason({}, { sizeInBytes: 101 })).toBe('size');
    expect(reason({ sizeInBytes: 0 }, { sizeInBytes: 5000 })).toBeNull();
  });
  test('by record time, less the jitter', () => {
    expect(reason({}, { maxTimestamp: 2500 })).toBeNull();
    expect(reason({}, { maxTimestamp: 2501 })).toBe('time');
    expect(reason({ jitterMs: 10 }, { maxTimestamp: 2491 })).toBe('time');
    expect(reason({ sizeInBytes: 0 }, { maxTimestamp: 9999 })).toBeNull();
  });
  test('by the clock where records bear no time', () => {
    expect(reason({ firstAppendTimestamp: -1 }, {}, NOW + 501)).toBe('time');
    expect(reason({}, { maxTimestamp: -1 }, NOW + 501)).toBe('time');
    expect(reason({}, {}, NOW + 501)).toBeNull();
  });
  test('by indexes and offsets', () => {
    expect(reason({ isOffsetIndexFull: true })).toBe('offset index full');
    expect(reason({ isTimeIndexFull: true })).toBe('time index full');
    expect(reason({}, { lastOffset: 100 + 2 ** 31 - 1 })).toBeNull();
    expect(reason({}, { lastOffset: 100 + 2 ** 31 })).toBe('offset overflow');
  });
  test('jitter is below both its limits', () => {
    expect(rollJitterMs(0, 500, 0.9)).toBe(0);
    expect(rollJitterMs(1000, 500, 0.999)).toBe(499);
  });
});

describe('compaction plan', () => {
  const policy: CompactionPolicy = { minCleanableDirtyRatio: 0.5, minCompactionLagMs: 0, maxCompactionLagMs: 2 ** 63 };
  const plan = (
    segments: CompactionSegment[],
    checkpoint: number | null,
    p: Partial<CompactionPolicy> = {},
    log: Partial<{ lastStableOffset: number; logStartOffset: number }> = {},
  ) =>
    planCompaction(
      {
        segments,
        logStartOffset: log.logStartOffset ?? segments[0]!.baseOffset,
        logEndOffset: segments.at(-1)!.endOffset,
        lastStableOffset: log.lastStableOffset ?? segments.at(-1)!.endOffset,
      },
      checkpoint,
      { ...policy, ...p },
      NOW,
    );

  test('everything but the active segment, from the checkpoint on', () => {
    const segments = segmentsAt(1, 1, 1, 1);
    expect(plan(segments, null)).toMatchObject({
      firstDirtyOffset: 0,
      firstUncleanableOffset: 30,
      cleanBytes: 0,
      cleanableBytes: 300,
      dirtyRatio: 1,
      isDue: true,
      resetsCheckpoint: false,
    });
    expect(plan(segments, 20)).toMatchObject({ cleanBytes: 200, cleanableBytes: 100, isDue: false });
    expect(plan(segments, 10)).toMatchObject({ cleanBytes: 100, cleanableBytes: 200, isDue: true });
    expect(plan(segments, 30)).toMatchObject({ cleanableBytes: 0, isDue: false });
  });

  test('not beyond the last stable offset, in whole segments', () => {
    expect(plan(segmentsAt(1, 1, 1, 1), null, {}, { lastStableOffset: 25 })).toMatchObject({
      firstUncleanableOffset: 20,
    });
    expect(plan(segmentsAt(1, 1, 1, 1), null, {}, { lastStableOffset: 20 })).toMatchObject({
      firstUncleanableOffset: 20,
    });
    expect(plan(segmentsAt(1, 1, 1, 1), null, {}, { lastStableOffset: 5 })).toMatchObject({
      cleanableBytes: 0,
      isDue: false,
    });
  });

  test('not what is younger than the lag, nor what lies behind it', () => {
    const segments = segmentsAt(NOW - 200, NOW - 99, NOW - 200, NOW);
    expect(plan(segments, null, { minCompactionLagMs: 100 })).toMatchObject({
      firstUncleanableOffset: 10,
      cleanableBytes: 100,
    });
    expect(plan(segments, null, { minCompactionLagMs: 99 })).toMatchObject({ firstUncleanableOffset: 30 });
  });

  test('at once, however little is dirty, after the longest lag', () => {
    const segments = segmentsAt(1, 1, NOW - 500, NOW);
    expect(plan(segments, 20)).toMatchObject({ isDue: false });
    expect(plan(segments, 20, { maxCompactionLagMs: 400 })).toMatchObject({ isDue: true, overdueMs: 100 });
    expect(plan(segments, 20, { maxCompactionLagMs: 600 })).toMatchObject({ isDue: false, overdueMs: 0 });
  });

  test('a checkpoint outside the log is put right', () => {
    const segments = segmentsAt(1, 1, 1);
    expect(plan(segments, 5, {}, { logStartOffset: 10 })).toMatchObject({
      firstDirtyOffset: 10,
      resetsCheckpoint: true,
    });
    expect(plan(segments, 31)).toMatchObject({ firstDirtyOffset: 0, resetsCheckpoint: true });
  });

  test('groups: all segments, in order, within every limit', () => {
    const anySegments = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 30 }), fc.nat(120), fc.nat(30)), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(anySegments, (shapes) => {
        let offset = 0;
        const segments = shapes.map(([span, size, index]) => {
          const baseOffset = offset;
          offset += span;
          return {
            ...segmentsAt(1)[0]!,
            baseOffset,
            endOffset: offset,
            sizeInBytes: size,
            offsetIndexBytes: index,
            timeIndexBytes: index,
          };
        });
        const groups = groupSegments(segments, { segmentBytes: 200, segmentIndexBytes: 40 });
        expect(groups.flat()).toEqual(segments);
        for (const [at, group] of groups.entries()) {
          const sum = (of: (s: CompactionSegment) => number) => group.reduce((total, s) => total + of(s), 0);
          const withData = group.filter((s) => s.sizeInBytes > 0);
          if (group.length > 1) {
            expect(sum((s) => s.sizeInBytes)).toBeLessThanOrEqual(200);
            expect(sum((s) => s.offsetIndexBytes)).toBeLessThanOrEqual(40);
            if (withData.length > 1)
              expect(withData.at(-1)!.endOffset - 1 - group[0]!.baseOffset).toBeLessThan(2 ** 31);
          }
          // No group could have taken the first of the next.
          const next = groups[at + 1]?.[0];
          if (next === undefined) continue;
          const fits =
            sum((s) => s.sizeInBytes) + next.sizeInBytes <= 200 &&
            sum((s) => s.offsetIndexBytes) + next.offsetIndexBytes <= 40 &&
            (next.sizeInBytes === 0 || next.endOffset - 1 - group[0]!.baseOffset < 2 ** 31);
          expect(fits).toBe(false);
        }
      }),
    );
  });
});
