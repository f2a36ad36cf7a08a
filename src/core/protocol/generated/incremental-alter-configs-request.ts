// Generated from incremental-alter-configs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface IncrementalAlterConfigsRequest {
  resources: IncrementalAlterConfigsRequestAlterConfigsResource[];
  validateOnly: boolean;
}

export interface IncrementalAlterConfigsRequestAlterConfigsResource {
  resourceType: number;
  resourceName: string;
  configs: IncrementalAlterConfigsRequestAlterableConfig[];
}

export interface IncrementalAlterConfigsRequestAlterableConfig {
  name: string;
  configOperation: number;
  value: string | null;
}

export function newIncrementalAlterConfigsRequest(fields?: Partial<IncrementalAlterConfigsRequest>): IncrementalAlterConfigsRequest {
  const m: IncrementalAlterConfigsRequest = { resources: [], validateOnly: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newIncrementalAlterConfigsRequestAlterConfigsResource(fields?: Partial<IncrementalAlterConfigsRequestAlterConfigsResource>): IncrementalAlterConfigsRequestAlterConfigsResource {
  const m: IncrementalAlterConfigsRequestAlterConfigsResource = { resourceType: 0, resourceName: '', configs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newIncrementalAlterConfigsRequestAlterableConfig(fields?: Partial<IncrementalAlterConfigsRequestAlterableConfig>): IncrementalAlterConfigsRequestAlterableConfig {
  const m: IncrementalAlterConfigsRequestAlterableConfig = { name: '', configOperation: 0, value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readIncrementalAlterConfigsRequest(r: ByteReader, v: number): IncrementalAlterConfigsRequest {
  if (v < 0 || v > 1) throw unreadableVersion('IncrementalAlterConfigsRequest', v);
  const f = v === 1;
  const m: IncrementalAlterConfigsRequest = {
    resources: readIncrementalAlterConfigsRequestAlterConfigsResourceArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(7)),
    validateOnly: r.bool(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeIncrementalAlterConfigsRequest(w: ByteWriter, m: IncrementalAlterConfigsRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('IncrementalAlterConfigsRequest', v);
  const f = v === 1;
  if (f) w.compactArrayLength(m.resources.length); else w.arrayLength(m.resources.length); for (const e of m.resources) writeIncrementalAlterConfigsRequestAlterConfigsResource(w, e, v);
  w.bool(m.validateOnly);
  if (f) w.uvarint(0);
}

function readIncrementalAlterConfigsRequestAlterConfigsResource(r: ByteReader, v: number): IncrementalAlterConfigsRequestAlterConfigsResource {
  const f = v === 1;
  const m: IncrementalAlterConfigsRequestAlterConfigsResource = {
    resourceType: r.int8(),
    resourceName: (f ? r.compactString() : r.string()),
    configs: readIncrementalAlterConfigsRequestAlterableConfigArray(r, v, f ? r.compactArrayLength(4) : r.arrayLength(5)),
  };
  if (f) r.skipTags();
  return m;
}

function writeIncrementalAlterConfigsRequestAlterConfigsResource(w: ByteWriter, m: IncrementalAlterConfigsRequestAlterConfigsResource, v: number): void {
  const f = v === 1;
  w.int8(m.resourceType);
  if (f) w.compactString(m.resourceName); else w.string(m.resourceName);
  if (f) w.compactArrayLength(m.configs.length); else w.arrayLength(m.configs.length); for (const e of m.configs) writeIncrementalAlterConfigsRequestAlterableConfig(w, e, v);
  if (f) w.uvarint(0);
}

function readIncrementalAlterConfigsRequestAlterableConfig(r: ByteReader, v: number): IncrementalAlterConfigsRequestAlterableConfig {
  const f = v === 1;
  const m: IncrementalAlterConfigsRequestAlterableConfig = {
    name: (f ? r.compactString() : r.string()),
    configOperation: r.int8(),
    value: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeIncrementalAlterConfigsRequestAlterableConfig(w: ByteWriter, m: IncrementalAlterConfigsRequestAlterableConfig, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.name); else w.string(m.name);
  w.int8(m.configOperation);
  if (f) w.compactNullableString(m.value); else w.nullableString(m.value);
  if (f) w.uvarint(0);
}

function readIncrementalAlterConfigsRequestAlterConfigsResourceArray(r: ByteReader, v: number, n: number): IncrementalAlterConfigsRequestAlterConfigsResource[] {
  const a: IncrementalAlterConfigsRequestAlterConfigsResource[] = [];
  for (let i = 0; i < n; i++) a.push(readIncrementalAlterConfigsRequestAlterConfigsResource(r, v));
  return a;
}

function readIncrementalAlterConfigsRequestAlterableConfigArray(r: ByteReader, v: number, n: number): IncrementalAlterConfigsRequestAlterableConfig[] {
  const a: IncrementalAlterConfigsRequestAlterableConfig[] = [];
  for (let i = 0; i < n; i++) a.push(readIncrementalAlterConfigsRequestAlterableConfig(r, v));
  return a;
}
