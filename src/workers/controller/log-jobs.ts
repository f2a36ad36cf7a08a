/**
 * What the metadata log asks of the disk, as messages: they run on the caller's thread or on the control-log thread,
 * one after another, in order. File handles belong to the thread that runs the jobs.
 */

import { assert } from '../../core/base/assert.ts';
import { writeDurably } from '../../runtime/files/durable-rename.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import {
  decodeSegmentHeader,
  encodeSegmentHeader,
  putFrame,
  SEGMENT_HEADER,
  type SegmentHeader,
  type Tag,
} from './log-format.ts';
import { scanSegment } from './segment-scan.ts';
import { VOTER_STATE_FILE } from './voter-state.ts';

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
  /**
   * Removes every entry behind `index` from the segments, which are given by name, oldest first, and closes `file`, the
   * last of them. Answers the segment that is the last one now, open. Interrupted, it leaves a log that is longer.
   */
  | {
      readonly kind: 'truncate';
      readonly directory: string;
      readonly segments: readonly string[];
      readonly file: FileHandle;
      readonly index: number;
      readonly segmentTag: Tag;
    }
  /**
   * Puts a snapshot and an empty segment in the place of all segments, and closes `file`, the last of them. From the
   * moment that the voter state `during` is there, an interruption is made good by recovery.
   */
  | {
      readonly kind: 'install';
      readonly directory: string;
      readonly segments: readonly string[];
      readonly file: FileHandle;
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly during: Uint8Array;
      readonly after: Uint8Array;
      readonly header: SegmentHeader;
    }
  | { readonly kind: 'close'; readonly file: FileHandle }
  | { readonly kind: 'remove'; readonly directory: string; readonly names: readonly string[] };

/** `code` of the operating system's error, or null. */
export interface LogJobResult {
  readonly file: FileHandle | null;
  /** The segment that `file` is, where the job made another one the last. */
  readonly active: { readonly header: SegmentHeader; readonly end: number } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

const ZEROS = new Uint8Array(256 * 1024);

export function runLogJob(files: FileSystem, job: LogJob): LogJobResult {
  try {
    if (job.kind === 'truncate') return { ...truncateLog(files, job), error: null };
    if (job.kind === 'install') return { ...installSnapshot(files, job), error: null };
    return { file: run(files, job), active: null, error: null };
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as Error & { code?: string };
    return { file: null, active: null, error: { code, message } };
  }
}

function run(files: FileSystem, job: Exclude<LogJob, { kind: 'truncate' | 'install' }>): FileHandle | null {
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

export function makeSegment(files: FileSystem, job: Omit<Extract<LogJob, { kind: 'segment' }>, 'kind'>): FileHandle {
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

type Active = { readonly file: FileHandle; readonly active: NonNullable<LogJobResult['active']> };

function truncateLog(files: FileSystem, job: Extract<LogJob, { kind: 'truncate' }>): Active {
  const { directory, index } = job;
  files.close(job.file);
  const segments = [...job.segments];
  // From the end, each for itself: a segment proves that everything before it was durable.
  while (segments.length > 1 && firstIndexOf(segments.at(-1)!) > index + 1) {
    files.remove(`${directory}/${segments.pop()}`);
    files.syncDirectory(directory);
  }
  const name = segments.at(-1)!;
  const bytes = files.readFile(`${directory}/${name}`)!;
  const before = decodeSegmentHeader(bytes)!;
  const header = { ...before, segmentTag: job.segmentTag };
  const kept = new Uint8Array(bytes.length);
  kept.set(encodeSegmentHeader(header));
  let end = SEGMENT_HEADER;
  for (const frame of scanSegment(bytes, before).entries) {
    if (frame.index <= index) end = putFrame(kept, end, header.clusterTag, header.segmentTag, frame, frame.payload);
  }
  // Under the same name at once: the frames behind the end could not be wiped out all at the same moment.
  const file = makeSegment(files, {
    directory,
    name,
    size: header.size,
    header: kept.subarray(0, end),
    replaces: null,
  });
  return { file, active: { header, end } };
}

function installSnapshot(files: FileSystem, job: Extract<LogJob, { kind: 'install' }>): Active {
  const { directory, header } = job;
  files.close(job.file);
  // Not under its own name yet: a snapshot that is ahead of the log counts only once the voter state says so.
  writeDurably(files, directory, incomingName(job.name), job.bytes);
  writeDurably(files, directory, VOTER_STATE_FILE, job.during);
  files.rename(`${directory}/${incomingName(job.name)}`, `${directory}/${job.name}`);
  files.syncDirectory(directory);
  for (const name of job.segments) files.remove(`${directory}/${name}`);
  files.syncDirectory(directory);
  const file = startSegment(files, directory, header);
  writeDurably(files, directory, VOTER_STATE_FILE, job.after);
  return { file, active: { header, end: SEGMENT_HEADER } };
}

/** Of a snapshot on its way to the place of the log. */
export function incomingName(snapshot: string): string {
  return `${snapshot}.incoming`;
}

/** Makes an empty segment, open. */
export function startSegment(files: FileSystem, directory: string, header: SegmentHeader): FileHandle {
  const bytes = encodeSegmentHeader(header);
  const name = segmentName(header.firstIndex);
  return makeSegment(files, { directory, name, size: header.size, header: bytes, replaces: null });
}

export function segmentName(firstIndex: number): string {
  return `${String(firstIndex).padStart(20, '0')}.log`;
}

function firstIndexOf(name: string): number {
  const index = Number(name.slice(0, 20));
  assert(Number.isSafeInteger(index), 'segments are named by their first index');
  return index;
}
