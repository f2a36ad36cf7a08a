// Generated from create-acls.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface CreateAclsRequest {
  creations: CreateAclsRequestAclCreation[];
}

export interface CreateAclsRequestAclCreation {
  resourceType: number;
  resourceName: string;
  resourcePatternType: number;
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
}

export function newCreateAclsRequest(fields?: Partial<CreateAclsRequest>): CreateAclsRequest {
  const m: CreateAclsRequest = { creations: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreateAclsRequestAclCreation(fields?: Partial<CreateAclsRequestAclCreation>): CreateAclsRequestAclCreation {
  const m: CreateAclsRequestAclCreation = {
    resourceType: 0,
    resourceName: '',
    resourcePatternType: 3,
    principal: '',
    host: '',
    operation: 0,
    permissionType: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readCreateAclsRequest(r: ByteReader, v: number): CreateAclsRequest {
  if (v < 1 || v > 3) throw unreadableVersion('CreateAclsRequest', v);
  const f = v >= 2;
  const m: CreateAclsRequest = {
    creations: readCreateAclsRequestAclCreationArray(r, v, f ? r.compactArrayLength(8) : r.arrayLength(10)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeCreateAclsRequest(w: ByteWriter, m: CreateAclsRequest, v: number): void {
  if (v < 1 || v > 3) throw unwritableVersion('CreateAclsRequest', v);
  const f = v >= 2;
  if (f) w.compactArrayLength(m.creations.length); else w.arrayLength(m.creations.length); for (const e of m.creations) writeCreateAclsRequestAclCreation(w, e, v);
  if (f) w.uvarint(0);
}

function readCreateAclsRequestAclCreation(r: ByteReader, v: number): CreateAclsRequestAclCreation {
  const f = v >= 2;
  const m: CreateAclsRequestAclCreation = {
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
    resourcePatternType: r.int8(),
    principal: (f ? r.compactString() : r.string()),
    host: (f ? r.compactString() : r.string()),
    operation: r.int8(),
    permissionType: r.int8(),
  };
  if (f) r.skipTags();
  return m;
}

function writeCreateAclsRequestAclCreation(w: ByteWriter, m: CreateAclsRequestAclCreation, v: number): void {
  const f = v >= 2;
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  w.int8(m.resourcePatternType);
  if (f) w.compactString(m.principal); else w.string(m.principal);
  if (f) w.compactString(m.host); else w.string(m.host);
  w.int8(m.operation);
  w.int8(m.permissionType);
  if (f) w.uvarint(0);
}

function readCreateAclsRequestAclCreationArray(r: ByteReader, v: number, n: number): CreateAclsRequestAclCreation[] {
  const a: CreateAclsRequestAclCreation[] = [];
  for (let i = 0; i < n; i++) a.push(readCreateAclsRequestAclCreation(r, v));
  return a;
}
