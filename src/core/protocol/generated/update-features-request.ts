// Generated from update-features.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface UpdateFeaturesRequest {
  timeoutMs: number;
  featureUpdates: UpdateFeaturesRequestFeatureUpdateKey[];
  validateOnly: boolean;
}

export interface UpdateFeaturesRequestFeatureUpdateKey {
  feature: string;
  maxVersionLevel: number;
  allowDowngrade: boolean;
  upgradeType: number;
}

export function newUpdateFeaturesRequest(fields?: Partial<UpdateFeaturesRequest>): UpdateFeaturesRequest {
  const m: UpdateFeaturesRequest = { timeoutMs: 60000, featureUpdates: [], validateOnly: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newUpdateFeaturesRequestFeatureUpdateKey(fields?: Partial<UpdateFeaturesRequestFeatureUpdateKey>): UpdateFeaturesRequestFeatureUpdateKey {
  const m: UpdateFeaturesRequestFeatureUpdateKey = { feature: '', maxVersionLevel: 0, allowDowngrade: false, upgradeType: 1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUpdateFeaturesRequest(r: ByteReader, v: number): UpdateFeaturesRequest {
  if (v < 0 || v > 2) throw unreadableVersion('UpdateFeaturesRequest', v);
  const m: UpdateFeaturesRequest = {
    timeoutMs: r.int32(),
    featureUpdates: readUpdateFeaturesRequestFeatureUpdateKeyArray(r, v, r.compactArrayLength(5)),
    validateOnly: v >= 1 ? r.bool() : false,
  };
  r.skipTags();
  return m;
}

export function writeUpdateFeaturesRequest(w: ByteWriter, m: UpdateFeaturesRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('UpdateFeaturesRequest', v);
  w.int32(m.timeoutMs);
  w.compactArrayLength(m.featureUpdates.length); for (const e of m.featureUpdates) writeUpdateFeaturesRequestFeatureUpdateKey(w, e, v);
  if (v >= 1) w.bool(m.validateOnly); else { if (m.validateOnly !== false) throw unsupportedField('UpdateFeaturesRequest.validateOnly', v); }
  w.uvarint(0);
}

function readUpdateFeaturesRequestFeatureUpdateKey(r: ByteReader, v: number): UpdateFeaturesRequestFeatureUpdateKey {
  const m: UpdateFeaturesRequestFeatureUpdateKey = {
    feature: r.compactString(),
    maxVersionLevel: r.int16(),
    allowDowngrade: v === 0 ? r.bool() : false,
    upgradeType: v >= 1 ? r.int8() : 1,
  };
  r.skipTags();
  return m;
}

function writeUpdateFeaturesRequestFeatureUpdateKey(w: ByteWriter, m: UpdateFeaturesRequestFeatureUpdateKey, v: number): void {
  w.compactString(m.feature);
  w.int16(m.maxVersionLevel);
  if (v === 0) w.bool(m.allowDowngrade); else { if (m.allowDowngrade !== false) throw unsupportedField('UpdateFeaturesRequestFeatureUpdateKey.allowDowngrade', v); }
  if (v >= 1) w.int8(m.upgradeType); else { if (m.upgradeType !== 1) throw unsupportedField('UpdateFeaturesRequestFeatureUpdateKey.upgradeType', v); }
  w.uvarint(0);
}

function readUpdateFeaturesRequestFeatureUpdateKeyArray(r: ByteReader, v: number, n: number): UpdateFeaturesRequestFeatureUpdateKey[] {
  const a: UpdateFeaturesRequestFeatureUpdateKey[] = [];
  for (let i = 0; i < n; i++) a.push(readUpdateFeaturesRequestFeatureUpdateKey(r, v));
  return a;
}
