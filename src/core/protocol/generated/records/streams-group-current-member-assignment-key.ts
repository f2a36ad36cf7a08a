// Generated from streams-group-current-member-assignment.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export function newStreamsGroupCurrentMemberAssignmentKey(fields?: Partial<StreamsGroupCurrentMemberAssignmentKey>): StreamsGroupCurrentMemberAssignmentKey {
  const m: StreamsGroupCurrentMemberAssignmentKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupCurrentMemberAssignmentKey(r: ByteReader, v: number): StreamsGroupCurrentMemberAssignmentKey {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupCurrentMemberAssignmentKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeStreamsGroupCurrentMemberAssignmentKey(w: ByteWriter, m: StreamsGroupCurrentMemberAssignmentKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupCurrentMemberAssignmentKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
