/**
 * zstd: node:zlib where it has it (22.15 and later), else WebAssembly. Frames are walked first, one by one: neither
 * backend need then trust what a frame declares, nor know of concatenated frames.
 */
import * as zlib from 'node:zlib';
import { bufferOver, type Codec, type DecompressionFailure } from './codec.ts';
import { failureOf } from './gzip.ts';
import { walkZstdFrames, type ZstdFrame } from './zstd-frame.ts';

/** Kafka's default for `compression.zstd.level`. */
const DEFAULT_LEVEL = 3;

/** The two functions of the WebAssembly package that are used, once it is initialised. */
export interface WasmZstd {
  compress(bytes: Uint8Array, level: number): Uint8Array;
  /** `defaultHeapSize` bounds a frame that declares no size. */
  decompress(bytes: Uint8Array, options: { defaultHeapSize: number }): Uint8Array;
}

/** What node:zlib offers from 22.15 on; the types in use are older. */
interface NodeZstd {
  zstdCompressSync(bytes: Uint8Array, options: { params: Record<number, number> }): Buffer;
  zstdDecompressSync(bytes: Uint8Array, options: { maxOutputLength: number }): Buffer;
  constants: { ZSTD_c_compressionLevel: number };
}

function nodeZstd(): NodeZstd | null {
  return 'zstdDecompressSync' in zlib ? (zlib as unknown as NodeZstd) : null;
}

/** Null where this Node has none. */
export function nodeZstdCodec(): Codec | null {
  const node = nodeZstd();
  if (node === null) return null;
  const levelParameter = node.constants.ZSTD_c_compressionLevel;
  return {
    name: 'zstd',
    backend: 'node:zlib',
    compress(bytes, start, end, level) {
      const params = { [levelParameter]: level ?? DEFAULT_LEVEL };
      return node.zstdCompressSync(bufferOver(bytes, start, end), { params });
    },
    decompress(bytes, start, end, maxOutputBytes) {
      return decodeFrames(bytes, start, end, maxOutputBytes, (frame, room) =>
        node.zstdDecompressSync(bufferOver(bytes, frame.start, frame.end), { maxOutputLength: Math.max(1, room) }),
      );
    },
  };
}

export function wasmZstdCodec(wasm: WasmZstd): Codec {
  return {
    name: 'zstd',
    backend: '@bokuweb/zstd-wasm',
    compress(bytes, start, end, level) {
      return wasm.compress(bytes.subarray(start, end), level ?? DEFAULT_LEVEL);
    },
    decompress(bytes, start, end, maxOutputBytes) {
      return decodeFrames(bytes, start, end, maxOutputBytes, (frame, room) => {
        const input = bytes.subarray(frame.start, frame.end);
        return wasm.decompress(input, { defaultHeapSize: Math.max(1, Math.min(frame.outputBound, room)) });
      });
    },
  };
}

function decodeFrames(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxOutputBytes: number,
  decode: (frame: ZstdFrame, room: number) => Uint8Array,
): Uint8Array | DecompressionFailure {
  const frames = walkZstdFrames(bytes, start, end, maxOutputBytes);
  if (typeof frames === 'string') return frames;
  const parts: Uint8Array[] = [];
  let room = maxOutputBytes;
  for (const frame of frames) {
    let part: Uint8Array;
    try {
      part = decode(frame, room);
    } catch (error) {
      return isOutOfRoom(error) && frame.outputBound > room ? 'too large' : failureOf(error);
    }
    if (part.length > room) return 'too large';
    room -= part.length;
    parts.push(part);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** zstd's error 70, "destination too small", as the WebAssembly package reports it. */
function isOutOfRoom(error: unknown): boolean {
  return error instanceof Error && /code (-70|4294967226)\b/.test(error.message);
}
