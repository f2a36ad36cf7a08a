// Generated from cluster.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface FeatureLevelRecord {
  name: string;
  featureLevel: number;
}

export function newFeatureLevelRecord(fields?: Partial<FeatureLevelRecord>): FeatureLevelRecord {
  const m: FeatureLevelRecord = { name: '', featureLevel: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readFeatureLevelRecord(r: ByteReader, v: number): FeatureLevelRecord {
  if (v < 0 || v > 0) throw unreadableVersion('FeatureLevelRecord', v);
  const m: FeatureLevelRecord = { name: r.compactString(), featureLevel: r.int16() };
  r.skipTags();
  return m;
}

export function writeFeatureLevelRecord(w: ByteWriter, m: FeatureLevelRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('FeatureLevelRecord', v);
  w.compactString(m.name);
  w.int16(m.featureLevel);
  w.uvarint(0);
}
