/** The ports through which pure code gets at codecs; `runtime/compression` serves them. */

/** Why a decompressor gave nothing back. */
export type DecompressionFailure =
  /** The output would pass the limit: nothing of it was kept. */
  | 'too large'
  /** The bytes are not a whole stream of that codec. */
  | 'corrupt'
  /** No backend for this codec is loaded, or the codec id is unknown. */
  | 'unsupported';

export interface Decompressor {
  /** Decompresses `bytes[start, end)`; the result never exceeds `maxOutputBytes` and is valid until the next call. */
  decompress(
    codec: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    maxOutputBytes: number,
  ): Uint8Array | DecompressionFailure;
}

export interface Compressor {
  /** Compresses `bytes[start, end)` into an array of its own; null where no backend for the codec is loaded. */
  compress(codec: number, bytes: Uint8Array, start: number, end: number): Uint8Array | null;
}
