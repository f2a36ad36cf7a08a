// Generated from describe-cluster.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface DescribeClusterRequest {
  includeClusterAuthorizedOperations: boolean;
  endpointType: number;
  includeFencedBrokers: boolean;
}

export function newDescribeClusterRequest(fields?: Partial<DescribeClusterRequest>): DescribeClusterRequest {
  const m: DescribeClusterRequest = { includeClusterAuthorizedOperations: false, endpointType: 1, includeFencedBrokers: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeClusterRequest(r: ByteReader, v: number): DescribeClusterRequest {
  if (v < 0 || v > 2) throw unreadableVersion('DescribeClusterRequest', v);
  const m: DescribeClusterRequest = {
    includeClusterAuthorizedOperations: r.bool(),
    endpointType: v >= 1 ? r.int8() : 1,
    includeFencedBrokers: v === 2 ? r.bool() : false,
  };
  r.skipTags();
  return m;
}

export function writeDescribeClusterRequest(w: ByteWriter, m: DescribeClusterRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('DescribeClusterRequest', v);
  w.bool(m.includeClusterAuthorizedOperations);
  if (v >= 1) w.int8(m.endpointType); else { if (m.endpointType !== 1) throw unsupportedField('DescribeClusterRequest.endpointType', v); }
  if (v === 2) w.bool(m.includeFencedBrokers); else { if (m.includeFencedBrokers !== false) throw unsupportedField('DescribeClusterRequest.includeFencedBrokers', v); }
  w.uvarint(0);
}
