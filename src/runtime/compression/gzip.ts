/** gzip through node:zlib, which bounds its own output. */
import { gunzipSync, gzipSync, constants as zlib } from 'node:zlib';
import { bufferOver, type Codec, type DecompressionFailure } from './codec.ts';

export const gzip: Codec = {
  name: 'gzip',
  backend: 'node:zlib',
  compress(bytes, start, end, level) {
    return gzipSync(bufferOver(bytes, start, end), { level: level ?? zlib.Z_DEFAULT_COMPRESSION });
  },
  decompress(bytes, start, end, maxOutputBytes) {
    try {
      // zlib takes a limit of 0 for none.
      const output = gunzipSync(bufferOver(bytes, start, end), { maxOutputLength: Math.max(1, maxOutputBytes) });
      return output.length > maxOutputBytes ? 'too large' : output;
    } catch (error) {
      return failureOf(error);
    }
  },
};

/** node:zlib's way of saying that `maxOutputLength` was reached. */
export function failureOf(error: unknown): DecompressionFailure {
  const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
  return isTooLarge ? 'too large' : 'corrupt';
}
