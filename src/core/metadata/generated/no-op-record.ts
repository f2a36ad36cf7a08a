// Generated from cluster.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface NoOpRecord {

}

export function newNoOpRecord(fields?: Partial<NoOpRecord>): NoOpRecord {
  const m: NoOpRecord = {  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readNoOpRecord(r: ByteReader, v: number): NoOpRecord {
  if (v < 0 || v > 0) throw unreadableVersion('NoOpRecord', v);
  const m: NoOpRecord = {  };
  r.skipTags();
  return m;
}

export function writeNoOpRecord(w: ByteWriter, m: NoOpRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('NoOpRecord', v);
  w.uvarint(0);
}
