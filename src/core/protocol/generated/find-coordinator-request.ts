// Generated from find-coordinator.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface FindCoordinatorRequest {
  key: string;
  keyType: number;
  coordinatorKeys: string[];
}

export function newFindCoordinatorRequest(fields?: Partial<FindCoordinatorRequest>): FindCoordinatorRequest {
  const m: FindCoordinatorRequest = { key: '', keyType: 0, coordinatorKeys: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readFindCoordinatorRequest(r: ByteReader, v: number): FindCoordinatorRequest {
  if (v < 0 || v > 6) throw unreadableVersion('FindCoordinatorRequest', v);
  const f = v >= 3;
  const m: FindCoordinatorRequest = {
    key: v <= 3 ? (f ? r.compactString() : r.string()) : '',
    keyType: v >= 1 ? r.int8() : 0,
    coordinatorKeys: v >= 4 ? compactStrings(r, r.compactArrayLength(1)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeFindCoordinatorRequest(w: ByteWriter, m: FindCoordinatorRequest, v: number): void {
  if (v < 0 || v > 6) throw unwritableVersion('FindCoordinatorRequest', v);
  const f = v >= 3;
  if (v <= 3) { if (f) w.compactString(m.key); else w.string(m.key); } else { if (m.key !== '') throw unsupportedField('FindCoordinatorRequest.key', v); }
  if (v >= 1) w.int8(m.keyType); else { if (m.keyType !== 0) throw unsupportedField('FindCoordinatorRequest.keyType', v); }
  if (v >= 4) { w.compactArrayLength(m.coordinatorKeys.length); for (const e of m.coordinatorKeys) w.compactString(e); } else { if (m.coordinatorKeys.length !== 0) throw unsupportedField('FindCoordinatorRequest.coordinatorKeys', v); }
  if (f) w.uvarint(0);
}
