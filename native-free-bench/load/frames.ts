/**
 * Kafka requests as ready-made bytes, for the load client and the floor probe: the same frame is sent again and again
 * with a new correlation id, so that the client costs as little as a client can. Oldest versions that carry the fields,
 * without tags, so that nothing but the frame's end needs parsing.
 */

export const TOPIC = 'bench';
export const CORRELATION_AT = 8;
const PRODUCE = 0;
const FETCH = 1;
const OFFSET_COMMIT = 8;
const FIND_COORDINATOR = 10;
const API_VERSIONS = 18;

/** What comes before the batch in a produce frame for `TOPIC`, the size field included. */
export const PRODUCE_PREFIX = 4 + 8 + 2 + 5 + 2 + 2 + 4 + 4 + 2 + TOPIC.length + 4 + 4 + 4;
/** Of a batch: the checksum's place, and where what it covers begins. */
export const CRC_AT = 17;
export const CRC_FROM = 21;

export type Crc32c = (bytes: Uint8Array, start: number, end: number) => number;

/** A batch of records of `recordBytes` each, about `batchBytes` long in all: values of letters, no keys. */
export function makeBatch(batchBytes: number, recordBytes: number, crc32c: Crc32c): Buffer {
  const count = Math.max(1, Math.floor((batchBytes - 61) / recordBytes));
  const parts: Buffer[] = [];
  for (let n = 0; n < count; n++) {
    // The record's own fields take some of its bytes: length, attributes, two deltas, key length, value length, headers.
    const overhead = 1 + 1 + 1 + varint(n).length + 1 + varint(recordBytes).length + 1;
    const value = Buffer.alloc(Math.max(1, recordBytes - overhead - 1));
    for (let at = 0; at < value.length; at++) value[at] = 97 + ((at * 7 + n * 13) % 26);
    const body = Buffer.concat([
      Buffer.from([0, 0]),
      varint(n),
      varint(-1),
      varint(value.length),
      value,
      Buffer.from([0]),
    ]);
    parts.push(varint(body.length), body);
  }
  const records = Buffer.concat(parts);
  const batch = Buffer.alloc(61 + records.length);
  const now = BigInt(Date.now());
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt32BE(-1, 12);
  batch.writeInt8(2, 16);
  batch.writeInt32BE(count - 1, 23);
  batch.writeBigInt64BE(now, 27);
  batch.writeBigInt64BE(now, 35);
  batch.writeBigInt64BE(-1n, 43);
  batch.writeInt16BE(-1, 51);
  batch.writeInt32BE(-1, 53);
  batch.writeInt32BE(count, 57);
  records.copy(batch, 61);
  batch.writeUInt32BE(crc32c(batch, CRC_FROM, batch.length) >>> 0, CRC_AT);
  return batch;
}

/** Zigzag. */
function varint(value: number): Buffer {
  let left = value >= 0 ? value * 2 : -value * 2 - 1;
  const bytes: number[] = [];
  for (; left > 0x7f; left = Math.floor(left / 128)) bytes.push((left & 0x7f) | 0x80);
  bytes.push(left);
  return Buffer.from(bytes);
}

/** Size, header and body of a request with the client id "bench". */
export function frame(api: number, version: number, body: Buffer): Buffer {
  const bytes = Buffer.alloc(19 + body.length);
  bytes.writeInt32BE(bytes.length - 4, 0);
  bytes.writeInt16BE(api, 4);
  bytes.writeInt16BE(version, 6);
  bytes.writeInt16BE(5, 12);
  bytes.write('bench', 14);
  body.copy(bytes, 19);
  return bytes;
}

/** Produce v7 of one batch to one partition of `TOPIC`. */
export function produceFrame(partition: number, acks: number, batch: Buffer): Buffer {
  const head = Buffer.alloc(PRODUCE_PREFIX - 19);
  head.writeInt16BE(-1, 0);
  head.writeInt16BE(acks, 2);
  head.writeInt32BE(30_000, 4);
  head.writeInt32BE(1, 8);
  head.writeInt16BE(TOPIC.length, 12);
  head.write(TOPIC, 14);
  const at = 14 + TOPIC.length;
  head.writeInt32BE(1, at);
  head.writeInt32BE(partition, at + 4);
  head.writeInt32BE(batch.length, at + 8);
  return frame(PRODUCE, 7, Buffer.concat([head, batch]));
}

