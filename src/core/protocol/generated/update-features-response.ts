// Generated from update-features.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface UpdateFeaturesResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  results: UpdateFeaturesResponseUpdatableFeatureResult[];
}

export interface UpdateFeaturesResponseUpdatableFeatureResult {
  feature: string;
  errorCode: number;
  errorMessage: string | null;
}

export function newUpdateFeaturesResponse(fields?: Partial<UpdateFeaturesResponse>): UpdateFeaturesResponse {
  const m: UpdateFeaturesResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '', results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newUpdateFeaturesResponseUpdatableFeatureResult(fields?: Partial<UpdateFeaturesResponseUpdatableFeatureResult>): UpdateFeaturesResponseUpdatableFeatureResult {
  const m: UpdateFeaturesResponseUpdatableFeatureResult = { feature: '', errorCode: 0, errorMessage: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUpdateFeaturesResponse(r: ByteReader, v: number): UpdateFeaturesResponse {
  if (v < 0 || v > 2) throw unreadableVersion('UpdateFeaturesResponse', v);
  const m: UpdateFeaturesResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactNullableString(),
    results: v <= 1 ? readUpdateFeaturesResponseUpdatableFeatureResultArray(r, v, r.compactArrayLength(5)) : [],
  };
  r.skipTags();
  return m;
}

export function writeUpdateFeaturesResponse(w: ByteWriter, m: UpdateFeaturesResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('UpdateFeaturesResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  if (v <= 1) { w.compactArrayLength(m.results.length); for (const e of m.results) writeUpdateFeaturesResponseUpdatableFeatureResult(w, e, v); }
  w.uvarint(0);
}

function readUpdateFeaturesResponseUpdatableFeatureResult(r: ByteReader, v: number): UpdateFeaturesResponseUpdatableFeatureResult {
  const m: UpdateFeaturesResponseUpdatableFeatureResult = { feature: r.compactString(), errorCode: r.int16(), errorMessage: r.compactNullableString() };
  r.skipTags();
  return m;
}

function writeUpdateFeaturesResponseUpdatableFeatureResult(w: ByteWriter, m: UpdateFeaturesResponseUpdatableFeatureResult, v: number): void {
  w.compactString(m.feature);
  w.int16(m.errorCode);
  w.compactNullableString(m.errorMessage);
  w.uvarint(0);
}

function readUpdateFeaturesResponseUpdatableFeatureResultArray(r: ByteReader, v: number, n: number): UpdateFeaturesResponseUpdatableFeatureResult[] {
  const a: UpdateFeaturesResponseUpdatableFeatureResult[] = [];
  for (let i = 0; i < n; i++) a.push(readUpdateFeaturesResponseUpdatableFeatureResult(r, v));
  return a;
}
