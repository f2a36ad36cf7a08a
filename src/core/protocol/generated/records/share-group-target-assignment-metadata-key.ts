// Generated from share-group-target-assignment-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export function newShareGroupTargetAssignmentMetadataKey(fields?: Partial<ShareGroupTargetAssignmentMetadataKey>): ShareGroupTargetAssignmentMetadataKey {
  const m: ShareGroupTargetAssignmentMetadataKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupTargetAssignmentMetadataKey(r: ByteReader, v: number): ShareGroupTargetAssignmentMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupTargetAssignmentMetadataKey', v);
  return { groupId: r.string() };
}

export function writeShareGroupTargetAssignmentMetadataKey(w: ByteWriter, m: ShareGroupTargetAssignmentMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupTargetAssignmentMetadataKey', v);
  w.string(m.groupId);
}
