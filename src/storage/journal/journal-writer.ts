/**
 * Writes frames to the journal files of one log directory. Owned by the thread that runs the WAL agent.
 *
 * A file holds frames of one incarnation, contiguous by lsn. Space is prepared ahead with written zeros, so that a
 * commit changes no file metadata; a write past the prepared part is as safe, only slower. A file whose frames are all
 * below the checkpoint is used again under a new header.
 */
import { assert } from '../../core/base/assert.ts';
import type { FileHandle, FileSystem } from '../../runtime/files/file-system.ts';
import {
  encodeFileHeader,
  JOURNAL_HEADER_BYTES,
  type JournalPosition,
  journalFileName,
  journalSequence,
} from './journal-file.ts';

/** Zeros are written this much at a time, so that preparing never holds a commit up for long. */
const PREPARE_STEP_BYTES = 1024 * 1024;
/** Prepared bytes kept ahead of the write position: more than a commit takes, little enough for an idle laptop. */
const PREPARE_AHEAD_BYTES = 8 * 1024 * 1024;
const ZEROS = new Uint8Array(PREPARE_STEP_BYTES);

interface JournalFile {
  readonly path: string;
  readonly file: FileHandle;
  /** Bytes that exist on disk: zeros or frames. */
  preparedBytes: number;
  startLsn: number;
  endLsn: number;
}

export class JournalWriter {
  readonly #files: FileSystem;
  readonly #directory: string;
  readonly #fileBytes: number;
  readonly #journalId: Uint8Array;
  readonly #incarnation: number;
  #nextSequence: number;
  #nextName: number;
  #current: JournalFile | null = null;
  /** Full files whose frames may still be needed, oldest first. */
  readonly #sealed: JournalFile[] = [];
  readonly #free: JournalFile[] = [];
  #endLsn: number;

  /**
   * @param directory the journal's own directory; exists
   * @param fileBytes size of one file, header included
   * @param position id and incarnation of this opening; lsn and sequence of its first frame and file
   */
  constructor(files: FileSystem, directory: string, fileBytes: number, position: JournalPosition) {
    this.#files = files;
    this.#directory = directory;
    this.#fileBytes = fileBytes;
    this.#journalId = position.journalId;
    this.#incarnation = position.incarnation;
    this.#nextSequence = position.sequence;
    this.#endLsn = position.lsn;
    this.#nextName = 0;
    for (const name of files.list(directory).sort()) {
      const sequence = journalSequence(name);
      if (sequence === null) continue;
      this.#nextName = Math.max(this.#nextName, sequence + 1);
      const path = `${directory}/${name}`;
      const file = files.open(path, 'write');
      this.#free.push({ path, file, preparedBytes: files.size(file), startLsn: 0, endLsn: 0 });
    }
  }

  /** The lsn after the last written frame. */
  get endLsn(): number {
    return this.#endLsn;
  }

  /** Bytes that still fit into the current file; 0 before the first `roll`. */
  room(): number {
    const current = this.#current;
    return current === null ? 0 : this.#fileBytes - JOURNAL_HEADER_BYTES - (current.endLsn - current.startLsn);
  }

  /** Files that hold frames at or above the last checkpoint, the current one included. */
  filesInUse(): number {
    return this.#sealed.length + (this.#current === null ? 0 : 1);
  }

  /** The position after everything written: a checkpoint taken here replays what comes later, nothing else. */
  end(): JournalPosition {
    return this.#position(this.#current === null ? this.#nextSequence : this.#nextSequence - 1, this.#endLsn);
  }

  /** Seals the current file and begins the next. Its header becomes durable with the first `sync` after this. */
  roll(): void {
    // Nothing changes before the header is written: a full disk makes the caller try again.
    const next = this.#free[this.#free.length - 1] ?? this.#create();
    const header = encodeFileHeader(this.#position(this.#nextSequence, this.#endLsn));
    this.#files.write(next.file, header, 0, header.length, 0);
    next.preparedBytes = Math.max(next.preparedBytes, header.length);
    next.startLsn = this.#endLsn;
    next.endLsn = this.#endLsn;
    this.#free.pop();
    if (this.#current !== null) this.#sealed.push(this.#current);
    this.#current = next;
    this.#nextSequence++;
  }

  /** Writes whole frames that fit into `room`. Nothing is durable before `sync`. */
  append(parts: Uint8Array[], length: number): void {
    const current = this.#current;
    assert(current !== null && length <= this.room(), 'frames fit into the current journal file');
    const at = JOURNAL_HEADER_BYTES + (current.endLsn - current.startLsn);
    if (parts.length === 1) this.#files.write(current.file, parts[0]!, 0, parts[0]!.length, at);
    else this.#files.writeAll(current.file, parts, at);
    current.endLsn += length;
    this.#endLsn += length;
    current.preparedBytes = Math.max(current.preparedBytes, at + length);
  }

  /** fdatasync of the current file. On an error the directory is lost for good: the caller never calls again. */
  sync(): void {
    assert(this.#current !== null, 'a journal file is open');
    this.#files.sync(this.#current.file);
  }

  /** One step of writing zeros ahead of the write position. True when there was something to do. */
  prepare(): boolean {
    const current = this.#current;
    if (current === null) return false;
    const written = JOURNAL_HEADER_BYTES + (current.endLsn - current.startLsn);
    const wanted = Math.min(this.#fileBytes, written + PREPARE_AHEAD_BYTES);
    if (current.preparedBytes >= wanted) return false;
    const step = Math.min(PREPARE_STEP_BYTES, this.#fileBytes - current.preparedBytes);
    this.#files.write(current.file, ZEROS, 0, step, current.preparedBytes);
    current.preparedBytes += step;
    return true;
  }

  /** Everything below `lsn` is in fsynced segments and the checkpoint says so: those files may be used again. */
  recycleBelow(lsn: number): void {
    while (this.#sealed.length > 0 && this.#sealed[0]!.endLsn <= lsn) this.#free.push(this.#sealed.shift()!);
  }

  close(): void {
    for (const { file } of [...this.#free, ...this.#sealed]) this.#files.close(file);
    if (this.#current !== null) this.#files.close(this.#current.file);
    this.#current = null;
  }

  #create(): JournalFile {
    const path = `${this.#directory}/${journalFileName(this.#nextName++)}`;
    const file = this.#files.open(path, 'create');
    this.#files.syncDirectory(this.#directory);
    const created = { path, file, preparedBytes: 0, startLsn: 0, endLsn: 0 };
    this.#free.push(created);
    return created;
  }

  #position(sequence: number, lsn: number): JournalPosition {
    return { journalId: this.#journalId, incarnation: this.#incarnation, sequence, lsn };
  }
}
