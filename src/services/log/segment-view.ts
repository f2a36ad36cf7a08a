/** Segments of a log as the decisions about them (retention, compaction) want to see them. Main thread. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { readInt64 } from '../../core/bytes/int64.ts';
import type { CompactionSegment } from '../../core/log/compaction-plan.ts';
import type { SegmentFacts } from '../../core/log/segment-facts.ts';
import { BATCH_OVERHEAD, MAX_TIMESTAMP_AT } from '../../core/records/batch-format.ts';
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

class CompactionView extends SegmentView implements CompactionSegment {
  /** Measured where they count: the compute pool groups segments. */
  readonly offsetIndexBytes = 0;
  readonly timeIndexBytes = 0;
  readonly #segment: LogSegment;
  readonly #isTimeAsked: boolean;

  constructor(segment: LogSegment, endOffset: number, isTimeAsked: boolean) {
    super(segment, endOffset);
    this.#segment = segment;
    this.#isTimeAsked = isTimeAsked;
  }

  get firstBatchTimestamp(): number {
    if (!this.#isTimeAsked) return -1;
    return this.#segment.indexedFrom === 0 ? this.#segment.firstAppendTimestamp : firstTimestampIn(this.#segment);
  }
}

/** With its times where `max.compaction.lag.ms` is set; otherwise nobody asks for them. */
export function compactionSegments(log: PartitionLog): CompactionSegment[] {
  const { segments, logEndOffset, config } = log;
  const isTimeAsked = config.maxCompactionLagMs <= Number.MAX_SAFE_INTEGER;
  return segments.map(
    (segment, at) => new CompactionView(segment, segments[at + 1]?.baseOffset ?? logEndOffset, isTimeAsked),
  );
}

/** Of a segment that was there at the start: read once from its first header. */
const firstTimestamps = new WeakMap<LogSegment, number>();

function firstTimestampIn(segment: LogSegment): number {
  let timestamp = firstTimestamps.get(segment);
  if (timestamp === undefined) {
    timestamp = readFirstTimestamp(segment.logPath);
    firstTimestamps.set(segment, timestamp);
  }
  return timestamp;
}

function readFirstTimestamp(path: string): number {
  const header = new Uint8Array(BATCH_OVERHEAD);
  try {
    const file = openSync(path, 'r');
    try {
      if (readSync(file, header, 0, header.length, 0) < header.length) return -1;
    } finally {
      closeSync(file);
    }
  } catch {
    return -1;
  }
  return readInt64(new DataView(header.buffer), MAX_TIMESTAMP_AT);
}
