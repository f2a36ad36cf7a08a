// Generated from api-versions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ApiVersionsResponse {
  errorCode: number;
  apiKeys: ApiVersionsResponseApiVersion[];
  throttleTimeMs: number;
  supportedFeatures: ApiVersionsResponseSupportedFeatureKey[];
  finalizedFeaturesEpoch: number;
  finalizedFeatures: ApiVersionsResponseFinalizedFeatureKey[];
  zkMigrationReady: boolean;
}

export interface ApiVersionsResponseApiVersion {
  apiKey: number;
  minVersion: number;
  maxVersion: number;
}

export interface ApiVersionsResponseSupportedFeatureKey {
  name: string;
  minVersion: number;
  maxVersion: number;
}

export interface ApiVersionsResponseFinalizedFeatureKey {
  name: string;
  maxVersionLevel: number;
  minVersionLevel: number;
}

export function newApiVersionsResponse(fields?: Partial<ApiVersionsResponse>): ApiVersionsResponse {
  const m: ApiVersionsResponse = {
    errorCode: 0,
    apiKeys: [],
    throttleTimeMs: 0,
    supportedFeatures: [],
    finalizedFeaturesEpoch: -1,
    finalizedFeatures: [],
    zkMigrationReady: false,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newApiVersionsResponseApiVersion(fields?: Partial<ApiVersionsResponseApiVersion>): ApiVersionsResponseApiVersion {
  const m: ApiVersionsResponseApiVersion = { apiKey: 0, minVersion: 0, maxVersion: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newApiVersionsResponseSupportedFeatureKey(fields?: Partial<ApiVersionsResponseSupportedFeatureKey>): ApiVersionsResponseSupportedFeatureKey {
  const m: ApiVersionsResponseSupportedFeatureKey = { name: '', minVersion: 0, maxVersion: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newApiVersionsResponseFinalizedFeatureKey(fields?: Partial<ApiVersionsResponseFinalizedFeatureKey>): ApiVersionsResponseFinalizedFeatureKey {
  const m: ApiVersionsResponseFinalizedFeatureKey = { name: '', maxVersionLevel: 0, minVersionLevel: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readApiVersionsResponse(r: ByteReader, v: number): ApiVersionsResponse {
  if (v < 0 || v > 5) throw unreadableVersion('ApiVersionsResponse', v);
  const f = v >= 3;
  const m: ApiVersionsResponse = {
    errorCode: r.int16(),
    apiKeys: readApiVersionsResponseApiVersionArray(r, v, f ? r.compactArrayLength(7) : r.arrayLength(6)),
    throttleTimeMs: v >= 1 ? r.int32() : 0,
    supportedFeatures: [],
    finalizedFeaturesEpoch: -1,
    finalizedFeatures: [],
    zkMigrationReady: false,
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.supportedFeatures = readApiVersionsResponseSupportedFeatureKeyArray(r, v, r.compactArrayLength(6)); r.endTag(at, size); break;
      case 1: m.finalizedFeaturesEpoch = r.int64(); r.endTag(at, size); break;
      case 2: m.finalizedFeatures = readApiVersionsResponseFinalizedFeatureKeyArray(r, v, r.compactArrayLength(6)); r.endTag(at, size); break;
      case 3: m.zkMigrationReady = r.bool(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeApiVersionsResponse(w: ByteWriter, m: ApiVersionsResponse, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('ApiVersionsResponse', v);
  const f = v >= 3;
  w.int16(m.errorCode);
  if (f) w.compactArrayLength(m.apiKeys.length); else w.arrayLength(m.apiKeys.length); for (const e of m.apiKeys) writeApiVersionsResponseApiVersion(w, e, v);
  if (v >= 1) w.int32(m.throttleTimeMs);
  if (f) {
  const hasSupportedFeatures = m.supportedFeatures.length !== 0, hasFinalizedFeaturesEpoch = m.finalizedFeaturesEpoch !== -1, hasFinalizedFeatures = m.finalizedFeatures.length !== 0, hasZkMigrationReady = m.zkMigrationReady !== false;
  w.uvarint((hasSupportedFeatures ? 1 : 0) + (hasFinalizedFeaturesEpoch ? 1 : 0) + (hasFinalizedFeatures ? 1 : 0) + (hasZkMigrationReady ? 1 : 0));
  if (hasSupportedFeatures) { const t = new ByteWriter(64); t.compactArrayLength(m.supportedFeatures.length); for (const e of m.supportedFeatures) writeApiVersionsResponseSupportedFeatureKey(t, e, v); w.taggedField(0, t); }
  if (hasFinalizedFeaturesEpoch) { w.uvarint(1); w.uvarint(8); w.int64(m.finalizedFeaturesEpoch); }
  if (hasFinalizedFeatures) { const t = new ByteWriter(64); t.compactArrayLength(m.finalizedFeatures.length); for (const e of m.finalizedFeatures) writeApiVersionsResponseFinalizedFeatureKey(t, e, v); w.taggedField(2, t); }
  if (hasZkMigrationReady) { w.uvarint(3); w.uvarint(1); w.bool(m.zkMigrationReady); }
  }
}

function readApiVersionsResponseApiVersion(r: ByteReader, v: number): ApiVersionsResponseApiVersion {
  const f = v >= 3;
  const m: ApiVersionsResponseApiVersion = { apiKey: r.int16(), minVersion: r.int16(), maxVersion: r.int16() };
  if (f) r.skipTags();
  return m;
}

function writeApiVersionsResponseApiVersion(w: ByteWriter, m: ApiVersionsResponseApiVersion, v: number): void {
  const f = v >= 3;
  w.int16(m.apiKey);
  w.int16(m.minVersion);
  w.int16(m.maxVersion);
  if (f) w.uvarint(0);
}

function readApiVersionsResponseSupportedFeatureKey(r: ByteReader, v: number): ApiVersionsResponseSupportedFeatureKey {
  const m: ApiVersionsResponseSupportedFeatureKey = { name: r.compactString(), minVersion: r.int16(), maxVersion: r.int16() };
  r.skipTags();
  return m;
}

function writeApiVersionsResponseSupportedFeatureKey(w: ByteWriter, m: ApiVersionsResponseSupportedFeatureKey, v: number): void {
  w.compactString(m.name);
  w.int16(m.minVersion);
  w.int16(m.maxVersion);
  w.uvarint(0);
}

function readApiVersionsResponseFinalizedFeatureKey(r: ByteReader, v: number): ApiVersionsResponseFinalizedFeatureKey {
  const m: ApiVersionsResponseFinalizedFeatureKey = { name: r.compactString(), maxVersionLevel: r.int16(), minVersionLevel: r.int16() };
  r.skipTags();
  return m;
}

function writeApiVersionsResponseFinalizedFeatureKey(w: ByteWriter, m: ApiVersionsResponseFinalizedFeatureKey, v: number): void {
  w.compactString(m.name);
  w.int16(m.maxVersionLevel);
  w.int16(m.minVersionLevel);
  w.uvarint(0);
}

function readApiVersionsResponseApiVersionArray(r: ByteReader, v: number, n: number): ApiVersionsResponseApiVersion[] {
  const a: ApiVersionsResponseApiVersion[] = [];
  for (let i = 0; i < n; i++) a.push(readApiVersionsResponseApiVersion(r, v));
  return a;
}

function readApiVersionsResponseSupportedFeatureKeyArray(r: ByteReader, v: number, n: number): ApiVersionsResponseSupportedFeatureKey[] {
  const a: ApiVersionsResponseSupportedFeatureKey[] = [];
  for (let i = 0; i < n; i++) a.push(readApiVersionsResponseSupportedFeatureKey(r, v));
  return a;
}

function readApiVersionsResponseFinalizedFeatureKeyArray(r: ByteReader, v: number, n: number): ApiVersionsResponseFinalizedFeatureKey[] {
  const a: ApiVersionsResponseFinalizedFeatureKey[] = [];
  for (let i = 0; i < n; i++) a.push(readApiVersionsResponseFinalizedFeatureKey(r, v));
  return a;
}
