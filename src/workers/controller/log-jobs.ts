/**
 * What the metadata log asks of the disk, as messages: they run on the caller's thread or on the control-log thread,
 * one after another, in order. File handles belong to the thread that runs the jobs.
 */

import { writeDurably } from '../../runtime/files/durable-rename.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';

export const RESERVE_FILE = 'reserve.tmp';

export type LogJob =
  | { readonly kind: 'open'; readonly path: string }
  /** Writes and syncs: when it is done, the bytes are durable. */
  | { readonly kind: 'write'; readonly file: FileHandle; readonly position: number; readonly bytes: Uint8Array }
  /** Makes a segment of `size` bytes, out of the reserve where that has the right size. Answers its handle. */
  | {
      readonly kind: 'segment';
      readonly directory: string;
      readonly name: string;
      readonly size: number;
      readonly header: Uint8Array;
      readonly replaces: FileHandle | null;
    }
  /** Prepares the next segment. */
  | { readonly kind: 'reserve'; readonly directory: string; readonly size: number }
  /** Replaces a small file. */
  | { readonly kind: 'store'; readonly directory: string; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly file: FileHandle }
  | { readonly kind: 'remove'; readonly directory: string; readonly names: readonly string[] };

/** `code` of the operating system's error, or null. */
export interface LogJobResult {
  readonly file: FileHandle | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

const ZEROS = new Uint8Array(256 * 1024);

export function runLogJob(files: FileSystem, job: LogJob): LogJobResult {
  try {
    return { file: run(files, job), error: null };
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as Error & { code?: string };
    return { file: null, error: { code, message } };
  }
}

function run(files: FileSystem, job: LogJob): FileHandle | null {
  switch (job.kind) {
    case 'open':
      return files.open(job.path, 'write');
    case 'write':
      files.write(job.file, job.bytes, 0, job.bytes.length, job.position);
      files.sync(job.file);
      return null;
    case 'segment':
      return makeSegment(files, job);
    case 'reserve':
      files.close(makeZeros(files, job.directory, job.size));
      files.syncDirectory(job.directory);
      return null;
    case 'store':
      writeDurably(files, job.directory, job.name, job.bytes);
      return null;
    case 'close':
      files.close(job.file);
      return null;
    case 'remove':
      for (const name of job.names) files.remove(`${job.directory}/${name}`);
      files.syncDirectory(job.directory);
      return null;
  }
}

function makeSegment(files: FileSystem, job: Extract<LogJob, { kind: 'segment' }>): FileHandle {
  const path = `${job.directory}/${RESERVE_FILE}`;
  const file = reserveOf(files, path, job.size) ?? makeZeros(files, job.directory, job.size);
  try {
    files.write(file, job.header, 0, job.header.length, 0);
    files.sync(file);
    files.rename(path, `${job.directory}/${job.name}`);
    files.syncDirectory(job.directory);
  } catch (error) {
    files.close(file);
    throw error;
  }
  if (job.replaces !== null) files.close(job.replaces);
  return file;
}

function reserveOf(files: FileSystem, path: string, size: number): FileHandle | null {
  if (!files.exists(path)) return null;
  const file = files.open(path, 'write');
  if (files.size(file) === size) return file;
  files.close(file);
  return null;
}

/** Written zeros: later writes change neither the size nor the block map, so a commit is one disk write. */
function makeZeros(files: FileSystem, directory: string, size: number): FileHandle {
  const path = `${directory}/${RESERVE_FILE}`;
  files.remove(path);
  const file = files.open(path, 'create');
  try {
    for (let at = 0; at < size; at += ZEROS.length) {
      files.write(file, ZEROS, 0, Math.min(ZEROS.length, size - at), at);
    }
    files.sync(file);
    return file;
  } catch (error) {
    files.close(file);
    files.remove(path);
    throw error;
  }
}
