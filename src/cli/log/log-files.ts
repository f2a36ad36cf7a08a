/** Which files lie under the paths given to `log dump` and `log verify`, and what each of them is by its name. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  LEADER_EPOCH_CHECKPOINT,
  PARTITION_METADATA,
  parsePartitionDirectory,
  parseSegmentFileName,
} from '../../core/log/segment-names.ts';
import { JOURNAL_DIRECTORY } from '../../storage/journal/journal-file.ts';
import { CommandError } from '../cluster-options.ts';

export type LogFileKind =
  | 'segment'
  | 'offset index'
  | 'time index'
  | 'transaction index'
  | 'producer snapshot'
  | 'leader epochs'
  | 'partition metadata'
  | 'offset checkpoint'
  | 'meta properties'
  /** The whole journal of a log directory; its path is a directory. */
  | 'journal';

export interface LogFile {
  readonly path: string;
  readonly kind: LogFileKind;
  readonly directory: string;
  /** 0 for files that belong to no segment. */
  readonly baseOffset: number;
}

const SEGMENT_KINDS = {
  '.log': 'segment',
  '.index': 'offset index',
  '.timeindex': 'time index',
  '.txnindex': 'transaction index',
  '.snapshot': 'producer snapshot',
} as const;

/** Null for a file that is none of a log's, or that is about to be deleted. */
export function classify(path: string): LogFile | null {
  const name = basename(path);
  const directory = dirname(path);
  const segment = parseSegmentFileName(name);
  if (segment !== null) {
    if (segment.state !== null) return null;
    return { path, kind: SEGMENT_KINDS[segment.suffix], directory, baseOffset: segment.baseOffset };
  }
  if (name === LEADER_EPOCH_CHECKPOINT) return { path, kind: 'leader epochs', directory, baseOffset: 0 };
  if (name === PARTITION_METADATA) return { path, kind: 'partition metadata', directory, baseOffset: 0 };
  if (/-offset-checkpoint$/.test(name)) return { path, kind: 'offset checkpoint', directory, baseOffset: 0 };
  if (name === 'meta.properties') return { path, kind: 'meta properties', directory, baseOffset: 0 };
  return null;
}

/** Files as given, partition directories with their files, log directories with their partitions. Throws CommandError. */
export function collectLogFiles(paths: readonly string[]): LogFile[] {
  const files: LogFile[] = [];
  for (const path of paths) {
    if (!isDirectory(path)) {
      const file = classify(path);
      if (file === null) throw new CommandError(`${path} is not a file of a log, going by its name`);
      files.push(file);
      continue;
    }
    if (basename(path) === JOURNAL_DIRECTORY) {
      files.push({ path, kind: 'journal', directory: dirname(path), baseOffset: 0 });
      continue;
    }
    const found = filesIn(path);
    for (const name of readdirSync(path).sort()) {
      if (name === JOURNAL_DIRECTORY) {
        found.push({ path: join(path, name), kind: 'journal', directory: path, baseOffset: 0 });
      }
      const partition = parsePartitionDirectory(name);
      if (partition !== null && partition.state === 'live' && isDirectory(join(path, name))) {
        found.push(...filesIn(join(path, name)));
      }
    }
    if (found.length === 0) throw new CommandError(`${path} holds no files of a log`);
    files.push(...found);
  }
  return files;
}

function filesIn(directory: string): LogFile[] {
  return readdirSync(directory)
    .sort()
    .map((name) => classify(join(directory, name)))
    .filter((file) => file !== null);
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw new CommandError(`${path}: ${(error as Error).message}`);
  }
}
