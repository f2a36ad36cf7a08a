// Generated from share-group-heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStringsOrNull, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ShareGroupHeartbeatRequest {
  groupId: string;
  memberId: string;
  memberEpoch: number;
  rackId: string | null;
  subscribedTopicNames: string[] | null;
}

export function newShareGroupHeartbeatRequest(fields?: Partial<ShareGroupHeartbeatRequest>): ShareGroupHeartbeatRequest {
  const m: ShareGroupHeartbeatRequest = { groupId: '', memberId: '', memberEpoch: 0, rackId: null, subscribedTopicNames: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupHeartbeatRequest(r: ByteReader, v: number): ShareGroupHeartbeatRequest {
  if (v < 1 || v > 1) throw unreadableVersion('ShareGroupHeartbeatRequest', v);
  const m: ShareGroupHeartbeatRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    memberEpoch: r.int32(),
    rackId: r.compactNullableString(),
    subscribedTopicNames: compactStringsOrNull(r, r.compactNullableArrayLength(1)),
  };
  r.skipTags();
  return m;
}

export function writeShareGroupHeartbeatRequest(w: ByteWriter, m: ShareGroupHeartbeatRequest, v: number): void {
  if (v < 1 || v > 1) throw unwritableVersion('ShareGroupHeartbeatRequest', v);
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.memberEpoch);
  w.compactNullableString(m.rackId);
  if (m.subscribedTopicNames === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.subscribedTopicNames.length); for (const e of m.subscribedTopicNames) w.compactString(e); }
  w.uvarint(0);
}
