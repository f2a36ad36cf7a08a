// Generated from share-group-current-member-assignment.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export function newShareGroupCurrentMemberAssignmentKey(fields?: Partial<ShareGroupCurrentMemberAssignmentKey>): ShareGroupCurrentMemberAssignmentKey {
  const m: ShareGroupCurrentMemberAssignmentKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupCurrentMemberAssignmentKey(r: ByteReader, v: number): ShareGroupCurrentMemberAssignmentKey {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupCurrentMemberAssignmentKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeShareGroupCurrentMemberAssignmentKey(w: ByteWriter, m: ShareGroupCurrentMemberAssignmentKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupCurrentMemberAssignmentKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
