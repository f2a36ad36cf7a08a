// Generated from share-group-member-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export function newShareGroupMemberMetadataKey(fields?: Partial<ShareGroupMemberMetadataKey>): ShareGroupMemberMetadataKey {
  const m: ShareGroupMemberMetadataKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupMemberMetadataKey(r: ByteReader, v: number): ShareGroupMemberMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupMemberMetadataKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeShareGroupMemberMetadataKey(w: ByteWriter, m: ShareGroupMemberMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupMemberMetadataKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
