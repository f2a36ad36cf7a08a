// Generated from consumer-group-target-assignment-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export function newConsumerGroupTargetAssignmentMetadataKey(fields?: Partial<ConsumerGroupTargetAssignmentMetadataKey>): ConsumerGroupTargetAssignmentMetadataKey {
  const m: ConsumerGroupTargetAssignmentMetadataKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupTargetAssignmentMetadataKey(r: ByteReader, v: number): ConsumerGroupTargetAssignmentMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupTargetAssignmentMetadataKey', v);
  return { groupId: r.string() };
}

export function writeConsumerGroupTargetAssignmentMetadataKey(w: ByteWriter, m: ConsumerGroupTargetAssignmentMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupTargetAssignmentMetadataKey', v);
  w.string(m.groupId);
}
