/** Checks the files of one directory against their formats and against each other. */
import { readFileSync } from 'node:fs';
import { parseOffsetCheckpoint } from '../../core/log/checkpoint-format.ts';
import { parseLeaderEpochs } from '../../core/log/leader-epochs.ts';
import { decodeOffsetIndex, OFFSET_INDEX_ENTRY_SIZE } from '../../core/log/offset-index.ts';
import { parsePartitionMetadata } from '../../core/log/partition-metadata.ts';
import { decodeProducerSnapshot } from '../../core/log/producer-snapshot.ts';
import { decodeTimeIndex } from '../../core/log/time-index.ts';
import { decodeTransactionIndex } from '../../core/log/transaction-index.ts';
import type { BatchView } from '../../core/records/batch-view.ts';
import { walkJournal } from './journal.ts';
import type { LogFile } from './log-files.ts';
import { scanSegmentFile } from './scan-segment-file.ts';

export interface FileVerdict {
  readonly path: string;
  readonly kind: string;
  /** `incomplete`: the end of the last segment is missing, as after a crash; the next start repairs it. */
  readonly state: 'sound' | 'incomplete' | 'damaged';
  readonly message: string | null;
  /** Of segments. */
  readonly batches: number | null;
  readonly records: number | null;
}

/** Answers what is wrong with a batch beyond its checksum, or null; for checks that go into the records. */
export type BatchCheck = (batch: BatchView) => string | null;

interface Segment {
  readonly nextOffset: number;
  readonly size: number;
  /** Position → last offset of the batch there. */
  readonly batches: Map<number, number>;
}

/** `files` are those of one directory, segments in ascending order. */
export async function verifyDirectory(
  files: readonly LogFile[],
  checkBatch: BatchCheck | null,
): Promise<FileVerdict[]> {
  const segments = new Map<number, Segment>();
  const verdicts: FileVerdict[] = [];
  const logs = files.filter(({ kind }) => kind === 'segment');
  let dueOffset = 0;
  for (const file of logs) {
    const isLast = file === logs.at(-1);
    const { verdict, segment } = await verifySegment(file, isLast, dueOffset, checkBatch);
    verdicts.push(verdict);
    segments.set(file.baseOffset, segment);
    dueOffset = segment.nextOffset;
  }
  for (const file of files) {
    if (file.kind === 'segment') continue;
    const message = verifyFile(file, segments);
    verdicts.push({
      path: file.path,
      kind: file.kind,
      state: message === null ? 'sound' : 'damaged',
      message,
      batches: null,
      records: null,
    });
  }
  return verdicts;
}

async function verifySegment(file: LogFile, isLast: boolean, dueOffset: number, checkBatch: BatchCheck | null) {
  const batches = new Map<number, number>();
  let records = 0;
  let fault: string | null = null;
  const scanned = await scanSegmentFile(file.path, file.baseOffset, (batch, position) => {
    batches.set(position, batch.lastOffset);
    records += batch.recordCount;
    fault ??= checkBatch?.(batch) ?? null;
  });
  const { verdict, soundBytes, size, nextOffset } = scanned;
  const at = `at byte ${soundBytes} of ${size}`;
  let state: FileVerdict['state'] = 'sound';
  let message: string | null = null;
  if (verdict.kind === 'corruption') {
    state = 'damaged';
    message = `${verdict.reason} ${at}; the next sound batch is at byte ${verdict.nextPosition}, offset ${verdict.nextOffset}`;
  } else if (verdict.kind === 'torn tail') {
    state = isLast ? 'incomplete' : 'damaged';
    message = `${verdict.reason} ${at}`;
  } else if (fault !== null) {
    state = 'damaged';
    message = fault;
  } else if (file.baseOffset < dueOffset) {
    state = 'damaged';
    message = `it begins at offset ${file.baseOffset}, but the segment before it reaches ${dueOffset}`;
  }
  const result: FileVerdict = { path: file.path, kind: file.kind, state, message, batches: batches.size, records };
  return { verdict: result, segment: { nextOffset, size, batches } };
}

function verifyFile(file: LogFile, segments: ReadonlyMap<number, Segment>): string | null {
  if (file.kind === 'segment') return null;
  if (file.kind === 'journal') return walkJournal(file.path, () => {}).problem;
  const bytes = readFileSync(file.path);
  const problemOf = (decoded: unknown): string | null => (typeof decoded === 'string' ? decoded : null);
  switch (file.kind) {
    case 'offset index':
      return verifyOffsetIndex(bytes, file.baseOffset, segments.get(file.baseOffset));
    case 'time index':
      return problemOf(decodeTimeIndex(bytes, file.baseOffset, Number.MAX_SAFE_INTEGER));
    case 'transaction index':
      return problemOf(decodeTransactionIndex(bytes, file.baseOffset));
    case 'producer snapshot':
      return problemOf(decodeProducerSnapshot(bytes));
    case 'leader epochs':
      return problemOf(parseLeaderEpochs(bytes.toString('utf8')));
    case 'partition metadata':
      return problemOf(parsePartitionMetadata(bytes.toString('utf8')));
    case 'offset checkpoint':
      return problemOf(parseOffsetCheckpoint(bytes.toString('utf8')));
    case 'meta properties':
      return /^version=1$/m.test(bytes.toString('utf8')) ? null : 'it has no version=1';
  }
}

function verifyOffsetIndex(bytes: Buffer, baseOffset: number, segment: Segment | undefined): string | null {
  const size = segment?.size ?? Number.POSITIVE_INFINITY;
  const index = decodeOffsetIndex(bytes, baseOffset, bytes.length / OFFSET_INDEX_ENTRY_SIZE, size);
  if (typeof index === 'string') return index;
  if (segment === undefined) return 'there is no segment for it';
  for (let entry = 0; entry < index.entries; entry += 1) {
    const relative = bytes.readInt32BE(entry * OFFSET_INDEX_ENTRY_SIZE);
    const position = bytes.readInt32BE(entry * OFFSET_INDEX_ENTRY_SIZE + 4);
    const lastOffset = segment.batches.get(position);
    if (lastOffset === undefined) return `entry ${entry} points to byte ${position}, where no batch begins`;
    if (lastOffset !== baseOffset + relative) {
      return `entry ${entry} names offset ${baseOffset + relative}, but the batch at byte ${position} ends at ${lastOffset}`;
    }
  }
  return null;
}
