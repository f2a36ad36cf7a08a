/** Names of the files and directories of a partition, as Kafka gives them. Pure text; any thread. */

/** What a file of a partition directory holds, by its name. */
export const SEGMENT_SUFFIXES = ['.log', '.index', '.timeindex', '.txnindex', '.snapshot'] as const;
export type SegmentSuffix = (typeof SEGMENT_SUFFIXES)[number];

/** A file that is to be deleted soon, is being written by the cleaner, or is replacing others. */
export const FILE_STATES = ['.deleted', '.cleaned', '.swap'] as const;
export type FileState = (typeof FILE_STATES)[number];

export const LEADER_EPOCH_CHECKPOINT = 'leader-epoch-checkpoint';
export const PARTITION_METADATA = 'partition.metadata';
/** Directory suffixes: a topic that is being deleted, a replica that moves between directories, one nobody knows. */
const DIRECTORY_STATES = { '-delete': 'deleted', '-future': 'future', '-stray': 'stray' } as const;
export type DirectoryState = 'live' | 'deleted' | 'future' | 'stray';

const OFFSET_DIGITS = 20;
const SEGMENT_FILE = /^(\d{20})(\.[a-z]+)(\.deleted|\.cleaned|\.swap)?$/;
const LIVE_DIRECTORY = /^(.+)-(\d{1,10})$/;
/** `<topic>-<partition>.<32 hex digits>-delete`; the topic may have been cut short to fit a file name. */
const RETIRED_DIRECTORY = /^(.+)-(\d{1,10})\.([0-9a-f]{32})(-delete|-future|-stray)$/;
const MAX_FILE_NAME = 255;

export function segmentFileName(baseOffset: number, suffix: SegmentSuffix, state: FileState | '' = ''): string {
  return `${String(baseOffset).padStart(OFFSET_DIGITS, '0')}${suffix}${state}`;
}

export interface SegmentFile {
  readonly baseOffset: number;
  readonly suffix: SegmentSuffix;
  readonly state: FileState | null;
}

/** Null for any other file. */
export function parseSegmentFileName(name: string): SegmentFile | null {
  const match = SEGMENT_FILE.exec(name);
  const suffix = SEGMENT_SUFFIXES.find((known) => known === match?.[2]);
  const baseOffset = Number(match?.[1]);
  if (match === null || suffix === undefined || !Number.isSafeInteger(baseOffset)) return null;
  return { baseOffset, suffix, state: (match[3] as FileState | undefined) ?? null };
}

export interface PartitionDirectory {
  readonly topic: string;
  readonly partition: number;
  readonly state: DirectoryState;
}

/** Null for any other directory. Topics may hold dashes and dots: the partition is what follows the last dash. */
export function parsePartitionDirectory(name: string): PartitionDirectory | null {
  const retired = RETIRED_DIRECTORY.exec(name);
  const match = retired ?? LIVE_DIRECTORY.exec(name);
  if (match === null) return null;
  const partition = Number(match[2]);
  if (partition > 2 ** 31 - 1) return null;
  const state = retired === null ? 'live' : DIRECTORY_STATES[retired[4] as keyof typeof DIRECTORY_STATES];
  return { topic: match[1]!, partition, state };
}

export function partitionDirectoryName(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}

/** The name under which a directory waits for its end; `uniqueHex` is 32 hex digits, so that names never collide. */
export function retiredDirectoryName(
  topic: string,
  partition: number,
  uniqueHex: string,
  state: Exclude<DirectoryState, 'live'>,
): string {
  const suffix = `-${partition}.${uniqueHex}-${state === 'deleted' ? 'delete' : state}`;
  return topic.slice(0, MAX_FILE_NAME - suffix.length) + suffix;
}
