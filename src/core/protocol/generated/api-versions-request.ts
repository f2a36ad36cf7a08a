// Generated from api-versions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ApiVersionsRequest {
  clientSoftwareName: string;
  clientSoftwareVersion: string;
  clusterId: string | null;
  nodeId: number;
}

export function newApiVersionsRequest(fields?: Partial<ApiVersionsRequest>): ApiVersionsRequest {
  const m: ApiVersionsRequest = { clientSoftwareName: '', clientSoftwareVersion: '', clusterId: null, nodeId: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readApiVersionsRequest(r: ByteReader, v: number): ApiVersionsRequest {
  if (v < 0 || v > 5) throw unreadableVersion('ApiVersionsRequest', v);
  const f = v >= 3;
  const m: ApiVersionsRequest = {
    clientSoftwareName: v >= 3 ? r.compactString() : '',
    clientSoftwareVersion: v >= 3 ? r.compactString() : '',
    clusterId: v === 5 ? r.compactNullableString() : null,
    nodeId: v === 5 ? r.int32() : -1,
  };
  if (f) r.skipTags();
  return m;
}

export function writeApiVersionsRequest(w: ByteWriter, m: ApiVersionsRequest, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('ApiVersionsRequest', v);
  const f = v >= 3;
  if (v >= 3) w.compactString(m.clientSoftwareName);
  if (v >= 3) w.compactString(m.clientSoftwareVersion);
  if (v === 5) w.compactNullableString(m.clusterId);
  if (v === 5) w.int32(m.nodeId);
  if (f) w.uvarint(0);
}
