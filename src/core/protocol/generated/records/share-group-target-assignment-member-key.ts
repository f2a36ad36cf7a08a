// Generated from share-group-target-assignment-member.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export function newShareGroupTargetAssignmentMemberKey(fields?: Partial<ShareGroupTargetAssignmentMemberKey>): ShareGroupTargetAssignmentMemberKey {
  const m: ShareGroupTargetAssignmentMemberKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupTargetAssignmentMemberKey(r: ByteReader, v: number): ShareGroupTargetAssignmentMemberKey {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupTargetAssignmentMemberKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeShareGroupTargetAssignmentMemberKey(w: ByteWriter, m: ShareGroupTargetAssignmentMemberKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupTargetAssignmentMemberKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
