// Generated from share-group-state-partition-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupStatePartitionMetadataKey {
  groupId: string;
}

export function newShareGroupStatePartitionMetadataKey(fields?: Partial<ShareGroupStatePartitionMetadataKey>): ShareGroupStatePartitionMetadataKey {
  const m: ShareGroupStatePartitionMetadataKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupStatePartitionMetadataKey(r: ByteReader, v: number): ShareGroupStatePartitionMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupStatePartitionMetadataKey', v);
  return { groupId: r.string() };
}

export function writeShareGroupStatePartitionMetadataKey(w: ByteWriter, m: ShareGroupStatePartitionMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupStatePartitionMetadataKey', v);
  w.string(m.groupId);
}
