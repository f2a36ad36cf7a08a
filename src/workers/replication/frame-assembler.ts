/**
 * Frames out of the bytes of one connection. A frame that lies in one piece of input is given as it lies there; one that
 * does not is put together once its last byte is there. Bound: the largest frame.
 */
import { FRAME_HEADER_BYTES, frameLength, headerFault, isFrameSound } from '../../core/replication/wire-format.ts';

/** The frame is `bytes[at, at + length)`; the memory is fresh and stays as it is. */
export type FrameSink = (bytes: Uint8Array, view: DataView, at: number, length: number) => void;

export class FrameAssembler {
  readonly #maxFrameBytes: number;
  readonly #sink: FrameSink;
  #pieces: Uint8Array[] = [];
  #pieceBytes = 0;
  /** Bytes of the frame that is being gathered, 0 while its header is not whole. */
  #wanted = 0;

  constructor(maxFrameBytes: number, sink: FrameSink) {
    this.#maxFrameBytes = maxFrameBytes;
    this.#sink = sink;
  }

  /** Returns what is wrong, or null. After a fault nothing more may be given. */
  take(input: Uint8Array): string | null {
    let bytes = input;
    if (this.#pieceBytes > 0) {
      this.#pieces.push(input);
      this.#pieceBytes += input.length;
      if (this.#pieceBytes < Math.max(this.#wanted, FRAME_HEADER_BYTES)) return null;
      bytes = this.#joined();
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    while (bytes.length - at >= FRAME_HEADER_BYTES) {
      const fault = headerFault(view, at, this.#maxFrameBytes);
      if (fault !== null) return fault;
      const length = frameLength(view, at);
      if (bytes.length - at < length) {
        this.#keep(bytes.subarray(at), length);
        return null;
      }
      if (!isFrameSound(bytes, view, at)) return 'a frame with a wrong checksum';
      this.#sink(bytes, view, at, length);
      at += length;
    }
    if (at < bytes.length) this.#keep(bytes.subarray(at), 0);
    return null;
  }

  #keep(rest: Uint8Array, wanted: number): void {
    this.#pieces = [rest];
    this.#pieceBytes = rest.length;
    this.#wanted = wanted;
  }

  #joined(): Uint8Array {
    const bytes = new Uint8Array(this.#pieceBytes);
    let at = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    this.#pieceBytes = 0;
    this.#wanted = 0;
    return bytes;
  }
}
