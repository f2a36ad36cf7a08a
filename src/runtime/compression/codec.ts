/**
 * The port behind which a compression codec stands, whatever serves it: a native addon, node:zlib, WebAssembly or
 * plain TypeScript. Synchronous; runs on the thread that calls it. Input from clients is never trusted: output is
 * bounded before it is allocated, and bad bytes are an answer rather than an exception.
 */
import type { DecompressionFailure } from '../../core/records/decompressor.ts';

export type { DecompressionFailure } from '../../core/records/decompressor.ts';

export interface Codec {
  /** As `compression.type` spells it. */
  readonly name: string;
  /** What does the work, for the start-up report: `lz4-napi`, `plain TypeScript`. */
  readonly backend: string;
  /** Compresses `bytes[start, end)` into an array of its own. `level` null: the codec's default. */
  compress(bytes: Uint8Array, start: number, end: number, level: number | null): Uint8Array;
  /** Decompresses `bytes[start, end)`; never returns, nor allocates for output, more than `maxOutputBytes`. */
  decompress(bytes: Uint8Array, start: number, end: number, maxOutputBytes: number): Uint8Array | DecompressionFailure;
}

/** A Buffer over the same memory, which natives and zlib ask for. */
export function bufferOver(bytes: Uint8Array, start: number, end: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
}
