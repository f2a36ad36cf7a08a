// Generated from add-raft-voter.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AddRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newAddRaftVoterResponse(fields?: Partial<AddRaftVoterResponse>): AddRaftVoterResponse {
  const m: AddRaftVoterResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAddRaftVoterResponse(r: ByteReader, v: number): AddRaftVoterResponse {
  if (v < 0 || v > 1) throw unreadableVersion('AddRaftVoterResponse', v);
  const m: AddRaftVoterResponse = { throttleTimeMs: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

export function writeAddRaftVoterResponse(w: ByteWriter, m: AddRaftVoterResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('AddRaftVoterResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}
