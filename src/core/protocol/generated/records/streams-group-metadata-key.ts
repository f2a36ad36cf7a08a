// Generated from streams-group-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupMetadataKey {
  groupId: string;
}

export function newStreamsGroupMetadataKey(fields?: Partial<StreamsGroupMetadataKey>): StreamsGroupMetadataKey {
  const m: StreamsGroupMetadataKey = { groupId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupMetadataKey(r: ByteReader, v: number): StreamsGroupMetadataKey {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupMetadataKey', v);
  return { groupId: r.string() };
}

export function writeStreamsGroupMetadataKey(w: ByteWriter, m: StreamsGroupMetadataKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupMetadataKey', v);
  w.string(m.groupId);
}
