// Generated from share-group-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareGroupMetadataValue {
  epoch: number;
  metadataHash: number;
}

export function newShareGroupMetadataValue(fields?: Partial<ShareGroupMetadataValue>): ShareGroupMetadataValue {
  const m: ShareGroupMetadataValue = { epoch: 0, metadataHash: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareGroupMetadataValue(r: ByteReader, v: number): ShareGroupMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('ShareGroupMetadataValue', v);
  const m: ShareGroupMetadataValue = { epoch: r.int32(), metadataHash: r.int64() };
  r.skipTags();
  return m;
}

export function writeShareGroupMetadataValue(w: ByteWriter, m: ShareGroupMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareGroupMetadataValue', v);
  w.int32(m.epoch);
  w.int64(m.metadataHash);
  w.uvarint(0);
}
