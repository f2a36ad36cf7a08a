// Generated from brokers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { uuids, unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface RegisterBrokerRecord {
  brokerId: number;
  brokerEpoch: number;
  incarnationId: string;
  endPoints: RegisterBrokerRecordBrokerEndpoint[];
  features: RegisterBrokerRecordBrokerFeature[];
  rack: string | null;
  fenced: boolean;
  inControlledShutdown: boolean;
  logDirs: string[];
}

export interface RegisterBrokerRecordBrokerEndpoint {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export interface RegisterBrokerRecordBrokerFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export function newRegisterBrokerRecord(fields?: Partial<RegisterBrokerRecord>): RegisterBrokerRecord {
  const m: RegisterBrokerRecord = {
    brokerId: 0,
    brokerEpoch: 0,
    incarnationId: ZERO_UUID,
    endPoints: [],
    features: [],
    rack: '',
    fenced: true,
    inControlledShutdown: false,
    logDirs: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newRegisterBrokerRecordBrokerEndpoint(fields?: Partial<RegisterBrokerRecordBrokerEndpoint>): RegisterBrokerRecordBrokerEndpoint {
  const m: RegisterBrokerRecordBrokerEndpoint = { name: '', host: '', port: 0, securityProtocol: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newRegisterBrokerRecordBrokerFeature(fields?: Partial<RegisterBrokerRecordBrokerFeature>): RegisterBrokerRecordBrokerFeature {
  const m: RegisterBrokerRecordBrokerFeature = { name: '', minSupportedVersion: 0, maxSupportedVersion: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readRegisterBrokerRecord(r: ByteReader, v: number): RegisterBrokerRecord {
  if (v < 0 || v > 0) throw unreadableVersion('RegisterBrokerRecord', v);
  const m: RegisterBrokerRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    incarnationId: r.uuid(),
    endPoints: readRegisterBrokerRecordBrokerEndpointArray(r, v, r.compactArrayLength(7)),
    features: readRegisterBrokerRecordBrokerFeatureArray(r, v, r.compactArrayLength(6)),
    rack: r.compactNullableString(),
    fenced: r.bool(),
    inControlledShutdown: r.bool(),
    logDirs: uuids(r, r.compactArrayLength(16)),
  };
  r.skipTags();
  return m;
}

export function writeRegisterBrokerRecord(w: ByteWriter, m: RegisterBrokerRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('RegisterBrokerRecord', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.uuid(m.incarnationId);
  w.compactArrayLength(m.endPoints.length); for (const e of m.endPoints) writeRegisterBrokerRecordBrokerEndpoint(w, e, v);
  w.compactArrayLength(m.features.length); for (const e of m.features) writeRegisterBrokerRecordBrokerFeature(w, e, v);
  w.compactNullableString(m.rack);
  w.bool(m.fenced);
  w.bool(m.inControlledShutdown);
  w.compactArrayLength(m.logDirs.length); for (const e of m.logDirs) w.uuid(e);
  w.uvarint(0);
}

function readRegisterBrokerRecordBrokerEndpoint(r: ByteReader, v: number): RegisterBrokerRecordBrokerEndpoint {
  const m: RegisterBrokerRecordBrokerEndpoint = {
    name: r.compactString(),
    host: r.compactString(),
    port: r.uint16(),
    securityProtocol: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeRegisterBrokerRecordBrokerEndpoint(w: ByteWriter, m: RegisterBrokerRecordBrokerEndpoint, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.int16(m.securityProtocol);
  w.uvarint(0);
}

function readRegisterBrokerRecordBrokerFeature(r: ByteReader, v: number): RegisterBrokerRecordBrokerFeature {
  const m: RegisterBrokerRecordBrokerFeature = { name: r.compactString(), minSupportedVersion: r.int16(), maxSupportedVersion: r.int16() };
  r.skipTags();
  return m;
}

function writeRegisterBrokerRecordBrokerFeature(w: ByteWriter, m: RegisterBrokerRecordBrokerFeature, v: number): void {
  w.compactString(m.name);
  w.int16(m.minSupportedVersion);
  w.int16(m.maxSupportedVersion);
  w.uvarint(0);
}

function readRegisterBrokerRecordBrokerEndpointArray(r: ByteReader, v: number, n: number): RegisterBrokerRecordBrokerEndpoint[] {
  const a: RegisterBrokerRecordBrokerEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readRegisterBrokerRecordBrokerEndpoint(r, v));
  return a;
}

function readRegisterBrokerRecordBrokerFeatureArray(r: ByteReader, v: number, n: number): RegisterBrokerRecordBrokerFeature[] {
  const a: RegisterBrokerRecordBrokerFeature[] = [];
  for (let i = 0; i < n; i++) a.push(readRegisterBrokerRecordBrokerFeature(r, v));
  return a;
}
