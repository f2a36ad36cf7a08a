// Generated from list-config-resources.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int8s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ListConfigResourcesRequest {
  resourceTypes: number[];
}

export function newListConfigResourcesRequest(fields?: Partial<ListConfigResourcesRequest>): ListConfigResourcesRequest {
  const m: ListConfigResourcesRequest = { resourceTypes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListConfigResourcesRequest(r: ByteReader, v: number): ListConfigResourcesRequest {
  if (v < 0 || v > 1) throw unreadableVersion('ListConfigResourcesRequest', v);
  const m: ListConfigResourcesRequest = { resourceTypes: v === 1 ? int8s(r, r.compactArrayLength(1)) : [] };
  r.skipTags();
  return m;
}

export function writeListConfigResourcesRequest(w: ByteWriter, m: ListConfigResourcesRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('ListConfigResourcesRequest', v);
  if (v === 1) { w.compactArrayLength(m.resourceTypes.length); for (const e of m.resourceTypes) w.int8(e); } else { if (m.resourceTypes.length !== 0) throw unsupportedField('ListConfigResourcesRequest.resourceTypes', v); }
  w.uvarint(0);
}
