// Generated from list-config-resources.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ListConfigResourcesResponse {
  throttleTimeMs: number;
  errorCode: number;
  configResources: ListConfigResourcesResponseConfigResource[];
}

export interface ListConfigResourcesResponseConfigResource {
  resourceName: string;
  resourceType: number;
}

export function newListConfigResourcesResponse(fields?: Partial<ListConfigResourcesResponse>): ListConfigResourcesResponse {
  const m: ListConfigResourcesResponse = { throttleTimeMs: 0, errorCode: 0, configResources: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListConfigResourcesResponseConfigResource(fields?: Partial<ListConfigResourcesResponseConfigResource>): ListConfigResourcesResponseConfigResource {
  const m: ListConfigResourcesResponseConfigResource = { resourceName: '', resourceType: 16 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListConfigResourcesResponse(r: ByteReader, v: number): ListConfigResourcesResponse {
  if (v < 0 || v > 1) throw unreadableVersion('ListConfigResourcesResponse', v);
  const m: ListConfigResourcesResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    configResources: readListConfigResourcesResponseConfigResourceArray(r, v, r.compactArrayLength(2)),
  };
  r.skipTags();
  return m;
}

export function writeListConfigResourcesResponse(w: ByteWriter, m: ListConfigResourcesResponse, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ListConfigResourcesResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactArrayLength(m.configResources.length); for (const e of m.configResources) writeListConfigResourcesResponseConfigResource(w, e, v);
  w.uvarint(0);
}

function readListConfigResourcesResponseConfigResource(r: ByteReader, v: number): ListConfigResourcesResponseConfigResource {
  const m: ListConfigResourcesResponseConfigResource = { resourceName: r.compactString(), resourceType: v === 1 ? r.int8() : 16 };
  r.skipTags();
  return m;
}

function writeListConfigResourcesResponseConfigResource(w: ByteWriter, m: ListConfigResourcesResponseConfigResource, v: number): void {
  w.compactString(m.resourceName);
  if (v === 1) w.int8(m.resourceType);
  w.uvarint(0);
}

function readListConfigResourcesResponseConfigResourceArray(r: ByteReader, v: number, n: number): ListConfigResourcesResponseConfigResource[] {
  const a: ListConfigResourcesResponseConfigResource[] = [];
  for (let i = 0; i < n; i++) a.push(readListConfigResourcesResponseConfigResource(r, v));
  return a;
}
