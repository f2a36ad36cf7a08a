/** Record batches (magic 2) written and read by hand, with every codec; the crash test's own, on purpose. */
import { createRequire } from 'node:module';
import { gunzipSync, gzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const snappy = require('snappy') as {
  compressSync(b: Buffer, o: object): Buffer;
  uncompressSync(b: Buffer, o: object): Buffer;
};
const lz4 = require('lz4-napi') as { compressFrameSync(b: Buffer): Buffer; decompressFrameSync(b: Buffer): Buffer };
const zstd = require('@bokuweb/zstd-wasm') as {
  init(): Promise<void>;
  compress(b: Uint8Array): Uint8Array;
  decompress(b: Uint8Array, o: object): Uint8Array;
};

const COPY = { copyOutputData: true };

interface Codec {
  pack(bytes: Buffer): Buffer;
  unpack(bytes: Buffer): Buffer;
}

/** By the number in a batch's attributes. */
const CODECS: readonly Codec[] = [
  { pack: (b) => b, unpack: (b) => b },
  { pack: (b) => gzipSync(b, { level: 1 }), unpack: (b) => gunzipSync(b) },
  { pack: (b) => snappy.compressSync(b, COPY), unpack: (b) => snappy.uncompressSync(b, COPY) },
  { pack: (b) => lz4.compressFrameSync(b), unpack: (b) => lz4.decompressFrameSync(b) },
  {
    pack: (b) => Buffer.from(zstd.compress(b)),
    unpack: (b) => Buffer.from(zstd.decompress(b, { defaultHeapSize: 8 << 20 })),
  },
];

export const CODEC_NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export function initCodecs(): Promise<void> {
  return zstd.init();
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

export function crc32c(bytes: Buffer): number {
  let crc = -1;
  for (let at = 0; at < bytes.length; at++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}

export interface ProducerIdentity {
  readonly id: number;
  readonly epoch: number;
}

/** @param sequence of the first record; ignored without an identity */
export function encodeBatch(
  values: readonly Buffer[],
  codec: number,
  timestamp: number,
  identity: ProducerIdentity | null,
  sequence: number,
): Buffer {
  const parts: Buffer[] = [];
  for (const [n, value] of values.entries()) {
    const head = Buffer.concat([Buffer.from([0]), varint(0), varint(n), varint(-1), varint(value.length)]);
    parts.push(varint(head.length + value.length + 1), head, value, Buffer.from([0]));
  }
  const records = CODECS[codec]!.pack(Buffer.concat(parts));
  const batch = Buffer.alloc(61 + records.length);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt32BE(-1, 12);
  batch.writeInt8(2, 16);
  batch.writeInt16BE(codec, 21);
  batch.writeInt32BE(values.length - 1, 23);
  batch.writeBigInt64BE(BigInt(timestamp), 27);
  batch.writeBigInt64BE(BigInt(timestamp), 35);
  batch.writeBigInt64BE(BigInt(identity?.id ?? -1), 43);
  batch.writeInt16BE(identity?.epoch ?? -1, 51);
  batch.writeInt32BE(identity === null ? -1 : sequence, 53);
  batch.writeInt32BE(values.length, 57);
  records.copy(batch, 61);
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17);
  return batch;
}

/** Calls `onRecord` for each record of the whole batches in `bytes`. @returns the offset after the last of them, or −1 */
export function readBatches(bytes: Buffer, onRecord: (offset: number, value: Buffer) => void): number {
  let next = -1;
  for (let at = 0; at + 61 <= bytes.length; ) {
    const size = 12 + bytes.readInt32BE(at + 8);
    if (at + size > bytes.length) break;
    const batch = bytes.subarray(at, at + size);
    const base = Number(batch.readBigInt64BE(0));
    if (batch.readInt8(16) !== 2) throw new Error(`batch at offset ${base} has magic ${batch.readInt8(16)}`);
    if (crc32c(batch.subarray(21)) !== batch.readUInt32BE(17))
      throw new Error(`batch at offset ${base} fails its checksum`);
    const records = CODECS[batch.readInt16BE(21) & 7]!.unpack(batch.subarray(61));
    const count = batch.readInt32BE(57);
    let place = 0;
    const number = (): number => {
      let raw = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = records[place++]!;
        raw += (byte & 0x7f) * 2 ** shift;
        if (byte < 0x80) return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
      }
    };
    for (let n = 0; n < count; n++) {
      const length = number();
      const end = place + length;
      place++;
      number();
      const offset = base + number();
      const keyLength = number();
      if (keyLength > 0) place += keyLength;
      const valueLength = number();
      onRecord(offset, records.subarray(place, place + valueLength));
      place = end;
    }
    next = base + batch.readInt32BE(23) + 1;
    at += size;
  }
  return next;
}

function varint(value: number): Buffer {
  let left = value >= 0 ? value * 2 : -value * 2 - 1;
  const bytes: number[] = [];
  while (left > 0x7f) {
    bytes.push((left & 0x7f) | 0x80);
    left = Math.floor(left / 128);
  }
  bytes.push(left);
  return Buffer.from(bytes);
}
