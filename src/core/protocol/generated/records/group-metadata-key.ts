// Generated from group-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface GroupMetadataKey {
  group: string;
}

export function newGroupMetadataKey(fields?: Partial<GroupMetadataKey>): GroupMetadataKey {
  const m: GroupMetadataKey = { group: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readGroupMetadataKey(r: ByteReader, v: number): GroupMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('GroupMetadataKey', v);
  return { group: r.string() };
}

export function writeGroupMetadataKey(w: ByteWriter, m: GroupMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('GroupMetadataKey', v);
  w.string(m.group);
}
