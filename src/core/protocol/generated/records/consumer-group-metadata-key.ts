// Generated from consumer-group-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupMetadataKey {
  groupId: string;
}

export function newConsumerGroupMetadataKey(fields?: Partial<ConsumerGroupMetadataKey>): ConsumerGroupMetadataKey {
  const m: ConsumerGroupMetadataKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupMetadataKey(r: ByteReader, v: number): ConsumerGroupMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupMetadataKey', v);
  return { groupId: r.string() };
}

export function writeConsumerGroupMetadataKey(w: ByteWriter, m: ConsumerGroupMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupMetadataKey', v);
  w.string(m.groupId);
}
