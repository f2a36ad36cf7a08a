// Generated from share-group-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupMetadataKey {
  groupId: string;
}

export function newShareGroupMetadataKey(fields?: Partial<ShareGroupMetadataKey>): ShareGroupMetadataKey {
  const m: ShareGroupMetadataKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupMetadataKey(r: ByteReader, v: number): ShareGroupMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupMetadataKey', v);
  return { groupId: r.string() };
}

export function writeShareGroupMetadataKey(w: ByteWriter, m: ShareGroupMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupMetadataKey', v);
  w.string(m.groupId);
}
