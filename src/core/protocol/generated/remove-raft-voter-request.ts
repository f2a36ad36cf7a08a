// Generated from remove-raft-voter.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface RemoveRaftVoterRequest {
  clusterId: string | null;
  voterId: number;
  voterDirectoryId: string;
}

export function newRemoveRaftVoterRequest(fields?: Partial<RemoveRaftVoterRequest>): RemoveRaftVoterRequest {
  const m: RemoveRaftVoterRequest = { clusterId: '', voterId: 0, voterDirectoryId: ZERO_UUID };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readRemoveRaftVoterRequest(r: ByteReader, v: number): RemoveRaftVoterRequest {
  if (v < 0 || v > 0) throw unreadableVersion('RemoveRaftVoterRequest', v);
  const m: RemoveRaftVoterRequest = { clusterId: r.compactNullableString(), voterId: r.int32(), voterDirectoryId: r.uuid() };
  r.skipTags();
  return m;
}

export function writeRemoveRaftVoterRequest(w: ByteWriter, m: RemoveRaftVoterRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('RemoveRaftVoterRequest', v);
  w.compactNullableString(m.clusterId);
  w.int32(m.voterId);
  w.uuid(m.voterDirectoryId);
  w.uvarint(0);
}
