// Generated from streams-group-member-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export function newStreamsGroupMemberMetadataKey(fields?: Partial<StreamsGroupMemberMetadataKey>): StreamsGroupMemberMetadataKey {
  const m: StreamsGroupMemberMetadataKey = { groupId: '', memberId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupMemberMetadataKey(r: ByteReader, v: number): StreamsGroupMemberMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupMemberMetadataKey', v);
  return { groupId: r.string(), memberId: r.string() };
}

export function writeStreamsGroupMemberMetadataKey(w: ByteWriter, m: StreamsGroupMemberMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupMemberMetadataKey', v);
  w.string(m.groupId);
  w.string(m.memberId);
}
