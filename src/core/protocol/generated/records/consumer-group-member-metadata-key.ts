// Generated from consumer-group-member-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export function newConsumerGroupMemberMetadataKey(fields?: Partial<ConsumerGroupMemberMetadataKey>): ConsumerGroupMemberMetadataKey {
  const m: ConsumerGroupMemberMetadataKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupMemberMetadataKey(r: ByteReader, v: number): ConsumerGroupMemberMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupMemberMetadataKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeConsumerGroupMemberMetadataKey(w: ByteWriter, m: ConsumerGroupMemberMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupMemberMetadataKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
