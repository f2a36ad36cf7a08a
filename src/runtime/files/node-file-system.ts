/** The real disk. The only file that makes synchronous file calls; reached from worker agents and start-up. */
import {
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  unlinkSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type FileHandle, type FileSystem, SyncFailedError } from './file-system.ts';

const FLAGS = { read: 'r', create: 'wx+' } as const;

/** IOV_MAX on Linux: more parts than this need more than one call. */
const MAX_PARTS = 1024;

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isMissing(error: unknown): boolean {
  return (error as { code?: string }).code === 'ENOENT';
}

function syncing(sync: () => void): void {
  try {
    sync();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new SyncFailedError(code ?? 'EIO', message);
  }
}

export class NodeFileSystem implements FileSystem {
  open(path: string, mode: 'read' | 'write' | 'create'): FileHandle {
    if (mode !== 'write') return openSync(path, FLAGS[mode]);
    try {
      return openSync(path, 'r+');
    } catch (error) {
      if (!isMissing(error)) throw error;
      return openSync(path, 'wx+');
    }
  }

  openUncached(path: string): FileHandle | null {
    if (constants.O_DIRECT === undefined) return null;
    try {
      return openSync(path, constants.O_WRONLY | constants.O_DIRECT);
    } catch (error) {
      // A file system in memory, or one across a network.
      if ((error as { code?: string }).code === 'EINVAL') return null;
      throw error;
    }
  }

  close(file: FileHandle): void {
    closeSync(file);
  }

  read(file: FileHandle, target: Uint8Array, targetStart: number, length: number, position: number): number {
    return readSync(file, target, targetStart, length, position);
  }

  write(file: FileHandle, source: Uint8Array, start: number, end: number, position: number): void {
    let at = start;
    while (at < end) at += writeSync(file, source, at, end - at, position + (at - start));
  }

  writeAll(file: FileHandle, parts: Uint8Array[], position: number): void {
    let next = position;
    for (let first = 0; first < parts.length; first += MAX_PARTS) {
      const some = parts.length <= MAX_PARTS ? parts : parts.slice(first, first + MAX_PARTS);
      let expected = 0;
      for (const part of some) expected += part.length;
      const written = writevSync(file, some, next);
      if (written < expected) this.#finishShortWrite(file, some, next, written);
      next += expected;
    }
  }

  size(file: FileHandle): number {
    return fstatSync(file).size;
  }

  truncate(file: FileHandle, size: number): void {
    ftruncateSync(file, size);
  }

  sync(file: FileHandle): void {
    syncing(() => fdatasyncSync(file));
  }

  syncDirectory(path: string): void {
    const directory = openSync(path, 'r');
    try {
      syncing(() => fsyncSync(directory));
    } finally {
      closeSync(directory);
    }
  }

  makeDirectory(path: string): void {
    try {
      mkdirSync(path);
    } catch (error) {
      if (isDirectory(path)) return;
      const parent = dirname(path);
      // Where the parent is there, the file system makes none (/proc): `recursive` would try for ever.
      if (!isMissing(error) || parent === path || isDirectory(parent)) throw error;
      this.makeDirectory(parent);
      this.makeDirectory(path);
    }
  }

  list(path: string): string[] {
    try {
      return readdirSync(path);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  exists(path: string): boolean {
    return existsSync(path);
  }

  rename(from: string, to: string): void {
    renameSync(from, to);
  }

  remove(path: string): void {
    try {
      unlinkSync(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  removeDirectory(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }

  readFile(path: string): Uint8Array | null {
    try {
      return readFileSync(path);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  freeBytes(path: string): number {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  }

  #finishShortWrite(file: FileHandle, parts: Uint8Array[], position: number, written: number): void {
    let skip = written;
    let at = position + written;
    for (const part of parts) {
      const start = Math.min(skip, part.length);
      skip -= start;
      this.write(file, part, start, part.length, at);
      at += part.length - start;
    }
  }
}
