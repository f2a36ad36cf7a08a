// Generated from consumer-group-current-member-assignment.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export function newConsumerGroupCurrentMemberAssignmentKey(fields?: Partial<ConsumerGroupCurrentMemberAssignmentKey>): ConsumerGroupCurrentMemberAssignmentKey {
  const m: ConsumerGroupCurrentMemberAssignmentKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupCurrentMemberAssignmentKey(r: ByteReader, v: number): ConsumerGroupCurrentMemberAssignmentKey {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupCurrentMemberAssignmentKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeConsumerGroupCurrentMemberAssignmentKey(w: ByteWriter, m: ConsumerGroupCurrentMemberAssignmentKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupCurrentMemberAssignmentKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
