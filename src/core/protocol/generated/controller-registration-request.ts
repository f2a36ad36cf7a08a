// Generated from controller-registration.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ControllerRegistrationRequest {
  controllerId: number;
  incarnationId: string;
  zkMigrationReady: boolean;
  listeners: ControllerRegistrationRequestListener[];
  features: ControllerRegistrationRequestFeature[];
}

export interface ControllerRegistrationRequestListener {
  name: string;
  host: string;
  port: number;
  securityProtocol: number;
}

export interface ControllerRegistrationRequestFeature {
  name: string;
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export function newControllerRegistrationRequest(fields?: Partial<ControllerRegistrationRequest>): ControllerRegistrationRequest {
  const m: ControllerRegistrationRequest = {
    controllerId: 0,
    incarnationId: ZERO_UUID,
    zkMigrationReady: false,
    listeners: [],
    features: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newControllerRegistrationRequestListener(fields?: Partial<ControllerRegistrationRequestListener>): ControllerRegistrationRequestListener {
  const m: ControllerRegistrationRequestListener = { name: '', host: '', port: 0, securityProtocol: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newControllerRegistrationRequestFeature(fields?: Partial<ControllerRegistrationRequestFeature>): ControllerRegistrationRequestFeature {
  const m: ControllerRegistrationRequestFeature = { name: '', minSupportedVersion: 0, maxSupportedVersion: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readControllerRegistrationRequest(r: ByteReader, v: number): ControllerRegistrationRequest {
  if (v < 0 || v > 0) throw unreadableVersion('ControllerRegistrationRequest', v);
  const m: ControllerRegistrationRequest = {
    controllerId: r.int32(),
    incarnationId: r.uuid(),
    zkMigrationReady: r.bool(),
    listeners: readControllerRegistrationRequestListenerArray(r, v, r.compactArrayLength(7)),
    features: readControllerRegistrationRequestFeatureArray(r, v, r.compactArrayLength(6)),
  };
  r.skipTags();
  return m;
}

export function writeControllerRegistrationRequest(w: ByteWriter, m: ControllerRegistrationRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ControllerRegistrationRequest', v);
  w.int32(m.controllerId);
  w.uuid(m.incarnationId);
  w.bool(m.zkMigrationReady);
  w.compactArrayLength(m.listeners.length); for (const e of m.listeners) writeControllerRegistrationRequestListener(w, e, v);
  w.compactArrayLength(m.features.length); for (const e of m.features) writeControllerRegistrationRequestFeature(w, e, v);
  w.uvarint(0);
}

function readControllerRegistrationRequestListener(r: ByteReader, v: number): ControllerRegistrationRequestListener {
  const m: ControllerRegistrationRequestListener = {
    name: r.compactString(),
    host: r.compactString(),
    port: r.uint16(),
    securityProtocol: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeControllerRegistrationRequestListener(w: ByteWriter, m: ControllerRegistrationRequestListener, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.int16(m.securityProtocol);
  w.uvarint(0);
}

function readControllerRegistrationRequestFeature(r: ByteReader, v: number): ControllerRegistrationRequestFeature {
  const m: ControllerRegistrationRequestFeature = { name: r.compactString(), minSupportedVersion: r.int16(), maxSupportedVersion: r.int16() };
  r.skipTags();
  return m;
}

function writeControllerRegistrationRequestFeature(w: ByteWriter, m: ControllerRegistrationRequestFeature, v: number): void {
  w.compactString(m.name);
  w.int16(m.minSupportedVersion);
  w.int16(m.maxSupportedVersion);
  w.uvarint(0);
}

function readControllerRegistrationRequestListenerArray(r: ByteReader, v: number, n: number): ControllerRegistrationRequestListener[] {
  const a: ControllerRegistrationRequestListener[] = [];
  for (let i = 0; i < n; i++) a.push(readControllerRegistrationRequestListener(r, v));
  return a;
}

function readControllerRegistrationRequestFeatureArray(r: ByteReader, v: number, n: number): ControllerRegistrationRequestFeature[] {
  const a: ControllerRegistrationRequestFeature[] = [];
  for (let i = 0; i < n; i++) a.push(readControllerRegistrationRequestFeature(r, v));
  return a;
}
