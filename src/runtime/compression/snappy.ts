/**
 * Snappy as Kafka clients use it: either one raw block, or the xerial stream of the Java client. Both are read; the
 * xerial stream is written, as Kafka does.
 *
 *   stream   82 'SNAPPY' 00 | version int32be | oldest compatible version int32be | chunks
 *   chunk    length int32be | raw block of at most 32 KiB of input
 *
 * Streams may be concatenated: where a chunk length is due, another stream's magic may stand.
 */
import { bufferOver, type Codec, type DecompressionFailure } from './codec.ts';
import { snappyDecode, snappyEncode, snappyLength } from './snappy-block.ts';

const MAGIC = [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00];
const STREAM_HEADER = 16;
const STREAM_VERSION = 1;
/** The Java client's block size: what its buffers are dimensioned for. */
const CHUNK_SIZE = 32768;

/** The two functions of the native addon that are used. */
export interface NativeSnappy {
  compressSync(input: Uint8Array, options: { copyOutputData: boolean }): Uint8Array;
  uncompressSync(input: Uint8Array, options: { copyOutputData: boolean; asBuffer: boolean }): Uint8Array | string;
}

/** Without it the addon hands out external memory, whose collection stalls the thread for milliseconds. */
const COPY_OUT = { copyOutputData: true, asBuffer: true } as const;

export function snappyCodec(native: NativeSnappy | null): Codec {
  const encodeBlock = (bytes: Uint8Array, start: number, end: number): Uint8Array =>
    native === null ? snappyEncode(bytes, start, end) : native.compressSync(bufferOver(bytes, start, end), COPY_OUT);

  /** Into `output` at `out`; the declared length has been checked against the room there is. */
  const decodeBlock = (bytes: Uint8Array, start: number, end: number, output: Uint8Array, out: number): boolean => {
    if (native === null) return snappyDecode(bytes, start, end, output, out);
    try {
      const block = native.uncompressSync(bufferOver(bytes, start, end), COPY_OUT) as Uint8Array;
      if (block.length !== snappyLength(bytes, start, end)) return false;
      output.set(block, out);
      return true;
    } catch {
      return false;
    }
  };

  return {
    name: 'snappy',
    backend: native === null ? 'plain TypeScript' : 'snappy (native)',
    compress(bytes, start, end) {
      const chunks: Uint8Array[] = [];
      let size = STREAM_HEADER;
      for (let at = start; at < end; at += CHUNK_SIZE) {
        const chunk = encodeBlock(bytes, at, Math.min(end, at + CHUNK_SIZE));
        chunks.push(chunk);
        size += 4 + chunk.length;
      }
      const output = new Uint8Array(size);
      const view = new DataView(output.buffer);
      output.set(MAGIC);
      view.setInt32(8, STREAM_VERSION);
      view.setInt32(12, STREAM_VERSION);
      let out = STREAM_HEADER;
      for (const chunk of chunks) {
        view.setInt32(out, chunk.length);
        output.set(chunk, out + 4);
        out += 4 + chunk.length;
      }
      return output;
    },
    decompress(bytes, start, end, maxOutputBytes) {
      if (!isStream(bytes, start, end)) {
        const length = snappyLength(bytes, start, end);
        if (length < 0 || !isPlausible(length, end - start)) return 'corrupt';
        if (length > maxOutputBytes) return 'too large';
        const output = new Uint8Array(length);
        return decodeBlock(bytes, start, end, output, 0) ? output : 'corrupt';
      }
      const total = streamLength(bytes, start, end, maxOutputBytes);
      if (typeof total === 'string') return total;
      const output = new Uint8Array(total);
      let out = 0;
      for (let at = start; at < end; ) {
        if (isStream(bytes, at, end)) {
          at += STREAM_HEADER;
          continue;
        }
        const chunkStart = at + 4;
        const chunkEnd = chunkStart + int32(bytes, at);
        if (!decodeBlock(bytes, chunkStart, chunkEnd, output, out)) return 'corrupt';
        out += snappyLength(bytes, chunkStart, chunkEnd);
        at = chunkEnd;
      }
      return output;
    },
  };
}

/** Sum of what the chunks declare, before anything is allocated for them. */
function streamLength(
  bytes: Uint8Array,
  start: number,
  end: number,
  maxOutputBytes: number,
): number | DecompressionFailure {
  let total = 0;
  for (let at = start; at < end; ) {
    if (isStream(bytes, at, end)) {
      at += STREAM_HEADER;
      continue;
    }
    if (end - at < 4) return 'corrupt';
    const size = int32(bytes, at);
    if (size <= 0 || size > end - at - 4) return 'corrupt';
    const length = snappyLength(bytes, at + 4, at + 4 + size);
    if (length < 0 || !isPlausible(length, size)) return 'corrupt';
    total += length;
    if (total > maxOutputBytes) return 'too large';
    at += 4 + size;
  }
  return total;
}

/** Three bytes of a block yield at most 64: a length beyond that is a lie, and not worth the memory. */
function isPlausible(length: number, blockSize: number): boolean {
  return length <= blockSize * 22;
}

function isStream(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < STREAM_HEADER) return false;
  for (let i = 0; i < MAGIC.length; i++) if (bytes[start + i] !== MAGIC[i]) return false;
  return true;
}

function int32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
