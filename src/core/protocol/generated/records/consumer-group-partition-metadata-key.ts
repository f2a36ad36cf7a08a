// Generated from consumer-group-partition-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupPartitionMetadataKey {
  groupId: string;
}

export function newConsumerGroupPartitionMetadataKey(fields?: Partial<ConsumerGroupPartitionMetadataKey>): ConsumerGroupPartitionMetadataKey {
  const m: ConsumerGroupPartitionMetadataKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupPartitionMetadataKey(r: ByteReader, v: number): ConsumerGroupPartitionMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupPartitionMetadataKey', v);
  return { groupId: r.string() };
}

export function writeConsumerGroupPartitionMetadataKey(w: ByteWriter, m: ConsumerGroupPartitionMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupPartitionMetadataKey', v);
  w.string(m.groupId);
}
