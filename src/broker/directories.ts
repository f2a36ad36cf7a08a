/**
 * Takes possession of the log directories before anything is read: creates and locks them, and makes sure that they
 * belong to this node and to one cluster. Runs once, at start.
 */
import { randomBytes } from 'node:crypto';
import { randomUuidFrom } from '../core/bytes/uuid.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { lockDirectory } from '../storage/directory-lock.ts';
import { metaMismatch, readMetaProperties, writeMetaProperties } from '../storage/meta-properties.ts';

export interface ClaimedDirectory {
  readonly path: string;
  readonly directoryId: string;
}

export interface ClaimedDirectories {
  readonly clusterId: string;
  readonly directories: readonly ClaimedDirectory[];
  release(): void;
}

/**
 * @param clusterId what the configuration asks for; null takes what the directories say, or draws a new one
 * @throws an error that names the directory and the property to change
 */
export function claimDirectories(files: FileSystem, paths: readonly string[], nodeId: number, clusterId: string | null): ClaimedDirectories {
  const locks: (() => void)[] = [];
  const release = (): void => {
    for (const unlock of locks.splice(0)) unlock();
  };
  try {
    for (const path of paths) {
      files.makeDirectory(path);
      locks.push(lockDirectory(path));
    }
    const found = paths.map((path) => {
      const meta = readMetaProperties(files, path);
      if (typeof meta === 'string') throw new Error(`${meta}. Restore the file, or change log.dirs`);
      return meta;
    });
    const cluster = clusterId ?? found.find((meta) => meta !== null)?.clusterId ?? newUuid();
    const directories = paths.map((path, i) => {
      const meta = found[i]!;
      if (meta === null) {
        const directoryId = newUuid();
        writeMetaProperties(files, path, { clusterId: cluster, nodeId, directoryId });
        return { path, directoryId };
      }
      const mismatch = metaMismatch(path, meta, cluster, nodeId);
      if (mismatch !== null) throw new Error(mismatch);
      return { path, directoryId: meta.directoryId };
    });
    return { clusterId: cluster, directories, release };
  } catch (error) {
    release();
    throw error;
  }
}

export function newUuid(): string {
  for (;;) {
    const uuid = randomUuidFrom(randomBytes(16));
    if (uuid !== null) return uuid;
  }
}
