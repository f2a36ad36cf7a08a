// Generated from share-group-member-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupMemberMetadataValue {
  rackId: string | null;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
}

export function newShareGroupMemberMetadataValue(fields?: Partial<ShareGroupMemberMetadataValue>): ShareGroupMemberMetadataValue {
  const m: ShareGroupMemberMetadataValue = { rackId: '', clientId: '', clientHost: '', subscribedTopicNames: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupMemberMetadataValue(r: ByteReader, v: number): ShareGroupMemberMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupMemberMetadataValue', v);
  const m: ShareGroupMemberMetadataValue = {
    rackId: r.compactNullableString(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    subscribedTopicNames: compactStrings(r, r.compactArrayLength(1)),
  };
  r.skipTags();
  return m;
}

export function writeShareGroupMemberMetadataValue(w: ByteWriter, m: ShareGroupMemberMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupMemberMetadataValue', v);
  w.compactNullableString(m.rackId);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.compactArrayLength(m.subscribedTopicNames.length); for (const e of m.subscribedTopicNames) w.compactString(e);
  w.uvarint(0);
}
