/**
 * Takes possession of the log directories before anything is read: creates and locks them, and makes sure that they
 * belong to this node and to one cluster. Runs once, at start.
 *
 * A directory that the disk refuses is left out while others work, as Kafka does; one that another broker holds, or that
 * belongs elsewhere, refuses the start: going on without it would hide a mistake.
 */
import { randomBytes } from 'node:crypto';
import { randomUuidFrom } from '../core/bytes/uuid.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { lockDirectory } from '../storage/directory-lock.ts';
import {
  type MetaProperties,
  metaMismatch,
  readMetaProperties,
  writeMetaProperties,
} from '../storage/meta-properties.ts';

export interface ClaimedDirectory {
  readonly path: string;
  readonly directoryId: string;
}

export interface FailedDirectory {
  readonly path: string;
  readonly error: Error;
}

export interface ClaimedDirectories {
  readonly clusterId: string;
  /** At least one. */
  readonly directories: readonly ClaimedDirectory[];
  /** Offline until restart. */
  readonly failed: readonly FailedDirectory[];
  release(): void;
}

/**
 * @param clusterId what the configuration asks for; null takes what the directories say
 * @param newClusterId what directories get that say nothing yet
 * @throws an error that names the directory and the property to change
 */
export function claimDirectories(
  files: FileSystem,
  paths: readonly string[],
  nodeId: number,
  clusterId: string | null,
  newClusterId: string = newUuid(),
): ClaimedDirectories {
  const locks: (() => void)[] = [];
  const release = (): void => {
    for (const unlock of locks.splice(0)) unlock();
  };
  try {
    const failed: FailedDirectory[] = [];
    const found = new Map<string, MetaProperties | null>();
    for (const path of paths) {
      orFailed(path, failed, () => {
        files.makeDirectory(path);
        locks.push(lockDirectory(path));
        const meta = readMetaProperties(files, path);
        if (typeof meta === 'string') throw new Error(`${meta}. Restore the file, or change log.dirs`);
        found.set(path, meta);
      });
    }
    const cluster = clusterId ?? [...found.values()].find((meta) => meta !== null)?.clusterId ?? newClusterId;
    // Before anything is written: a directory of another cluster must not leave the others marked as this one's.
    for (const [path, meta] of found) {
      const mismatch = meta === null ? null : metaMismatch(path, meta, cluster, nodeId);
      if (mismatch !== null) throw new Error(mismatch);
    }
    const directories: ClaimedDirectory[] = [];
    for (const [path, meta] of found) {
      orFailed(path, failed, () => {
        const directoryId = meta?.directoryId ?? newUuid();
        if (meta === null) writeMetaProperties(files, path, { clusterId: cluster, nodeId, directoryId });
        directories.push({ path, directoryId });
      });
    }
    if (directories.length === 0) throw unusable(failed[0]!);
    return { clusterId: cluster, directories, failed, release };
  } catch (error) {
    release();
    throw error;
  }
}

/** What to tell the operator when no directory is left. */
export function unusable({ path, error }: FailedDirectory): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  // What the system says of the attempt to make it does not name the cause.
  const reason = code === 'EEXIST' || code === 'ENOTDIR' ? 'it is a file, or lies below one' : message;
  return new Error(`log directory ${path} cannot be used: ${reason}. Repair it, or change log.dirs`, { cause: error });
}

/** The operating system's errors carry a code; sentences of ours for the operator do not. */
function orFailed(path: string, failed: FailedDirectory[], claim: () => void): void {
  try {
    claim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    failed.push({ path, error: error as Error });
  }
}

export function newUuid(): string {
  for (;;) {
    const uuid = randomUuidFrom(randomBytes(16));
    if (uuid !== null) return uuid;
  }
}
