// Generated from broker-registration.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { uuids, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface BrokerRegistrationRequest {
  brokerId: number;
  clusterId: string;
  incarnationId: string;
  listeners: BrokerRegistrationRequestListener[];
  features: BrokerRegistrationRequestFeature[];
  rack: string | null;
  isMigratingZkBroker: boolean;
  logDirs: string[];
  previousBrokerEpoch: number;
}

export interface BrokerRegistrationRequestListener {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export interface BrokerRegistrationRequestFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export function newBrokerRegistrationRequest(fields?: Partial<BrokerRegistrationRequest>): BrokerRegistrationRequest {
  const m: BrokerRegistrationRequest = {
    brokerId: 0,
    clusterId: '',
    incarnationId: ZERO_UUID,
    listeners: [],
    features: [],
    rack: '',
    isMigratingZkBroker: false,
    logDirs: [],
    previousBrokerEpoch: -1,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newBrokerRegistrationRequestListener(fields?: Partial<BrokerRegistrationRequestListener>): BrokerRegistrationRequestListener {
  const m: BrokerRegistrationRequestListener = { name: '', host: '', port: 0, securityProtocol: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newBrokerRegistrationRequestFeature(fields?: Partial<BrokerRegistrationRequestFeature>): BrokerRegistrationRequestFeature {
  const m: BrokerRegistrationRequestFeature = { name: '', minSupportedVersion: 0, maxSupportedVersion: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readBrokerRegistrationRequest(r: ByteReader, v: number): BrokerRegistrationRequest {
  if (v < 0 || v > 4) throw unreadableVersion('BrokerRegistrationRequest', v);
  const m: BrokerRegistrationRequest = {
    brokerId: r.int32(),
    clusterId: r.compactString(),
    incarnationId: r.uuid(),
    listeners: readBrokerRegistrationRequestListenerArray(r, v, r.compactArrayLength(7)),
    features: readBrokerRegistrationRequestFeatureArray(r, v, r.compactArrayLength(6)),
    rack: r.compactNullableString(),
    isMigratingZkBroker: v >= 1 ? r.bool() : false,
    logDirs: v >= 2 ? uuids(r, r.compactArrayLength(16)) : [],
    previousBrokerEpoch: v >= 3 ? r.int64() : -1,
  };
  r.skipTags();
  return m;
}

export function writeBrokerRegistrationRequest(w: ByteWriter, m: BrokerRegistrationRequest, v: number): void {
  if (v < 0 || v > 4) throw unwritableVersion('BrokerRegistrationRequest', v);
  w.int32(m.brokerId);
  w.compactString(m.clusterId);
  w.uuid(m.incarnationId);
  w.compactArrayLength(m.listeners.length); for (const e of m.listeners) writeBrokerRegistrationRequestListener(w, e, v);
  w.compactArrayLength(m.features.length); for (const e of m.features) writeBrokerRegistrationRequestFeature(w, e, v);
  w.compactNullableString(m.rack);
  if (v >= 1) w.bool(m.isMigratingZkBroker); else { if (m.isMigratingZkBroker !== false) throw unsupportedField('BrokerRegistrationRequest.isMigratingZkBroker', v); }
  if (v >= 2) { w.compactArrayLength(m.logDirs.length); for (const e of m.logDirs) w.uuid(e); }
  if (v >= 3) w.int64(m.previousBrokerEpoch);
  w.uvarint(0);
}

function readBrokerRegistrationRequestListener(r: ByteReader, v: number): BrokerRegistrationRequestListener {
  const m: BrokerRegistrationRequestListener = {
    name: r.compactString(),
    host: r.compactString(),
    port: r.uint16(),
    securityProtocol: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeBrokerRegistrationRequestListener(w: ByteWriter, m: BrokerRegistrationRequestListener, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.int16(m.securityProtocol);
  w.uvarint(0);
}

function readBrokerRegistrationRequestFeature(r: ByteReader, v: number): BrokerRegistrationRequestFeature {
  const m: BrokerRegistrationRequestFeature = { name: r.compactString(), minSupportedVersion: r.int16(), maxSupportedVersion: r.int16() };
  r.skipTags();
  return m;
}

function writeBrokerRegistrationRequestFeature(w: ByteWriter, m: BrokerRegistrationRequestFeature, v: number): void {
  w.compactString(m.name);
  w.int16(m.minSupportedVersion);
  w.int16(m.maxSupportedVersion);
  w.uvarint(0);
}

function readBrokerRegistrationRequestListenerArray(r: ByteReader, v: number, n: number): BrokerRegistrationRequestListener[] {
  const a: BrokerRegistrationRequestListener[] = [];
  for (let i = 0; i < n; i++) a.push(readBrokerRegistrationRequestListener(r, v));
  return a;
}

function readBrokerRegistrationRequestFeatureArray(r: ByteReader, v: number, n: number): BrokerRegistrationRequestFeature[] {
  const a: BrokerRegistrationRequestFeature[] = [];
  for (let i = 0; i < n; i++) a.push(readBrokerRegistrationRequestFeature(r, v));
  return a;
}
