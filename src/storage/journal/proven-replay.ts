/**
 * Stands between the scan of a journal and the segment files: a frame is carried out only when it is on the disk. A process
 * that ended may have left its last frames in the page cache alone, and after a sync that failed the cache calls them clean
 * for good; a power failure would take them from under what the replay made of them. WAL thread, at a start.
 */
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { FRAME_IDLE, frameDurableUpTo, frameLsn, frameSize, frameType } from './frame-format.ts';
import { JOURNAL_HEADER_BYTES } from './journal-file.ts';
import type { FrameHandler } from './journal-scan.ts';

const RELEASED_AT_ONCE = 1024;

interface WaitingFrame {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly path: string;
}

export class ProvenReplay {
  readonly #files: FileSystem;
  readonly #carryOut: FrameHandler;
  /** Frames that no later one has called durable so far, by lsn: those of one group or two. */
  #waiting: WaitingFrame[] = [];
  #released = 0;
  #durableUpTo = 0;

  constructor(files: FileSystem, carryOut: FrameHandler) {
    this.#files = files;
    this.#carryOut = carryOut;
  }

  /** As a handler of the scan: in lsn order. */
  take(view: DataView, bytes: Uint8Array, at: number, path: string): void {
    const durableUpTo = frameDurableUpTo(view, at);
    if (durableUpTo > this.#durableUpTo) {
      this.#durableUpTo = durableUpTo;
      this.#release((frame) => frameLsn(frame.view, frame.at) < durableUpTo);
    }
    this.#waiting.push({ view, bytes, at, path });
  }

  /**
   * The scan has found the journal's end. Writes what is left once more, so that the sync has something to do, and carries
   * it out.
   *
   * @throws the operating system's error: nothing of the rest was carried out then
   */
  finish(): void {
    const left = this.#waiting.slice(this.#released);
    if (left.some(({ view, at }) => frameType(view, at) !== FRAME_IDLE)) {
      for (const path of new Set(left.map((frame) => frame.path))) {
        this.#writeAgain(
          path,
          left.filter((frame) => frame.path === path),
        );
      }
    }
    this.#release(() => true);
  }

  /** The file's header too: it became durable with the first frames behind it. */
  #writeAgain(path: string, frames: readonly WaitingFrame[]): void {
    const first = frames[0]!;
    const last = frames[frames.length - 1]!;
    // The padding of the last frame may be missing.
    const end = Math.min(first.bytes.length, last.at + frameSize(last.view, last.at));
    const file = this.#files.open(path, 'write');
    try {
      this.#files.write(file, first.bytes, 0, JOURNAL_HEADER_BYTES, 0);
      this.#files.write(file, first.bytes, first.at, end, first.at);
      this.#files.sync(file);
    } finally {
      this.#files.close(file);
    }
  }

  #release(isProven: (frame: WaitingFrame) => boolean): void {
    const waiting = this.#waiting;
    while (this.#released < waiting.length && isProven(waiting[this.#released]!)) {
      const { view, bytes, at, path } = waiting[this.#released++]!;
      this.#carryOut(view, bytes, at, path);
    }
    // What was released must not keep whole files in memory.
    if (this.#released < waiting.length && this.#released < RELEASED_AT_ONCE) return;
    this.#waiting = waiting.slice(this.#released);
    this.#released = 0;
  }
}
