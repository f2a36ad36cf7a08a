// Generated from streams-group-target-assignment-member.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export function newStreamsGroupTargetAssignmentMemberKey(fields?: Partial<StreamsGroupTargetAssignmentMemberKey>): StreamsGroupTargetAssignmentMemberKey {
  const m: StreamsGroupTargetAssignmentMemberKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupTargetAssignmentMemberKey(r: ByteReader, v: number): StreamsGroupTargetAssignmentMemberKey {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupTargetAssignmentMemberKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeStreamsGroupTargetAssignmentMemberKey(w: ByteWriter, m: StreamsGroupTargetAssignmentMemberKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupTargetAssignmentMemberKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
