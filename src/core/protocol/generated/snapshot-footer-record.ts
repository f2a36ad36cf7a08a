// Generated from snapshot-footer-record.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface SnapshotFooterRecord {
  version: number;
}

export function newSnapshotFooterRecord(fields?: Partial<SnapshotFooterRecord>): SnapshotFooterRecord {
  const m: SnapshotFooterRecord = { version: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readSnapshotFooterRecord(r: ByteReader, v: number): SnapshotFooterRecord {
  if (v < 0 || v > 0) throw unreadableVersion('SnapshotFooterRecord', v);
  const m: SnapshotFooterRecord = { version: r.int16() };
  r.skipTags();
  return m;
}

export function writeSnapshotFooterRecord(w: ByteWriter, m: SnapshotFooterRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('SnapshotFooterRecord', v);
  w.int16(m.version);
  w.uvarint(0);
}
