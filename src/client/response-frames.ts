/** Cuts a stream of bytes from a broker into response frames. Copies only what arrives in pieces. */

const NO_BYTES = new Uint8Array(0);

export class ResponseFrames {
  readonly #maxFrameBytes: number;
  /** Bytes of the unfinished frame, its length prefix included. */
  #buffer = NO_BYTES;
  #filled = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /**
   * Takes in `chunk` and hands every frame that is whole to `onFrame`, without its length prefix. Answers what is wrong
   * with the stream, or null; nothing may be given to it after that.
   */
  push(chunk: Uint8Array, onFrame: (bytes: Uint8Array, start: number, end: number) => void): string | null {
    let bytes = chunk;
    let end = chunk.length;
    if (this.#filled > 0) {
      this.#append(chunk);
      bytes = this.#buffer;
      end = this.#filled;
    }
    let at = 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let needed = 4;
    while (end - at >= 4) {
      const length = view.getInt32(at);
      if (length < 4 || length > this.#maxFrameBytes) return `a response of ${length} bytes`;
      needed = 4 + length;
      if (end - at < needed) break;
      onFrame(bytes, at + 4, at + needed);
      at += needed;
      needed = 4;
    }
    this.#keep(bytes, at, end, needed);
    return null;
  }

  #append(chunk: Uint8Array): void {
    if (this.#filled + chunk.length > this.#buffer.length) {
      const grown = new Uint8Array(Math.max(this.#filled + chunk.length, this.#buffer.length * 2));
      grown.set(this.#buffer.subarray(0, this.#filled));
      this.#buffer = grown;
    }
    this.#buffer.set(chunk, this.#filled);
    this.#filled += chunk.length;
  }

  /** Starts a buffer of its own for the rest: frames handed out may still be looked at. */
  #keep(bytes: Uint8Array, at: number, end: number, needed: number): void {
    const rest = end - at;
    if (rest === 0) {
      this.#buffer = NO_BYTES;
      this.#filled = 0;
    } else if (bytes !== this.#buffer || at > 0) {
      const buffer = new Uint8Array(Math.max(needed, rest));
      buffer.set(bytes.subarray(at, end));
      this.#buffer = buffer;
      this.#filled = rest;
    }
  }
}
