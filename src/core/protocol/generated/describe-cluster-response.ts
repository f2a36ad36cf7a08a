// Generated from describe-cluster.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface DescribeClusterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  endpointType: number;
  clusterId: string;
  controllerId: number;
  brokers: DescribeClusterResponseDescribeClusterBroker[];
  clusterAuthorizedOperations: number;
}

export interface DescribeClusterResponseDescribeClusterBroker {
  brokerId: number;
  host: string;
  port: number;
  rack: string | null;
  isFenced: boolean;
}

export function newDescribeClusterResponse(fields?: Partial<DescribeClusterResponse>): DescribeClusterResponse {
  const m: DescribeClusterResponse = {
    throttleTimeMs: 0,
    errorCode: 0,
    errorMessage: null,
    endpointType: 1,
    clusterId: '',
    controllerId: -1,
    brokers: [],
    clusterAuthorizedOperations: -2147483648,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeClusterResponseDescribeClusterBroker(fields?: Partial<DescribeClusterResponseDescribeClusterBroker>): DescribeClusterResponseDescribeClusterBroker {
  const m: DescribeClusterResponseDescribeClusterBroker = { brokerId: 0, host: '', port: 0, rack: null, isFenced: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeClusterResponse(r: ByteReader, v: number): DescribeClusterResponse {
  if (v < 0 || v > 2) throw unreadableVersion('DescribeClusterResponse', v);
  const m: DescribeClusterResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    endpointType: v >= 1 ? r.int8() : 1,
    clusterId: r.compactString(),
    controllerId: r.int32(),
    brokers: readDescribeClusterResponseDescribeClusterBrokerArray(r, v, r.compactArrayLength(11)),
    clusterAuthorizedOperations: r.int32(),
  };
  r.skipTags();
  return m;
}

export function writeDescribeClusterResponse(w: ByteWriter, m: DescribeClusterResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('DescribeClusterResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  if (v >= 1) w.int8(m.endpointType); else { if (m.endpointType !== 1) throw unsupportedField('DescribeClusterResponse.endpointType', v); }
  w.compactString(m.clusterId);
  w.int32(m.controllerId);
  w.compactArrayLength(m.brokers.length); for (const e of m.brokers) writeDescribeClusterResponseDescribeClusterBroker(w, e, v);
  w.int32(m.clusterAuthorizedOperations);
  w.uvarint(0);
}

function readDescribeClusterResponseDescribeClusterBroker(r: ByteReader, v: number): DescribeClusterResponseDescribeClusterBroker {
  const m: DescribeClusterResponseDescribeClusterBroker = {
    brokerId: r.int32(),
    host: r.compactString(),
    port: r.int32(),
    rack: r.compactNullableString(),
    isFenced: v === 2 ? r.bool() : false,
  };
  r.skipTags();
  return m;
}

function writeDescribeClusterResponseDescribeClusterBroker(w: ByteWriter, m: DescribeClusterResponseDescribeClusterBroker, v: number): void {
  w.int32(m.brokerId);
  w.compactString(m.host);
  w.int32(m.port);
  w.compactNullableString(m.rack);
  if (v === 2) w.bool(m.isFenced); else { if (m.isFenced !== false) throw unsupportedField('DescribeClusterResponseDescribeClusterBroker.isFenced', v); }
  w.uvarint(0);
}

function readDescribeClusterResponseDescribeClusterBrokerArray(r: ByteReader, v: number, n: number): DescribeClusterResponseDescribeClusterBroker[] {
  const a: DescribeClusterResponseDescribeClusterBroker[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeClusterResponseDescribeClusterBroker(r, v));
  return a;
}
