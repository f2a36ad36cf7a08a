// Generated from partitions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface RemoveTopicRecord {
  topicId: string;
}

export function newRemoveTopicRecord(fields?: Partial<RemoveTopicRecord>): RemoveTopicRecord {
  const m: RemoveTopicRecord = { topicId: ZERO_UUID };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readRemoveTopicRecord(r: ByteReader, v: number): RemoveTopicRecord {
  if (v < 0 || v > 0) throw unreadableVersion('RemoveTopicRecord', v);
  const m: RemoveTopicRecord = { topicId: r.uuid() };
  r.skipTags();
  return m;
}

export function writeRemoveTopicRecord(w: ByteWriter, m: RemoveTopicRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('RemoveTopicRecord', v);
  w.uuid(m.topicId);
  w.uvarint(0);
}
