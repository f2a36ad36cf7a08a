/**
 * The two offset checkpoints of a log directory as Kafka writes them, and a copy of both under a checksum: a digit that
 * flips in Kafka's text is another offset, and a log start that is too high hides records. The copy decides where it is
 * sound. A crash between the files leaves them of different age; the journal replays what the older one misses.
 */
import { crc32c } from '../core/bytes/crc32c.ts';
import { type CheckpointEntry, formatOffsetCheckpoint, parseOffsetCheckpoint } from '../core/log/checkpoint-format.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';

export const LOG_START_CHECKPOINT = 'log-start-offset-checkpoint';
export const RECOVERY_POINT_CHECKPOINT = 'recovery-point-offset-checkpoint';
const COPY = '__chronik_offsets';
/** 8 hex digits and a line feed. */
const CHECKSUM_LENGTH = 9;

/** Offsets by `<topic>-<partition>`. */
export interface OffsetCheckpoints {
  readonly logStarts: ReadonlyMap<string, number>;
  readonly recoveryPoints: ReadonlyMap<string, number>;
}

export function encodeOffsetCheckpoints(
  logStarts: CheckpointEntry[],
  recoveryPoints: CheckpointEntry[],
): { name: string; content: Uint8Array }[] {
  const starts = formatOffsetCheckpoint(logStarts);
  const points = formatOffsetCheckpoint(recoveryPoints);
  const encoder = new TextEncoder();
  const body = JSON.stringify({ logStarts: starts, recoveryPoints: points });
  return [
    { name: COPY, content: encoder.encode(`${checksum(encoder.encode(body))}\n${body}`) },
    { name: LOG_START_CHECKPOINT, content: encoder.encode(starts) },
    { name: RECOVERY_POINT_CHECKPOINT, content: encoder.encode(points) },
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
  return {
    logStarts: read(LOG_START_CHECKPOINT, copy?.logStarts),
    recoveryPoints: read(RECOVERY_POINT_CHECKPOINT, copy?.recoveryPoints),
  };
}

function readCopy(
  files: FileSystem,
  path: string,
  problems: string[],
): { logStarts: string; recoveryPoints: string } | null {
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
