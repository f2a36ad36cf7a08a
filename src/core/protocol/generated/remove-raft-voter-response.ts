// Generated from remove-raft-voter.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface RemoveRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newRemoveRaftVoterResponse(fields?: Partial<RemoveRaftVoterResponse>): RemoveRaftVoterResponse {
  const m: RemoveRaftVoterResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readRemoveRaftVoterResponse(r: ByteReader, v: number): RemoveRaftVoterResponse {
  if (v < 0 || v > 0) throw unreadableVersion('RemoveRaftVoterResponse', v);
  const m: RemoveRaftVoterResponse = { throttleTimeMs: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

export function writeRemoveRaftVoterResponse(w: ByteWriter, m: RemoveRaftVoterResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('RemoveRaftVoterResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}
