// Generated from consumer-group-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupMetadataValue {
  epoch: number;
  metadataHash: number;
}

export function newConsumerGroupMetadataValue(fields?: Partial<ConsumerGroupMetadataValue>): ConsumerGroupMetadataValue {
  const m: ConsumerGroupMetadataValue = { epoch: 0, metadataHash: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupMetadataValue(r: ByteReader, v: number): ConsumerGroupMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupMetadataValue', v);
  const m: ConsumerGroupMetadataValue = { epoch: r.int32(), metadataHash: 0 };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.metadataHash = r.int64(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeConsumerGroupMetadataValue(w: ByteWriter, m: ConsumerGroupMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupMetadataValue', v);
  w.int32(m.epoch);
  const hasMetadataHash = m.metadataHash !== 0;
  w.uvarint((hasMetadataHash ? 1 : 0));
  if (hasMetadataHash) { w.uvarint(0); w.uvarint(8); w.int64(m.metadataHash); }
}
