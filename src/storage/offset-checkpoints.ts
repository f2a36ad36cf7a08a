/**
 * The two offset checkpoints of a log directory as Kafka writes them, and a copy of both under a checksum: a digit that
 * flips in Kafka's text is another offset, and a log start that is too high hides records. The copy decides where it is
 * sound. A crash between the files leaves them of different age; the journal replays what the older one misses.
 */
import { crc32c } from '../core/bytes/crc32c.ts';
import { formatOffsetCheckpoint, parseOffsetCheckpoint } from '../core/log/checkpoint-format.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';

export const LOG_START_CHECKPOINT = 'log-start-offset-checkpoint';
export const RECOVERY_POINT_CHECKPOINT = 'recovery-point-offset-checkpoint';
const COPY = '__chronik_offsets';
/** 8 hex digits and a line feed. */
const CHECKSUM_LENGTH = 9;

export interface PartitionOffsets {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  readonly logStartOffset: number;
  /** Everything below was made durable. */
  readonly recoveryPoint: number;
}

/** 0 for a partition that no checkpoint knows, and for a topic that has the name of another. */
export interface OffsetCheckpoints {
  /** @param name `<topic>-<partition>` */
  logStartOf(name: string, topicId: string): number;
  recoveryPointOf(name: string, topicId: string): number;
}

interface Copy {
  readonly logStarts: string;
  readonly recoveryPoints: string;
  /** By `<topic>-<partition>`: a topic that was deleted may have left its name to another. */
  readonly topicIds?: Readonly<Record<string, string>>;
}

export function encodeOffsetCheckpoints(
  partitions: readonly PartitionOffsets[],
): { name: string; content: Uint8Array }[] {
  const logStarts = formatOffsetCheckpoint(partitions.map((each) => ({ ...each, offset: each.logStartOffset })));
  const recoveryPoints = formatOffsetCheckpoint(partitions.map((each) => ({ ...each, offset: each.recoveryPoint })));
  const topicIds = Object.fromEntries(
    partitions.map(({ topic, partition, topicId }) => [`${topic}-${partition}`, topicId]),
  );
  const encoder = new TextEncoder();
  const body = JSON.stringify({ logStarts, recoveryPoints, topicIds } satisfies Copy);
  return [
    { name: COPY, content: encoder.encode(`${checksum(encoder.encode(body))}\n${body}`) },
    { name: LOG_START_CHECKPOINT, content: encoder.encode(logStarts) },
    { name: RECOVERY_POINT_CHECKPOINT, content: encoder.encode(recoveryPoints) },
  ];
}

/** @param problems takes a sentence for each file that could not be used */
export function readOffsetCheckpoints(files: FileSystem, directory: string, problems: string[]): OffsetCheckpoints {
  const copy = readCopy(files, `${directory}/${COPY}`, problems);
  const read = (name: string, copied: string | undefined): Map<string, number> => {
    const text = copied ?? textOf(files, `${directory}/${name}`);
    const offsets = new Map<string, number>();
    if (text === null) return offsets;
    const decoded = parseOffsetCheckpoint(text);
    if (typeof decoded === 'string') problems.push(`${directory}/${name} is damaged (${decoded}) and was not used`);
    else for (const { topic, partition, offset } of decoded) offsets.set(`${topic}-${partition}`, offset);
    return offsets;
  };
  const logStarts = read(LOG_START_CHECKPOINT, copy?.logStarts);
  const recoveryPoints = read(RECOVERY_POINT_CHECKPOINT, copy?.recoveryPoints);
  const topicIds = new Map(Object.entries(copy?.topicIds ?? {}));
  const of = (offsets: Map<string, number>, name: string, topicId: string): number =>
    (topicIds.get(name) ?? topicId) === topicId ? (offsets.get(name) ?? 0) : 0;
  return {
    logStartOf: (name, topicId) => of(logStarts, name, topicId),
    recoveryPointOf: (name, topicId) => of(recoveryPoints, name, topicId),
  };
}

function readCopy(files: FileSystem, path: string, problems: string[]): Copy | null {
  const bytes = files.readFile(path);
  if (bytes === null) return null;
  const body = bytes.subarray(CHECKSUM_LENGTH);
  if (new TextDecoder().decode(bytes.subarray(0, CHECKSUM_LENGTH)) !== `${checksum(body)}\n`) {
    problems.push(`${path} is damaged and was not used`);
    return null;
  }
  return JSON.parse(new TextDecoder().decode(body));
}

function checksum(bytes: Uint8Array): string {
  return crc32c(bytes, 0, bytes.length).toString(16).padStart(8, '0');
}

function textOf(files: FileSystem, path: string): string | null {
  const bytes = files.readFile(path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}
