/**
 * Reads log files for fetches: positional, asynchronous, through the operating system's page cache, so that main never
 * waits for a disk. Keeps a bounded number of files open. Main thread.
 */
import { close, open, read, readFile } from 'node:fs';
import { BufferPool } from '../../runtime/memory/buffer-pool.ts';

/** Error code of a read that met a file while it was being replaced: begin again with what the log says now. */
export const REPLACED = 'ESTALE';

/** Files kept open for readers: enough for the hot set, far below any process limit. */
const MAX_OPEN = 256;
/** A large fetch on its way out, and what was read ahead for the next one. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;

export type ReadCallback = (error: Error | null, bytes: Uint8Array, length: number) => void;

interface OpenFile {
  descriptor: number;
  /** Reads in flight: closed only at 0. */
  users: number;
  isDoomed: boolean;
  waiting: ((error: Error | null, file: OpenFile) => void)[] | null;
}

class ReplacedError extends Error {
  readonly code = REPLACED;
}

export class FileReader {
  /** By path, least recently used first. */
  readonly #open = new Map<string, OpenFile>();
  readonly pool: BufferPool;
  /** Path prefixes whose files are being replaced, with the reads that wait for the end of it. */
  readonly #held = new Map<string, (() => void)[]>();
  /** Counts replacements begun: whoever opened a path meanwhile cannot know which file it got. */
  #replacements = 0;

  /** @param pool what is read may be given back to it, by whoever knows that nobody looks at it any more */
  constructor(pool = new BufferPool(MAX_KEPT_BYTES)) {
    this.pool = pool;
  }

  /**
   * Reads up to `length` bytes at `position` into memory of the caller's; fewer at the file's end.
   * The callback never runs before `read` returns.
   */
  read(path: string, position: number, length: number, callback: ReadCallback): void {
    if (this.#waits(path, () => callback(new ReplacedError(path), new Uint8Array(0), 0))) return;
    this.#use(path, (error, file) => {
      const bytes = this.pool.take(length) ?? Buffer.allocUnsafeSlow(length);
      if (error !== null) return callback(error, bytes, 0);
      read(file.descriptor, bytes, 0, length, position, (readError, got) => {
        this.#release(file);
        callback(readError, bytes, got);
      });
    });
  }

  /** A small file, whole. */
  readWhole(path: string, callback: (error: Error | null, bytes: Uint8Array) => void): void {
    const nothing = new Uint8Array(0);
    if (this.#waits(path, () => callback(new ReplacedError(path), nothing))) return;
    const replacements = this.#replacements;
    readFile(path, (error, bytes) => {
      if (replacements === this.#replacements) callback(error, bytes);
      else callback(new ReplacedError(path), nothing);
    });
  }

  /**
   * Files whose paths begin with one of `prefixes` are about to be replaced: reads of them wait until `release`, and
   * then end with REPLACED. Reads in flight finish on the file that they have open.
   */
  hold(prefixes: readonly string[]): void {
    this.#replacements++;
    for (const prefix of prefixes) {
      this.#held.set(prefix, []);
      this.forget(prefix);
    }
  }

  /** The log knows the new files. */
  release(prefixes: readonly string[]): void {
    for (const prefix of prefixes) {
      const waiting = this.#held.get(prefix) ?? [];
      this.#held.delete(prefix);
      for (const resume of waiting) resume();
    }
  }

  /** Forgets files below a directory: they are about to go. Reads in flight finish. */
  forget(prefix: string): void {
    for (const [path, file] of this.#open) {
      if (!path.startsWith(prefix)) continue;
      this.#open.delete(path);
      this.#doom(file);
    }
  }

  close(): void {
    this.forget('');
  }

  #waits(path: string, resume: () => void): boolean {
    if (this.#held.size === 0) return false;
    for (const [prefix, waiting] of this.#held) {
      if (!path.startsWith(prefix)) continue;
      waiting.push(resume);
      return true;
    }
    return false;
  }

  #use(path: string, callback: (error: Error | null, file: OpenFile) => void): void {
    const known = this.#open.get(path);
    if (known !== undefined) {
      this.#open.delete(path);
      this.#open.set(path, known);
      known.users++;
      if (known.waiting !== null) known.waiting.push(callback);
      else callback(null, known);
      return;
    }
    const file: OpenFile = { descriptor: -1, users: 1, isDoomed: false, waiting: [callback] };
    this.#open.set(path, file);
    open(path, 'r', (openError, descriptor) => {
      const waiting = file.waiting!;
      file.waiting = null;
      let error: Error | null = openError;
      if (openError !== null) {
        if (this.#open.get(path) === file) this.#open.delete(path);
      } else if (file.isDoomed) {
        // Forgotten while it was being opened: it may be the file that came after the one that was meant.
        error = new ReplacedError(path);
        close(descriptor, () => {});
      } else {
        file.descriptor = descriptor;
      }
      for (const each of waiting) {
        each(error, file);
        if (error !== null) file.users--;
      }
      if (error === null) this.#evict();
    });
  }

  #release(file: OpenFile): void {
    file.users--;
    if (file.isDoomed && file.users === 0) close(file.descriptor, () => {});
  }

  #doom(file: OpenFile): void {
    file.isDoomed = true;
    if (file.users === 0 && file.descriptor !== -1) close(file.descriptor, () => {});
  }

  #evict(): void {
    for (const [path, file] of this.#open) {
      if (this.#open.size <= MAX_OPEN) return;
      if (file.users > 0) continue;
      this.#open.delete(path);
      this.#doom(file);
    }
  }
}
