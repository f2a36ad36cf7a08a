/** An image as a file: which index and epoch it is the state of, its hash, its records. */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { crc32c } from '../../core/bytes/crc32c.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { ClusterImage } from '../../core/metadata/cluster-image.ts';
import { canonicalBytes, hashOf, imageHash } from '../../core/metadata/image-snapshot.ts';
import { readRecords } from '../../core/metadata/record-codec.ts';

const MAGIC = 0x4348_5253;
const VERSION = 1;
const NAME = /^(\d{20})-(\d{20})\.snapshot$/;

export function snapshotName(index: number, epoch: number): string {
  return `${String(index).padStart(20, '0')}-${String(epoch).padStart(20, '0')}.snapshot`;
}

/** Index of the snapshot with this file name; null for other files. */
export function snapshotIndex(name: string): number | null {
  const match = NAME.exec(name);
  return match === null ? null : Number(match[1]);
}

export function encodeSnapshot(image: ClusterImage): Uint8Array {
  const records = canonicalBytes(image);
  const writer = new ByteWriter(records.length + 256);
  writer.int32(MAGIC);
  writer.int16(VERSION);
  writer.string(image.clusterId);
  writer.int64(image.epoch);
  writer.int64(image.index);
  writer.string(hashOf(records));
  writer.raw(records);
  const body = writer.toBytes();
  const bytes = new Uint8Array(body.length + 4);
  bytes.set(body);
  new DataView(bytes.buffer).setUint32(body.length, crc32c(body, 0, body.length));
  return bytes;
}

/** Null where the file is damaged: its checksum, or the hash of the image that its records make. */
export function decodeSnapshot(bytes: Uint8Array): ClusterImage | null {
  const end = bytes.length - 4;
  if (end < 0 || new DataView(bytes.buffer, bytes.byteOffset).getUint32(end) !== crc32c(bytes, 0, end)) return null;
  try {
    const reader = new ByteReader(bytes, 0, end);
    if (reader.int32() !== MAGIC || reader.int16() !== VERSION) return null;
    reader.string();
    const epoch = reader.int64();
    const index = reader.int64();
    const hash = reader.string();
    const image = new ClusterImage();
    image.replayEntry({ epoch, index, records: readRecords(reader) });
    return imageHash(image) === hash ? image : null;
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
