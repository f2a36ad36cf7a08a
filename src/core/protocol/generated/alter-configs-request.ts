// Generated from alter-configs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterConfigsRequest {
  resources: AlterConfigsRequestAlterConfigsResource[];
  validateOnly: boolean;
}

export interface AlterConfigsRequestAlterConfigsResource {
  resourceType: number;
  resourceName: string;
  configs: AlterConfigsRequestAlterableConfig[];
}

export interface AlterConfigsRequestAlterableConfig {
  name: string;
  value: string | null;
}

export function newAlterConfigsRequest(fields?: Partial<AlterConfigsRequest>): AlterConfigsRequest {
  const m: AlterConfigsRequest = { resources: [], validateOnly: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterConfigsRequestAlterConfigsResource(fields?: Partial<AlterConfigsRequestAlterConfigsResource>): AlterConfigsRequestAlterConfigsResource {
  const m: AlterConfigsRequestAlterConfigsResource = { resourceType: 0, resourceName: '', configs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterConfigsRequestAlterableConfig(fields?: Partial<AlterConfigsRequestAlterableConfig>): AlterConfigsRequestAlterableConfig {
  const m: AlterConfigsRequestAlterableConfig = { name: '', value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterConfigsRequest(r: ByteReader, v: number): AlterConfigsRequest {
  if (v < 0 || v > 2) throw unreadableVersion('AlterConfigsRequest', v);
  const f = v === 2;
  const m: AlterConfigsRequest = {
    resources: readAlterConfigsRequestAlterConfigsResourceArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(7)),
    validateOnly: r.bool(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeAlterConfigsRequest(w: ByteWriter, m: AlterConfigsRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('AlterConfigsRequest', v);
  const f = v === 2;
  if (f) w.compactArrayLength(m.resources.length); else w.arrayLength(m.resources.length); for (const e of m.resources) writeAlterConfigsRequestAlterConfigsResource(w, e, v);
  w.bool(m.validateOnly);
  if (f) w.uvarint(0);
}

function readAlterConfigsRequestAlterConfigsResource(r: ByteReader, v: number): AlterConfigsRequestAlterConfigsResource {
  const f = v === 2;
  const m: AlterConfigsRequestAlterConfigsResource = {
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
    configs: readAlterConfigsRequestAlterableConfigArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterConfigsRequestAlterConfigsResource(w: ByteWriter, m: AlterConfigsRequestAlterConfigsResource, v: number): void {
  const f = v === 2;
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  if (f) w.compactArrayLength(m.configs.length); else w.arrayLength(m.configs.length); for (const e of m.configs) writeAlterConfigsRequestAlterableConfig(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterConfigsRequestAlterableConfig(r: ByteReader, v: number): AlterConfigsRequestAlterableConfig {
  const f = v === 2;
  const m: AlterConfigsRequestAlterableConfig = {
    name: (f ? r.compactString() : r.string()),
    value: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterConfigsRequestAlterableConfig(w: ByteWriter, m: AlterConfigsRequestAlterableConfig, v: number): void {
  const f = v === 2;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactNullableString(m.value); else w.nullableString(m.value);
  if (f) w.uvarint(0);
}

function readAlterConfigsRequestAlterConfigsResourceArray(r: ByteReader, v: number, n: number): AlterConfigsRequestAlterConfigsResource[] {
  const a: AlterConfigsRequestAlterConfigsResource[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterConfigsRequestAlterConfigsResource(r, v));
  return a;
}

function readAlterConfigsRequestAlterableConfigArray(r: ByteReader, v: number, n: number): AlterConfigsRequestAlterableConfig[] {
  const a: AlterConfigsRequestAlterableConfig[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterConfigsRequestAlterableConfig(r, v));
  return a;
}
