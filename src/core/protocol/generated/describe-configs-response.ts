// Generated from describe-configs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeConfigsResponse {
  throttleTimeMs: number;
  results: DescribeConfigsResponseDescribeConfigsResult[];
}

export interface DescribeConfigsResponseDescribeConfigsResult {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
  configs: DescribeConfigsResponseDescribeConfigsResourceResult[];
}

export interface DescribeConfigsResponseDescribeConfigsResourceResult {
  name: string;
  value: string | null;
  readOnly: boolean;
  configSource: number;
  isSensitive: boolean;
  synonyms: DescribeConfigsResponseDescribeConfigsSynonym[];
  configType: number;
  documentation: string | null;
}

export interface DescribeConfigsResponseDescribeConfigsSynonym {
  name: string;
  value: string | null;
  source: number;
}

export function newDescribeConfigsResponse(fields?: Partial<DescribeConfigsResponse>): DescribeConfigsResponse {
  const m: DescribeConfigsResponse = { throttleTimeMs: 0, results: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeConfigsResponseDescribeConfigsResult(fields?: Partial<DescribeConfigsResponseDescribeConfigsResult>): DescribeConfigsResponseDescribeConfigsResult {
  const m: DescribeConfigsResponseDescribeConfigsResult = { errorCode: 0, errorMessage: '', resourceType: 0, resourceName: '', configs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeConfigsResponseDescribeConfigsResourceResult(fields?: Partial<DescribeConfigsResponseDescribeConfigsResourceResult>): DescribeConfigsResponseDescribeConfigsResourceResult {
  const m: DescribeConfigsResponseDescribeConfigsResourceResult = {
    name: '',
    value: '',
    readOnly: false,
    configSource: -1,
    isSensitive: false,
    synonyms: [],
    configType: 0,
    documentation: '',
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeConfigsResponseDescribeConfigsSynonym(fields?: Partial<DescribeConfigsResponseDescribeConfigsSynonym>): DescribeConfigsResponseDescribeConfigsSynonym {
  const m: DescribeConfigsResponseDescribeConfigsSynonym = { name: '', value: '', source: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeConfigsResponse(r: ByteReader, v: number): DescribeConfigsResponse {
  if (v < 1 || v > 4) throw unreadableVersion('DescribeConfigsResponse', v);
  const f = v === 4;
  const m: DescribeConfigsResponse = {
    throttleTimeMs: r.int32(),
    results: readDescribeConfigsResponseDescribeConfigsResultArray(r, v, f ? r.compactArrayLength(7) : r.arrayLength(11)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeConfigsResponse(w: ByteWriter, m: DescribeConfigsResponse, v: number): void {
  if (v < 1 || v > 4) throw unwritableVersion('DescribeConfigsResponse', v);
  const f = v === 4;
  w.int32(m.throttleTimeMs);
  if (f) w.compactArrayLength(m.results.length); else w.arrayLength(m.results.length); for (const e of m.results) writeDescribeConfigsResponseDescribeConfigsResult(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeConfigsResponseDescribeConfigsResult(r: ByteReader, v: number): DescribeConfigsResponseDescribeConfigsResult {
  const f = v === 4;
  const m: DescribeConfigsResponseDescribeConfigsResult = {
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
    configs: readDescribeConfigsResponseDescribeConfigsResourceResultArray(r, v, f ? r.compactArrayLength(9) : r.arrayLength(11)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeConfigsResponseDescribeConfigsResult(w: ByteWriter, m: DescribeConfigsResponseDescribeConfigsResult, v: number): void {
  const f = v === 4;
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  if (f) w.compactArrayLength(m.configs.length); else w.arrayLength(m.configs.length); for (const e of m.configs) writeDescribeConfigsResponseDescribeConfigsResourceResult(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeConfigsResponseDescribeConfigsResourceResult(r: ByteReader, v: number): DescribeConfigsResponseDescribeConfigsResourceResult {
  const f = v === 4;
  const m: DescribeConfigsResponseDescribeConfigsResourceResult = {
    name: (f ? r.compactString() : r.string()),
    value: (f ? r.compactNullableString() : r.nullableString()),
    readOnly: r.bool(),
    configSource: r.int8(),
    isSensitive: r.bool(),
    synonyms: readDescribeConfigsResponseDescribeConfigsSynonymArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(5)),
    configType: v >= 3 ? r.int8() : 0,
    documentation: v >= 3 ? (f ? r.compactNullableString() : r.nullableString()) : '',
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeConfigsResponseDescribeConfigsResourceResult(w: ByteWriter, m: DescribeConfigsResponseDescribeConfigsResourceResult, v: number): void {
  const f = v === 4;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactNullableString(m.value); else w.nullableString(m.value);
  w.bool(m.readOnly);
  w.int8(m.configSource);
  w.bool(m.isSensitive);
  if (f) w.compactArrayLength(m.synonyms.length); else w.arrayLength(m.synonyms.length); for (const e of m.synonyms) writeDescribeConfigsResponseDescribeConfigsSynonym(w, e, v);
  if (v >= 3) w.int8(m.configType);
  if (v >= 3) { if (f) w.compactNullableString(m.documentation); else w.nullableString(m.documentation); }
  if (f) w.uvarint(0);
}

function readDescribeConfigsResponseDescribeConfigsSynonym(r: ByteReader, v: number): DescribeConfigsResponseDescribeConfigsSynonym {
  const f = v === 4;
  const m: DescribeConfigsResponseDescribeConfigsSynonym = {
    name: (f ? r.compactString() : r.string()),
    value: (f ? r.compactNullableString() : r.nullableString()),
    source: r.int8(),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeConfigsResponseDescribeConfigsSynonym(w: ByteWriter, m: DescribeConfigsResponseDescribeConfigsSynonym, v: number): void {
  const f = v === 4;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactNullableString(m.value); else w.nullableString(m.value);
  w.int8(m.source);
  if (f) w.uvarint(0);
}

function readDescribeConfigsResponseDescribeConfigsResultArray(r: ByteReader, v: number, n: number): DescribeConfigsResponseDescribeConfigsResult[] {
  const a: DescribeConfigsResponseDescribeConfigsResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeConfigsResponseDescribeConfigsResult(r, v));
  return a;
}

function readDescribeConfigsResponseDescribeConfigsResourceResultArray(r: ByteReader, v: number, n: number): DescribeConfigsResponseDescribeConfigsResourceResult[] {
  const a: DescribeConfigsResponseDescribeConfigsResourceResult[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeConfigsResponseDescribeConfigsResourceResult(r, v));
  return a;
}

function readDescribeConfigsResponseDescribeConfigsSynonymArray(r: ByteReader, v: number, n: number): DescribeConfigsResponseDescribeConfigsSynonym[] {
  const a: DescribeConfigsResponseDescribeConfigsSynonym[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeConfigsResponseDescribeConfigsSynonym(r, v));
  return a;
}
