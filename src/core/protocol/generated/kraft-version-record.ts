// Generated from kraft-version-record.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface KRaftVersionRecord {
  version: number;
  kRaftVersion: number;
}

export function newKRaftVersionRecord(fields?: Partial<KRaftVersionRecord>): KRaftVersionRecord {
  const m: KRaftVersionRecord = { version: 0, kRaftVersion: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readKRaftVersionRecord(r: ByteReader, v: number): KRaftVersionRecord {
  if (v < 0 || v > 0) throw unreadableVersion('KRaftVersionRecord', v);
  const m: KRaftVersionRecord = { version: r.int16(), kRaftVersion: r.int16() };
  r.skipTags();
  return m;
}

export function writeKRaftVersionRecord(w: ByteWriter, m: KRaftVersionRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('KRaftVersionRecord', v);
  w.int16(m.version);
  w.int16(m.kRaftVersion);
  w.uvarint(0);
}
