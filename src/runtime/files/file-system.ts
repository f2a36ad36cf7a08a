/**
 * The disk, as the storage threads see it: synchronous, positional, with durability as explicit calls.
 * Production uses `node-file-system.ts`; tests and the simulator pass one that tears writes and fails syncs.
 *
 * Every call throws the operating system's error (`code` ENOSPC, EIO, EROFS ...); `sync` and `syncDirectory` throw
 * SyncFailedError. A failed sync is never retried by anyone: after it the kernel may have dropped the pages, and the
 * next one would succeed for nothing.
 */
export type FileHandle = number;

/** A failed fsync or fdatasync, whatever its code: what was to become durable may be lost, and nobody asks again. */
export class SyncFailedError extends Error {
  override readonly name = 'SyncFailedError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface FileSystem {
  /** `read` must exist; `write` is created when missing; `create` must not exist. */
  open(path: string, mode: 'read' | 'write' | 'create'): FileHandle;
  /**
   * A second handle of an existing file whose writes go to the device past the page cache; null where there is no such
   * thing. Memory, position and length of a write are whole blocks of 4096 bytes; a device that wants more says EINVAL.
   */
  openUncached(path: string): FileHandle | null;
  close(file: FileHandle): void;
  /** Reads up to `length` bytes into `target` at `targetStart`; returns how many (0 at the end of the file). */
  read(file: FileHandle, target: Uint8Array, targetStart: number, length: number, position: number): number;
  /** Writes all of `source[start, end)`. */
  write(file: FileHandle, source: Uint8Array, start: number, end: number, position: number): void;
  /** Writes all parts one after another. */
  writeAll(file: FileHandle, parts: Uint8Array[], position: number): void;
  size(file: FileHandle): number;
  truncate(file: FileHandle, size: number): void;
  /** fdatasync: content and the size needed to read it are on the disk when this returns. */
  sync(file: FileHandle): void;
  /** Makes creates, renames and unlinks in a directory durable. */
  syncDirectory(path: string): void;
  makeDirectory(path: string): void;
  /** Names in a directory; empty when it does not exist. */
  list(path: string): string[];
  exists(path: string): boolean;
  rename(from: string, to: string): void;
  /** Removes a file; a missing one is no error. */
  remove(path: string): void;
  removeDirectory(path: string): void;
  readFile(path: string): Uint8Array | null;
  /** Bytes that an unprivileged writer can still use on the disk that holds `path`. */
  freeBytes(path: string): number;
}
