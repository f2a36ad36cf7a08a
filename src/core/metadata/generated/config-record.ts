// Generated from cluster.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface ConfigRecord {
  resourceType: number;
  resourceName: string;
  name: string;
  value: string | null;
}

export function newConfigRecord(fields?: Partial<ConfigRecord>): ConfigRecord {
  const m: ConfigRecord = { resourceType: 0, resourceName: '', name: '', value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConfigRecord(r: ByteReader, v: number): ConfigRecord {
  if (v < 0 || v > 0) throw unreadableVersion('ConfigRecord', v);
  const m: ConfigRecord = {
    resourceType: r.int8(),
    resourceName: r.compactString(),
    name: r.compactString(),
    value: r.compactNullableString(),
  };
  r.skipTags();
  return m;
}

export function writeConfigRecord(w: ByteWriter, m: ConfigRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConfigRecord', v);
  w.int8(m.resourceType);
  w.compactString(m.resourceName);
  w.compactString(m.name);
  w.compactNullableString(m.value);
  w.uvarint(0);
}
