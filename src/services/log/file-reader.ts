/**
 * Reads log files for fetches: positional, asynchronous, through the operating system's page cache, so that main never
 * waits for a disk. Keeps a bounded number of files open. Main thread.
 */
import { close, open, read, readFile } from 'node:fs';

/** Files kept open for readers: enough for the hot set, far below any process limit. */
const MAX_OPEN = 256;

export type ReadCallback = (error: Error | null, bytes: Uint8Array, length: number) => void;

interface OpenFile {
  descriptor: number;
  /** Reads in flight: closed only at 0. */
  users: number;
  isDoomed: boolean;
  waiting: ((error: Error | null, file: OpenFile) => void)[] | null;
}

export class FileReader {
  /** By path, least recently used first. */
  readonly #open = new Map<string, OpenFile>();

  /**
   * Reads up to `length` bytes at `position` into a new array of the caller's; fewer at the file's end.
   * The callback never runs before `read` returns.
   */
  read(path: string, position: number, length: number, callback: ReadCallback): void {
    this.#use(path, (error, file) => {
      const bytes = Buffer.allocUnsafeSlow(length);
      if (error !== null) return callback(error, bytes, 0);
      read(file.descriptor, bytes, 0, length, position, (readError, got) => {
        this.#release(file);
        callback(readError, bytes, got);
      });
    });
  }

  /** A small file, whole. */
  readWhole(path: string, callback: (error: Error | null, bytes: Uint8Array) => void): void {
    readFile(path, callback);
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
    open(path, 'r', (error, descriptor) => {
      const waiting = file.waiting!;
      file.waiting = null;
      if (error === null) file.descriptor = descriptor;
      else if (this.#open.get(path) === file) this.#open.delete(path);
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
