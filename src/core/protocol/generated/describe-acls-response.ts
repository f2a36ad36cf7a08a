// Generated from describe-acls.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeAclsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  resources: DescribeAclsResponseDescribeAclsResource[];
}

export interface DescribeAclsResponseDescribeAclsResource {
  resourceType: number;
  resourceName: string;
  patternType: number;
  acls: DescribeAclsResponseAclDescription[];
}

export interface DescribeAclsResponseAclDescription {
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
}

export function newDescribeAclsResponse(fields?: Partial<DescribeAclsResponse>): DescribeAclsResponse {
  const m: DescribeAclsResponse = { throttleTimeMs: 0, errorCode: 0, errorMessage: '', resources: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeAclsResponseDescribeAclsResource(fields?: Partial<DescribeAclsResponseDescribeAclsResource>): DescribeAclsResponseDescribeAclsResource {
  const m: DescribeAclsResponseDescribeAclsResource = { resourceType: 0, resourceName: '', patternType: 3, acls: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeAclsResponseAclDescription(fields?: Partial<DescribeAclsResponseAclDescription>): DescribeAclsResponseAclDescription {
  const m: DescribeAclsResponseAclDescription = { principal: '', host: '', operation: 0, permissionType: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeAclsResponse(r: ByteReader, v: number): DescribeAclsResponse {
  if (v < 1 || v > 3) throw unreadableVersion('DescribeAclsResponse', v);
  const f = v >= 2;
  const m: DescribeAclsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: (f ? r.compactNullableString() : r.nullableString()),
    resources: readDescribeAclsResponseDescribeAclsResourceArray(r, v, f ? r.compactArrayLength(5) : r.arrayLength(8)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeDescribeAclsResponse(w: ByteWriter, m: DescribeAclsResponse, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('DescribeAclsResponse', v);
  const f = v >= 2;
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  if (f) w.compactNullableString(m.errorMessage); else w.nullableString(m.errorMessage);
  if (f) w.compactArrayLength(m.resources.length); else w.arrayLength(m.resources.length); for (const e of m.resources) writeDescribeAclsResponseDescribeAclsResource(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeAclsResponseDescribeAclsResource(r: ByteReader, v: number): DescribeAclsResponseDescribeAclsResource {
  const f = v >= 2;
  const m: DescribeAclsResponseDescribeAclsResource = {
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
    patternType: r.int8(),
    acls: readDescribeAclsResponseAclDescriptionArray(r, v, f ? r.compactArrayLength(5) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeAclsResponseDescribeAclsResource(w: ByteWriter, m: DescribeAclsResponseDescribeAclsResource, v: number): void {
  const f = v >= 2;
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  w.int8(m.patternType);
  if (f) w.compactArrayLength(m.acls.length); else w.arrayLength(m.acls.length); for (const e of m.acls) writeDescribeAclsResponseAclDescription(w, e, v);
  if (f) w.uvarint(0);
}

function readDescribeAclsResponseAclDescription(r: ByteReader, v: number): DescribeAclsResponseAclDescription {
  const f = v >= 2;
  const m: DescribeAclsResponseAclDescription = {
    principal: (f ? r.compactString() : r.string()),
    host: (f ? r.compactString() : r.string()),
    operation: r.int8(),
    permissionType: r.int8(),
  };
  if (f) r.skipTags();
  return m;
}

function writeDescribeAclsResponseAclDescription(w: ByteWriter, m: DescribeAclsResponseAclDescription, v: number): void {
  const f = v >= 2;
  if (f) w.compactString(m.principal); else w.string(m.principal);
  if (f) w.compactString(m.host); else w.string(m.host);
  w.int8(m.operation);
  w.int8(m.permissionType);
  if (f) w.uvarint(0);
}

function readDescribeAclsResponseDescribeAclsResourceArray(r: ByteReader, v: number, n: number): DescribeAclsResponseDescribeAclsResource[] {
  const a: DescribeAclsResponseDescribeAclsResource[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeAclsResponseDescribeAclsResource(r, v));
  return a;
}

function readDescribeAclsResponseAclDescriptionArray(r: ByteReader, v: number, n: number): DescribeAclsResponseAclDescription[] {
  const a: DescribeAclsResponseAclDescription[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeAclsResponseAclDescription(r, v));
  return a;
}
