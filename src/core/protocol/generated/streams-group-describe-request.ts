// Generated from streams-group-describe.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface StreamsGroupDescribeRequest {
  groupIds: string[];
  includeAuthorizedOperations: boolean;
  includeTopologyDescription: boolean;
}

export function newStreamsGroupDescribeRequest(fields?: Partial<StreamsGroupDescribeRequest>): StreamsGroupDescribeRequest {
  const m: StreamsGroupDescribeRequest = { groupIds: [], includeAuthorizedOperations: false, includeTopologyDescription: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupDescribeRequest(r: ByteReader, v: number): StreamsGroupDescribeRequest {
  if (v < 0 || v > 1) throw unreadableVersion('StreamsGroupDescribeRequest', v);
  const m: StreamsGroupDescribeRequest = {
    groupIds: compactStrings(r, r.compactArrayLength(1)),
    includeAuthorizedOperations: r.bool(),
    includeTopologyDescription: v === 1 ? r.bool() : false,
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupDescribeRequest(w: ByteWriter, m: StreamsGroupDescribeRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('StreamsGroupDescribeRequest', v);
  w.compactArrayLength(m.groupIds.length); for (const e of m.groupIds) w.compactString(e);
  w.bool(m.includeAuthorizedOperations);
  if (v === 1) w.bool(m.includeTopologyDescription); else { if (m.includeTopologyDescription !== false) throw unsupportedField('StreamsGroupDescribeRequest.includeTopologyDescription', v); }
  w.uvarint(0);
}
