/**
 * Reads a journal back after a crash: every sound frame from the checkpoint on, in lsn order, then a verdict on why it
 * ends there. Runs on the WAL thread before it serves.
 *
 * A torn tail is what a crash leaves: the last group, never acknowledged, broken off somewhere. Damage below an lsn
 * that a later frame calls durable is corruption: it is reported with file and position, and nothing is cut.
 */
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { FRAME_ALIGNMENT } from '../../runtime/rings/ring-layout.ts';
import { FRAME_HEADER_BYTES, FRAME_MAGIC, frameDurableUpTo, frameFault, frameLsn, frameSize } from './frame-format.ts';
import {
  decodeFileHeader,
  frameSeed,
  JOURNAL_HEADER_BYTES,
  type JournalPosition,
  journalSequence,
} from './journal-file.ts';

export interface JournalEnd {
  /** lsn after the last sound frame. */
  readonly lsn: number;
  /** Sequence for the next file. */
  readonly nextSequence: number;
  readonly frames: number;
  /** Null when the end is where writing stopped, or a torn tail; else what is damaged, where. */
  readonly corruption: string | null;
}

/** Called for each sound frame. `bytes` is the whole file at `path`, and stays as it is. */
export type FrameHandler = (view: DataView, bytes: Uint8Array, at: number, path: string) => void;

interface Candidate {
  readonly path: string;
  readonly header: JournalPosition;
}

/** @param from what the checkpoint says: id, incarnation, first file and lsn to replay */
export function scanJournal(
  files: FileSystem,
  directory: string,
  from: JournalPosition,
  onFrame: FrameHandler,
): JournalEnd {
  const seed = frameSeed(from.journalId, from.incarnation);
  const chain = filesOf(files, directory, from);
  const beheaded = witnessWithoutHeader(files, directory, from, seed);
  if (beheaded !== null)
    return { lsn: from.lsn, nextSequence: lastSequence(chain) + 2, frames: 0, corruption: beheaded };
  let lsn = from.lsn;
  let frames = 0;
  let sequence = from.sequence;
  let previous: string | null = null;
  for (const { path, header } of chain) {
    // The checkpoint may stand at the very end of its file, which may then have been used again.
    if (frames === 0 && header.sequence === from.sequence + 1 && header.lsn === lsn) sequence = header.sequence;
    const isFirst = header.sequence === from.sequence;
    if (header.sequence !== sequence || (isFirst ? header.lsn > lsn : header.lsn !== lsn)) {
      const gap = `${path} continues at lsn ${header.lsn} as file ${header.sequence}, expected lsn ${lsn} as file ${sequence}`;
      const suspects = [...(previous === null ? [] : [`${previous} ends there`]), ...withoutHeader(files, directory)];
      const reason = suspects.length === 0 ? gap : `${gap} (${suspects.join('; ')})`;
      return { lsn, nextSequence: lastSequence(chain) + 1, frames, corruption: reason };
    }
    const bytes = files.readFile(path)!;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = JOURNAL_HEADER_BYTES + (lsn - header.lsn);
    let fault: string | null = 'end of file';
    while (at < bytes.length) {
      fault = frameFault(view, bytes, at, bytes.length, lsn, seed);
      if (fault !== null) break;
      onFrame(view, bytes, at, path);
      frames++;
      const size = frameSize(view, at);
      lsn += size;
      at += size;
    }
    const witness = laterWitness(view, bytes, at, lsn, seed);
    if (witness !== null) {
      const corruption = `${path} at byte ${at} (lsn ${lsn}): ${fault}, but a later frame (lsn ${witness}) says that this was durable`;
      return { lsn, nextSequence: lastSequence(chain) + 1, frames, corruption };
    }
    sequence++;
    previous = path;
  }
  return { lsn, nextSequence: Math.max(sequence, lastSequence(chain) + 1), frames, corruption: null };
}

/** The files of this incarnation from the checkpoint on, by sequence. Names are only names: headers decide. */
function filesOf(files: FileSystem, directory: string, from: JournalPosition): Candidate[] {
  const found: Candidate[] = [];
  for (const name of files.list(directory)) {
    if (journalSequence(name) === null) continue;
    const path = `${directory}/${name}`;
    const header = readHeader(files, path);
    if (header === null || header.incarnation !== from.incarnation || header.sequence < from.sequence) continue;
    if (!sameBytes(header.journalId, from.journalId)) continue;
    found.push({ path, header });
  }
  return found.sort((a, b) => a.header.sequence - b.header.sequence);
}

/**
 * A file whose header cannot be read but which holds frames of this incarnation that were durable. A header torn by the
 * crash has only frames of the first group behind it, and those call nothing of this file durable.
 */
function witnessWithoutHeader(
  files: FileSystem,
  directory: string,
  from: JournalPosition,
  seed: number,
): string | null {
  for (const name of files.list(directory)) {
    if (journalSequence(name) === null) continue;
    const path = `${directory}/${name}`;
    if (readHeader(files, path) !== null) continue;
    const bytes = files.readFile(path)!;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const start = JOURNAL_HEADER_BYTES - FRAME_ALIGNMENT;
    const first = laterWitness(view, bytes, start, from.lsn, seed);
    if (first !== null) return `${path}: its header is damaged, and it holds durable frames (lsn ${first})`;
  }
  return null;
}

/** What a gap in the chain may come from. */
function withoutHeader(files: FileSystem, directory: string): string[] {
  return files
    .list(directory)
    .filter((name) => journalSequence(name) !== null && readHeader(files, `${directory}/${name}`) === null)
    .map((name) => `${name} has no header that can be read`);
}

function readHeader(files: FileSystem, path: string): JournalPosition | null {
  const bytes = new Uint8Array(JOURNAL_HEADER_BYTES);
  const file = files.open(path, 'read');
  try {
    if (files.read(file, bytes, 0, bytes.length, 0) < bytes.length) return null;
  } finally {
    files.close(file);
  }
  const header = decodeFileHeader(bytes);
  return typeof header === 'string' ? null : header;
}

/** lsn of a sound frame after `at` that calls something above `lsn` durable; null when there is none. */
function laterWitness(view: DataView, bytes: Uint8Array, at: number, lsn: number, seed: number): number | null {
  for (let next = at + FRAME_ALIGNMENT; next + FRAME_HEADER_BYTES <= bytes.length; next += FRAME_ALIGNMENT) {
    if (view.getUint32(next) !== FRAME_MAGIC || frameDurableUpTo(view, next) <= lsn) continue;
    if (frameFault(view, bytes, next, bytes.length, -1, seed) === null) return frameLsn(view, next);
  }
  return null;
}

function lastSequence(chain: Candidate[]): number {
  return chain.length === 0 ? -1 : chain[chain.length - 1]!.header.sequence;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
