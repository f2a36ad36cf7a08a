/**
 * Bytes on their way into one socket. Feeds it in slices, so that a slow reader of a large answer shows progress (it is
 * slow, not idle) and the kernel's refusal is noticed early. Main thread.
 */
import type { ByteSocket } from '../runtime/sockets/socket.ts';

/** A reader at 2 KB/s still takes one of these within the ten minutes after which a connection counts as idle. */
const SLICE_BYTES = 1024 * 1024;

export class WriteBacklog {
  readonly #socket: ByteSocket;
  #chunks: Uint8Array[] = [];
  /** Position in #chunks of the first byte not handed to the socket. */
  #chunk = 0;
  #offset = 0;
  #isBlocked = false;

  constructor(socket: ByteSocket) {
    this.#socket = socket;
  }

  /** True while the socket has more than it likes: nothing should be added. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** True once everything has been handed to the socket. */
  get isEmpty(): boolean {
    return this.#chunk === this.#chunks.length;
  }

  write(chunks: Uint8Array[], bytes: number): void {
    if (this.isEmpty && bytes <= SLICE_BYTES) {
      this.#isBlocked = !this.#socket.write(chunks);
      return;
    }
    if (this.isEmpty) this.#chunks = chunks;
    else this.#chunks.push(...chunks);
    this.#feed();
  }

  /** The socket has room again. */
  unblock(): void {
    this.#isBlocked = false;
    this.#feed();
  }

  clear(): void {
    this.#chunks = [];
    this.#chunk = 0;
    this.#offset = 0;
  }

  #feed(): void {
    while (!this.#isBlocked && !this.isEmpty) this.#isBlocked = !this.#socket.write(this.#nextSlice());
    if (this.isEmpty && this.#chunks.length > 0) this.clear();
  }

  #nextSlice(): Uint8Array[] {
    const slice: Uint8Array[] = [];
    let room = SLICE_BYTES;
    while (room > 0 && this.#chunk < this.#chunks.length) {
      const chunk = this.#chunks[this.#chunk]!;
      const taken = Math.min(room, chunk.length - this.#offset);
      slice.push(taken === chunk.length ? chunk : chunk.subarray(this.#offset, this.#offset + taken));
      room -= taken;
      this.#offset += taken;
      if (this.#offset < chunk.length) break;
      this.#chunk++;
      this.#offset = 0;
    }
    return slice;
  }
}