/** Where the error code of a Produce v7 response to such a frame lies, after the size field. */
export const PRODUCE_ERROR_AT = 4 + 4 + 2 + TOPIC.length + 4 + 4;
/** Length of that response, without the size field. */
export const PRODUCE_RESPONSE_BYTES = PRODUCE_ERROR_AT + 2 + 8 + 8 + 8 + 4;

export const FETCH_OFFSET_AT = 19 + 4 + 4 + 4 + 4 + 1 + 4 + 4 + 4 + 2 + TOPIC.length + 4 + 4 + 4;

/** Fetch v10 of one partition of `TOPIC`, waiting for at least one byte. The offset is patched in at `FETCH_OFFSET_AT`. */
export function fetchFrame(partition: number, maxBytes: number): Buffer {
  const body = Buffer.alloc(FETCH_OFFSET_AT - 19 + 8 + 8 + 4 + 4);
  let at = 0;
  const int32 = (value: number): void => {
    at = body.writeInt32BE(value, at);
  };
  int32(-1);
  int32(500);
  int32(1);
  int32(maxBytes);
  at = body.writeInt8(0, at);
  int32(0);
  int32(-1);
  int32(1);
  at = body.writeInt16BE(TOPIC.length, at);
  at += body.write(TOPIC, at);
  int32(1);
  int32(partition);
  int32(-1);
  at += 8;
  at = body.writeBigInt64BE(-1n, at);
  int32(maxBytes);
  int32(0);
  return frame(FETCH, 10, body);
}

/** In a Fetch v10 response to such a frame, after the size field: error of the partition, end offset, length of the records. */
export const FETCH_ERROR_AT = 4 + 4 + 2 + 4 + 4 + 2 + TOPIC.length + 4 + 4;
export const FETCH_HIGH_WATERMARK_AT = FETCH_ERROR_AT + 2;
export const FETCH_ABORTED_AT = FETCH_ERROR_AT + 2 + 8 + 8 + 8;

export const COMMIT_OFFSET_AT = 19 + 2 + TOPIC.length + 4 + 2 + 8 + 4 + 2 + TOPIC.length + 4 + 4;

/** OffsetCommit v2 for one partition of `TOPIC`, by a group of that name without members. The offset is patched in. */
export function commitFrame(partition: number): Buffer {
  const body = Buffer.alloc(COMMIT_OFFSET_AT - 19 + 8 + 2);
  let at = body.writeInt16BE(TOPIC.length, 0);
  at += body.write(TOPIC, at);
  at = body.writeInt32BE(-1, at);
  at = body.writeInt16BE(0, at);
  at = body.writeBigInt64BE(-1n, at);
  at = body.writeInt32BE(1, at);
  at = body.writeInt16BE(TOPIC.length, at);
  at += body.write(TOPIC, at);
  at = body.writeInt32BE(1, at);
  at = body.writeInt32BE(partition, at);
  body.writeInt16BE(-1, at + 8);
  return frame(OFFSET_COMMIT, 2, body);
}

/** Where the error code of an OffsetCommit v2 response to such a frame lies, after the size field. */
export const COMMIT_ERROR_AT = 4 + 4 + 2 + TOPIC.length + 4 + 4;

/** ApiVersions v0: the cheapest request that is answered. */
export function apiVersionsFrame(): Buffer {
  return frame(API_VERSIONS, 0, Buffer.alloc(0));
}

/** FindCoordinator v0 for that group; the error code of its response lies behind the correlation id. */
export function coordinatorFrame(): Buffer {
  const body = Buffer.alloc(2 + TOPIC.length);
  body.writeInt16BE(TOPIC.length);
  body.write(TOPIC, 2);
  return frame(FIND_COORDINATOR, 0, body);
}

/** A request that only the floor probe knows: it answers with a stream of so many bytes, and nothing else. */
export const STREAM_API = 32_000;
export function streamFrame(bytes: number): Buffer {
  const body = Buffer.alloc(8);
  body.writeBigInt64BE(BigInt(bytes));
  return frame(STREAM_API, 0, body);
}
