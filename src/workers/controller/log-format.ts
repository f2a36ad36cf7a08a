/** Bytes of the metadata log: segment headers and frames, as drawn in FORMAT.md. No files, no state. */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { crc32c } from '../../core/bytes/crc32c.ts';
import { encodeUtf8Into, utf8Length } from '../../core/bytes/utf8.ts';
import { readRecords, writeRecords } from '../../core/metadata/record-codec.ts';
import type { MetadataRecord } from '../../core/metadata/records.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';

export const SEGMENT_HEADER = 64;
export const FRAME_HEADER = 80;

const SEGMENT_MAGIC = [0x43, 0x48, 0x52, 0x4b, 0x4d, 0x45, 0x54, 0x41];
const VERSION = 1;
export const FRAME_MAGIC = 0x4d46_524d;

export const FrameKind = { ENTRY: 1, MARKER: 2 } as const;

/** Eight bytes as two unsigned words, compared word by word: tags are identities, not numbers. */
export type Tag = readonly [high: number, low: number];

export interface SegmentHeader {
  readonly clusterTag: Tag;
  readonly segmentTag: Tag;
  readonly firstIndex: number;
  /** Epoch of the entry before the first; 0 where there is none. */
  readonly prevEpoch: number;
  /** Of the file, in bytes. */
  readonly size: number;
}

export interface FrameHeader {
  readonly kind: number;
  readonly epoch: number;
  readonly index: number;
  readonly prevEpoch: number;
  readonly requestId: RequestId | null;
  readonly durableUpTo: number;
}

export interface Frame extends FrameHeader {
  /** Where it starts in its segment, and where the next one does. */
  readonly position: number;
  readonly end: number;
  readonly payload: Uint8Array;
}

export function clusterTagOf(clusterId: string): Tag {
  const bytes = new Uint8Array(utf8Length(clusterId));
  encodeUtf8Into(clusterId, bytes, 0);
  return [crc32c(bytes, 0, bytes.length, 0), crc32c(bytes, 0, bytes.length, 0x6368_726b)];
}

export function sameTag(a: Tag, b: Tag): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const bytes = new Uint8Array(SEGMENT_HEADER);
  const view = new DataView(bytes.buffer);
  bytes.set(SEGMENT_MAGIC, 0);
  view.setUint32(8, VERSION);
  putTag(view, 16, header.clusterTag);
  putTag(view, 24, header.segmentTag);
  putUint64(view, 32, header.firstIndex);
  putUint64(view, 40, header.prevEpoch);
  putUint64(view, 48, header.size);
  view.setUint32(60, crc32c(bytes, 0, 60));
  return bytes;
}

/** Null where the bytes are no sound header of a version we know. */
export function decodeSegmentHeader(bytes: Uint8Array): SegmentHeader | null {
  if (bytes.length < SEGMENT_HEADER || SEGMENT_MAGIC.some((byte, i) => bytes[i] !== byte)) return null;
  const view = viewOf(bytes);
  if (view.getUint32(60) !== crc32c(bytes, 0, 60) || view.getUint32(8) !== VERSION) return null;
  return {
    clusterTag: getTag(view, 16),
    segmentTag: getTag(view, 24),
    firstIndex: getUint64(view, 32),
    prevEpoch: getUint64(view, 40),
    size: getUint64(view, 48),
  };
}

/** The records of an entry as a frame's payload. */
export function encodePayload(records: readonly MetadataRecord[]): Uint8Array {
  const writer = new ByteWriter(256);
  writeRecords(writer, records);
  return writer.toBytes();
}

/** Throws DecodeError for a payload that this version cannot read. */
export function decodePayload(payload: Uint8Array): MetadataRecord[] {
  return readRecords(new ByteReader(payload));
}

export function frameSize(payloadLength: number): number {
  return Math.ceil((FRAME_HEADER + payloadLength) / 8) * 8;
}

/** Writes one frame at `position` of `target`, padding included; returns where the next one goes. */
export function putFrame(
  target: Uint8Array,
  position: number,
  clusterTag: Tag,
  segmentTag: Tag,
  header: FrameHeader,
  payload: Uint8Array,
): number {
  const end = position + frameSize(payload.length);
  const view = viewOf(target);
  target.fill(0, position, end);
  view.setUint32(position, FRAME_MAGIC);
  view.setUint32(position + 4, payload.length);
  putTag(view, position + 8, clusterTag);
  putTag(view, position + 16, segmentTag);
  putUint64(view, position + 24, header.epoch);
  putUint64(view, position + 32, header.index);
  putUint64(view, position + 40, header.prevEpoch);
  view.setInt32(position + 48, header.requestId?.brokerId ?? -1);
  putUint64(view, position + 52, header.requestId?.brokerEpoch ?? 0);
  view.setUint32(position + 60, header.requestId?.sequence ?? 0);
  putUint64(view, position + 64, header.durableUpTo);
  view.setUint16(position + 72, header.kind);
  target.set(payload, position + FRAME_HEADER);
  view.setUint32(position + 76, frameCrc(target, position, payload.length));
  return end;
}

/** The frame at `position` if it is sound in itself and of this cluster and segment; null otherwise. */
export function frameAt(bytes: Uint8Array, position: number, clusterTag: Tag, segmentTag: Tag): Frame | null {
  if (position + FRAME_HEADER > bytes.length) return null;
  const view = viewOf(bytes);
  if (view.getUint32(position) !== FRAME_MAGIC) return null;
  const length = view.getUint32(position + 4);
  const end = position + frameSize(length);
  if (end > bytes.length || view.getUint32(position + 76) !== frameCrc(bytes, position, length)) return null;
  if (!sameTag(getTag(view, position + 8), clusterTag) || !sameTag(getTag(view, position + 16), segmentTag))
    return null;
  const brokerId = view.getInt32(position + 48);
  const brokerEpoch = getUint64(view, position + 52);
  return {
    kind: view.getUint16(position + 72),
    epoch: getUint64(view, position + 24),
    index: getUint64(view, position + 32),
    prevEpoch: getUint64(view, position + 40),
    requestId: brokerId === -1 ? null : { brokerId, brokerEpoch, sequence: view.getUint32(position + 60) },
    durableUpTo: getUint64(view, position + 64),
    position,
    end,
    payload: bytes.subarray(position + FRAME_HEADER, position + FRAME_HEADER + length),
  };
}

function frameCrc(bytes: Uint8Array, position: number, payloadLength: number): number {
  const header = crc32c(bytes, position, position + 76);
  return crc32c(bytes, position + FRAME_HEADER, position + FRAME_HEADER + payloadLength, header);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function putUint64(view: DataView, position: number, value: number): void {
  view.setUint32(position, Math.floor(value / 2 ** 32));
  view.setUint32(position + 4, value % 2 ** 32);
}

export function getUint64(view: DataView, position: number): number {
  return view.getUint32(position) * 2 ** 32 + view.getUint32(position + 4);
}

export function putTag(view: DataView, position: number, tag: Tag): void {
  view.setUint32(position, tag[0]);
  view.setUint32(position + 4, tag[1]);
}

export function getTag(view: DataView, position: number): Tag {
  return [view.getUint32(position), view.getUint32(position + 4)];
}
