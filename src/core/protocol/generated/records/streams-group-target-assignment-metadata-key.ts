// Generated from streams-group-target-assignment-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export function newStreamsGroupTargetAssignmentMetadataKey(fields?: Partial<StreamsGroupTargetAssignmentMetadataKey>): StreamsGroupTargetAssignmentMetadataKey {
  const m: StreamsGroupTargetAssignmentMetadataKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupTargetAssignmentMetadataKey(r: ByteReader, v: number): StreamsGroupTargetAssignmentMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupTargetAssignmentMetadataKey', v);
  return { groupId: r.string() };
}

export function writeStreamsGroupTargetAssignmentMetadataKey(w: ByteWriter, m: StreamsGroupTargetAssignmentMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupTargetAssignmentMetadataKey', v);
  w.string(m.groupId);
}
