/** Segments of a log as the decisions about them (retention, compaction) want to see them. Main thread. */
import { statSync } from 'node:fs';
import type { SegmentFacts } from '../../core/log/segment-facts.ts';
import type { LogSegment } from './log-segment.ts';
import type { PartitionLog } from './partition-log.ts';

class SegmentView implements SegmentFacts {
  readonly baseOffset: number;
  readonly endOffset: number;
  readonly sizeInBytes: number;
  readonly largestTimestamp: number;
  readonly #segment: LogSegment;

  constructor(segment: LogSegment, endOffset: number) {
    this.baseOffset = segment.baseOffset;
    this.endOffset = endOffset;
    this.sizeInBytes = segment.sizeInBytes;
    this.largestTimestamp = segment.maxTimestamp;
    this.#segment = segment;
  }

  /** Asked only of segments without a usable record time: those are rare, so that the file may be asked here and now. */
  get lastModifiedMs(): number {
    const { logPath, createdMs } = this.#segment;
    try {
      return statSync(logPath).mtimeMs;
    } catch {
      // Not written yet, or not readable: retention must go on for the others.
      return createdMs;
    }
  }
}

/** All segments of the log, ascending; the last is active. */
export function segmentFacts(log: PartitionLog): SegmentFacts[] {
  const { segments, logEndOffset } = log;
  return segments.map((segment, at) => new SegmentView(segment, segments[at + 1]?.baseOffset ?? logEndOffset));
}
