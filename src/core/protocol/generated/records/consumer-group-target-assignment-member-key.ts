// Generated from consumer-group-target-assignment-member.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export function newConsumerGroupTargetAssignmentMemberKey(fields?: Partial<ConsumerGroupTargetAssignmentMemberKey>): ConsumerGroupTargetAssignmentMemberKey {
  const m: ConsumerGroupTargetAssignmentMemberKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupTargetAssignmentMemberKey(r: ByteReader, v: number): ConsumerGroupTargetAssignmentMemberKey {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupTargetAssignmentMemberKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeConsumerGroupTargetAssignmentMemberKey(w: ByteWriter, m: ConsumerGroupTargetAssignmentMemberKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupTargetAssignmentMemberKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
