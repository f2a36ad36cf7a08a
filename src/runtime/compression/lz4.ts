/**
 * LZ4 in the frame format. The native addon has no output limit and decodes only the first of several frames, so the
 * frames are walked first: that bounds and splits them.
 */
import { bufferOver, type Codec } from './codec.ts';
import { decodeLz4Frame, encodeLz4Frame, walkLz4Frames } from './lz4-frame.ts';

/** The two functions of the native addon that are used. */
export interface NativeLz4 {
  compressFrameSync(data: Buffer): Uint8Array;
  decompressFrameSync(data: Buffer): Uint8Array;
}

export function lz4Codec(native: NativeLz4 | null): Codec {
  return {
    name: 'lz4',
    backend: native === null ? 'plain TypeScript' : 'lz4-napi',
    compress(bytes, start, end) {
      return native === null
        ? encodeLz4Frame(bytes, start, end)
        : native.compressFrameSync(bufferOver(bytes, start, end));
    },
    decompress(bytes, start, end, maxOutputBytes) {
      const frames = walkLz4Frames(bytes, start, end, maxOutputBytes);
      if (typeof frames === 'string') return frames;
      if (native === null) {
        const output = new Uint8Array(frames.reduce((size, frame) => size + frame.contentSize, 0));
        let out = 0;
        for (const frame of frames) {
          if (!decodeLz4Frame(bytes, frame, output, out)) return 'corrupt';
          out += frame.contentSize;
        }
        return output;
      }
      try {
        const parts = frames.map((frame) => native.decompressFrameSync(bufferOver(bytes, frame.start, frame.end)));
        if (parts.some((part, index) => part.length !== frames[index]!.contentSize)) return 'corrupt';
        return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      } catch {
        return 'corrupt';
      }
    },
  };
}
