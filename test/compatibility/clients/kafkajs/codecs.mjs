// The codecs that kafkajs leaves to plug-ins. Snappy is written in the framing of Java clients (xerial) and read in both.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00, 0, 0, 0, 1, 0, 0, 0, 1]);
const XERIAL_BLOCK = 32 << 10;

function snappyCodec() {
  const snappy = require('snappy');
  return () => ({
    async compress(encoder) {
      const parts = [XERIAL];
      for (let at = 0; at < encoder.buffer.length; at += XERIAL_BLOCK) {
        const block = snappy.compressSync(encoder.buffer.subarray(at, at + XERIAL_BLOCK), { copyOutputData: true });
        const length = Buffer.alloc(4);
        length.writeUInt32BE(block.length);
        parts.push(length, block);
      }
      return Buffer.concat(parts);
    },
    async decompress(bytes) {
      if (!bytes.subarray(0, 8).equals(XERIAL.subarray(0, 8)))
        return snappy.uncompressSync(bytes, { copyOutputData: true });
      const parts = [];
      for (let at = 16; at < bytes.length; ) {
        const length = bytes.readUInt32BE(at);
        parts.push(snappy.uncompressSync(bytes.subarray(at + 4, at + 4 + length), { copyOutputData: true }));
        at += 4 + length;
      }
      return Buffer.concat(parts);
    },
  });
}

function lz4Codec() {
  const lz4 = require('lz4-napi');
  return () => ({
    compress: async (encoder) => lz4.compressFrameSync(encoder.buffer),
    decompress: async (bytes) => lz4.decompressFrameSync(bytes),
  });
}

/** Frames written by streaming producers do not name their size: the output is grown until it fits. */
async function zstdCodec() {
  const zlib = await import('node:zlib');
  if (zlib.zstdCompressSync) {
    return () => ({
      compress: async (encoder) => zlib.zstdCompressSync(encoder.buffer),
      decompress: async (bytes) => zlib.zstdDecompressSync(bytes),
    });
  }
  const zstd = require('@bokuweb/zstd-wasm');
  await zstd.init();
  return () => ({
    compress: async (encoder) => Buffer.from(zstd.compress(encoder.buffer, 3)),
    decompress: async (bytes) => Buffer.from(zstd.decompress(bytes, { defaultHeapSize: 16 << 20 })),
  });
}

/** Registers snappy, lz4 and zstd with a kafkajs module. */
export async function registerCodecs(kafkajs) {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  CompressionCodecs[CompressionTypes.Snappy] = snappyCodec();
  CompressionCodecs[CompressionTypes.LZ4] = lz4Codec();
  CompressionCodecs[CompressionTypes.ZSTD] = await zstdCodec();
}
