// Generated from allocate-producer-ids.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AllocateProducerIdsResponse {
  throttleTimeMs: number;
  errorCode: number;
  producerIdStart: number;
  producerIdLen: number;
}

export function newAllocateProducerIdsResponse(fields?: Partial<AllocateProducerIdsResponse>): AllocateProducerIdsResponse {
  const m: AllocateProducerIdsResponse = { throttleTimeMs: 0, errorCode: 0, producerIdStart: 0, producerIdLen: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAllocateProducerIdsResponse(r: ByteReader, v: number): AllocateProducerIdsResponse {
  if (v < 0 || v > 0) throw unreadableVersion('AllocateProducerIdsResponse', v);
  const m: AllocateProducerIdsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerIdStart: r.int64(),
    producerIdLen: r.int32(),
  };
  r.skipTags();
  return m;
}

export function writeAllocateProducerIdsResponse(w: ByteWriter, m: AllocateProducerIdsResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('AllocateProducerIdsResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.producerIdStart);
  w.int32(m.producerIdLen);
  w.uvarint(0);
}
