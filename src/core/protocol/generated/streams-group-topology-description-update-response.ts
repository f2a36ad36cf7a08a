// Generated from streams-group-topology-description-update.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface StreamsGroupTopologyDescriptionUpdateResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newStreamsGroupTopologyDescriptionUpdateResponse(fields?: Partial<StreamsGroupTopologyDescriptionUpdateResponse>): StreamsGroupTopologyDescriptionUpdateResponse {
  const m: StreamsGroupTopologyDescriptionUpdateResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupTopologyDescriptionUpdateResponse(r: ByteReader, v: number): StreamsGroupTopologyDescriptionUpdateResponse {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupTopologyDescriptionUpdateResponse', v);
  const m: StreamsGroupTopologyDescriptionUpdateResponse = { throttleTimeMs: r.int32(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

export function writeStreamsGroupTopologyDescriptionUpdateResponse(w: ByteWriter, m: StreamsGroupTopologyDescriptionUpdateResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupTopologyDescriptionUpdateResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}
