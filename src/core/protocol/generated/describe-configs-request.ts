// Generated from describe-configs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStringsOrNull, stringsOrNull, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface DescribeConfigsRequest {
  resources: DescribeConfigsRequestDescribeConfigsResource[];
  includeSynonyms: boolean;
  includeDocumentation: boolean;
}

export interface DescribeConfigsRequestDescribeConfigsResource {
  resourceType: number;
  resourceName: string;
  configurationKeys: string[] | null;
}

export function newDescribeConfigsRequest(fields?: Partial<DescribeConfigsRequest>): DescribeConfigsRequest {
  const m: DescribeConfigsRequest = { resources: [], includeSynonyms: false, includeDocumentation: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeConfigsRequestDescribeConfigsResource(fields?: Partial<DescribeConfigsRequestDescribeConfigsResource>): DescribeConfigsRequestDescribeConfigsResource {
  const m: DescribeConfigsRequestDescribeConfigsResource = { resourceType: 0, resourceName: '', configurationKeys: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeConfigsRequest(r: ByteReader, v: number): DescribeConfigsRequest {
  if (v < 1 || v > 4) throw unreadableVersion('DescribeConfigsRequest', v);
  const f = v === 4;
  const m: DescribeConfigsRequest = {
    resources: readDescribeConfigsRequestDescribeConfigsResourceArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(7)),
    includeSynonyms: r.bool(),
    includeDocumentation: v >= 3 ? r.bool() : false,
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeConfigsRequest(w: ByteWriter, m: DescribeConfigsRequest, v: number): void {
  if (v < 1 || v > 4) throw unwritableVersion('DescribeConfigsRequest', v);
  const f = v === 4;
  if (f) w.compactArrayLength(m.resources.length); else w.arrayLength(m.resources.length); for (const e of m.resources) writeDescribeConfigsRequestDescribeConfigsResource(w, e, v);
  w.bool(m.includeSynonyms);
  if (v >= 3) w.bool(m.includeDocumentation); else { if (m.includeDocumentation !== false) throw unsupportedField('DescribeConfigsRequest.includeDocumentation', v); }
  if (f) w.uvarint(0);
}

function readDescribeConfigsRequestDescribeConfigsResource(r: ByteReader, v: number): DescribeConfigsRequestDescribeConfigsResource {
  const f = v === 4;
  const m: DescribeConfigsRequestDescribeConfigsResource = {
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
    configurationKeys: (f ? compactStringsOrNull : stringsOrNull)(r, f ? r.compactNullableArrayLength(1) : r.nullableArrayLength(2)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeConfigsRequestDescribeConfigsResource(w: ByteWriter, m: DescribeConfigsRequestDescribeConfigsResource, v: number): void {
  const f = v === 4;
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  if (m.configurationKeys === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.configurationKeys.length); else w.arrayLength(m.configurationKeys.length); for (const e of m.configurationKeys) if (f) w.compactString(e); else w.string(e); }
  if (f) w.uvarint(0);
}

function readDescribeConfigsRequestDescribeConfigsResourceArray(r: ByteReader, v: number, n: number): DescribeConfigsRequestDescribeConfigsResource[] {
  const a: DescribeConfigsRequestDescribeConfigsResource[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeConfigsRequestDescribeConfigsResource(r, v));
  return a;
}
