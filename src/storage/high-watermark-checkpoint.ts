/**
 * Kafka's `replication-offset-checkpoint`, and a copy of it under a checksum that also says which record each high watermark
 * stands behind: an offset alone may be of a topic that is gone, or of records that an unclean leader has replaced. Only the
 * copy is read; a high watermark that cannot be proven from it begins at the log's start, and the leader tells the rest.
 */
import { crc32c } from '../core/bytes/crc32c.ts';
import { formatOffsetCheckpoint } from '../core/log/checkpoint-format.ts';
import type { LeaderEpochs } from '../core/log/leader-epochs.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';

export const HIGH_WATERMARK_CHECKPOINT = 'replication-offset-checkpoint';
const COPY = '__chronik_high_watermarks';
/** 8 hex digits and a line feed. */
const CHECKSUM_LENGTH = 9;

export interface SavedOffset {
  readonly offset: number;
  /** Leader epoch of the record below it; −1 without one. */
  readonly epoch: number;
}

export interface SavedHighWatermark extends SavedOffset {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
}

/** The copy comes last: what it names was in Kafka's file before. */
export function encodeHighWatermarks(saved: readonly SavedHighWatermark[]): { name: string; content: Uint8Array }[] {
  const encoder = new TextEncoder();
  const rows = saved.map(({ topicId, partition, offset, epoch }) => `${topicId} ${partition} ${offset} ${epoch}\n`);
  const body = encoder.encode(rows.join(''));
  return [
    { name: HIGH_WATERMARK_CHECKPOINT, content: encoder.encode(formatOffsetCheckpoint(saved)) },
    { name: COPY, content: encoder.encode(`${checksum(body)}\n${new TextDecoder().decode(body)}`) },
  ];
}

/** By `topicId:partition`. @param problems takes a sentence for a file that could not be used */
export function readHighWatermarks(files: FileSystem, directory: string, problems: string[]): Map<string, SavedOffset> {
  const found = new Map<string, SavedOffset>();
  const path = `${directory}/${COPY}`;
  const bytes = files.readFile(path);
  if (bytes === null) return found;
  const decoder = new TextDecoder();
  const body = bytes.subarray(CHECKSUM_LENGTH);
  if (decoder.decode(bytes.subarray(0, CHECKSUM_LENGTH)) !== `${checksum(body)}\n`) {
    problems.push(`${path} is damaged and was not used`);
    return found;
  }
  for (const row of decoder.decode(body).split('\n')) {
    const [topicId, partition, offset, epoch] = row.split(' ');
    if (epoch !== undefined) found.set(`${topicId}:${partition}`, { offset: Number(offset), epoch: Number(epoch) });
  }
  return found;
}

/** What a log may show before anybody else has spoken. */
export function provenHighWatermark(
  saved: SavedOffset | undefined,
  logStartOffset: number,
  logEndOffset: number,
  epochs: LeaderEpochs,
): number {
  if (saved === undefined || saved.offset <= logStartOffset || saved.offset > logEndOffset) return logStartOffset;
  // Offset and epoch name one record, and with it everything before.
  return epochs.epochForOffset(saved.offset - 1) === saved.epoch ? saved.offset : logStartOffset;
}

function checksum(bytes: Uint8Array): string {
  return crc32c(bytes, 0, bytes.length).toString(16).padStart(8, '0');
}
