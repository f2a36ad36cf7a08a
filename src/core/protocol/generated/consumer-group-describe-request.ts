// Generated from consumer-group-describe.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ConsumerGroupDescribeRequest {
  groupIds: string[];
  includeAuthorizedOperations: boolean;
}

export function newConsumerGroupDescribeRequest(fields?: Partial<ConsumerGroupDescribeRequest>): ConsumerGroupDescribeRequest {
  const m: ConsumerGroupDescribeRequest = { groupIds: [], includeAuthorizedOperations: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupDescribeRequest(r: ByteReader, v: number): ConsumerGroupDescribeRequest {
  if (v < 0 || v > 1) throw unreadableVersion('ConsumerGroupDescribeRequest', v);
  const m: ConsumerGroupDescribeRequest = {
    groupIds: compactStrings(r, r.compactArrayLength(1)),
    includeAuthorizedOperations: r.bool(),
  };
  r.skipTags();
  return m;
}

export function writeConsumerGroupDescribeRequest(w: ByteWriter, m: ConsumerGroupDescribeRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ConsumerGroupDescribeRequest', v);
  w.compactArrayLength(m.groupIds.length); for (const e of m.groupIds) w.compactString(e);
  w.bool(m.includeAuthorizedOperations);
  w.uvarint(0);
}
