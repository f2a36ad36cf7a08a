// Generated from cluster.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { NO_BYTES, unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface RequestResultRecord {
  brokerId: number;
  brokerEpoch: number;
  sequence: number;
  index: number;
  apiKey: number;
  apiVersion: number;
  response: Uint8Array;
}

export function newRequestResultRecord(fields?: Partial<RequestResultRecord>): RequestResultRecord {
  const m: RequestResultRecord = {
    brokerId: 0,
    brokerEpoch: 0,
    sequence: 0,
    index: -1,
    apiKey: 0,
    apiVersion: 0,
    response: NO_BYTES,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readRequestResultRecord(r: ByteReader, v: number): RequestResultRecord {
  if (v < 0 || v > 0) throw unreadableVersion('RequestResultRecord', v);
  const m: RequestResultRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    sequence: r.int64(),
    index: -1,
    apiKey: r.int16(),
    apiVersion: r.int16(),
    response: r.compactBytes(),
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.index = r.int64(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeRequestResultRecord(w: ByteWriter, m: RequestResultRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('RequestResultRecord', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.int64(m.sequence);
  w.int16(m.apiKey);
  w.int16(m.apiVersion);
  w.compactBytes(m.response);
  const hasIndex = m.index !== -1;
  w.uvarint((hasIndex ? 1 : 0));
  if (hasIndex) { w.uvarint(0); w.uvarint(8); w.int64(m.index); }
}
