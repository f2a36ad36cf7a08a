// Generated from describe-client-quotas.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeClientQuotasRequest {
  components: DescribeClientQuotasRequestComponentData[];
  strict: boolean;
}

export interface DescribeClientQuotasRequestComponentData {
  entityType: string;
  matchType: number;
  match: string | null;
}

export function newDescribeClientQuotasRequest(fields?: Partial<DescribeClientQuotasRequest>): DescribeClientQuotasRequest {
  const m: DescribeClientQuotasRequest = { components: [], strict: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeClientQuotasRequestComponentData(fields?: Partial<DescribeClientQuotasRequestComponentData>): DescribeClientQuotasRequestComponentData {
  const m: DescribeClientQuotasRequestComponentData = { entityType: '', matchType: 0, match: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeClientQuotasRequest(r: ByteReader, v: number): DescribeClientQuotasRequest {
  if (v < 0 || v > 1) throw unreadableVersion('DescribeClientQuotasRequest', v);
  const f = v === 1;
  const m: DescribeClientQuotasRequest = {
    components: readDescribeClientQuotasRequestComponentDataArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(5)),
    strict: r.bool(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeClientQuotasRequest(w: ByteWriter, m: DescribeClientQuotasRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('DescribeClientQuotasRequest', v);
  const f = v === 1;
  if (f) w.compactArrayLength(m.components.length); else w.arrayLength(m.components.length); for (const e of m.components) writeDescribeClientQuotasRequestComponentData(w, e, v);
  w.bool(m.strict);
  if (f) w.uvarint(0);
}

function readDescribeClientQuotasRequestComponentData(r: ByteReader, v: number): DescribeClientQuotasRequestComponentData {
  const f = v === 1;
  const m: DescribeClientQuotasRequestComponentData = {
    entityType: (f ? r.compactString() : r.string()),
    matchType: r.int8(),
    match: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeClientQuotasRequestComponentData(w: ByteWriter, m: DescribeClientQuotasRequestComponentData, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.entityType); else w.string(m.entityType);
  w.int8(m.matchType);
  if (f) w.compactNullableString(m.match); else w.nullableString(m.match);
  if (f) w.uvarint(0);
}

function readDescribeClientQuotasRequestComponentDataArray(r: ByteReader, v: number, n: number): DescribeClientQuotasRequestComponentData[] {
  const a: DescribeClientQuotasRequestComponentData[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeClientQuotasRequestComponentData(r, v));
  return a;
}
