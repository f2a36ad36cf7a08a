// Generated from snapshot-header-record.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface SnapshotHeaderRecord {
  version: number;
  lastContainedLogTimestamp: number;
}

export function newSnapshotHeaderRecord(fields?: Partial<SnapshotHeaderRecord>): SnapshotHeaderRecord {
  const m: SnapshotHeaderRecord = { version: 0, lastContainedLogTimestamp: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readSnapshotHeaderRecord(r: ByteReader, v: number): SnapshotHeaderRecord {
  if (v < 0 || v > 0) throw unreadableVersion('SnapshotHeaderRecord', v);
  const m: SnapshotHeaderRecord = { version: r.int16(), lastContainedLogTimestamp: r.int64() };
  r.skipTags();
  return m;
}

export function writeSnapshotHeaderRecord(w: ByteWriter, m: SnapshotHeaderRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('SnapshotHeaderRecord', v);
  w.int16(m.version);
  w.int64(m.lastContainedLogTimestamp);
  w.uvarint(0);
}
