// Generated from partitions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface TopicRecord {
  name: string;
  topicId: string;
}

export function newTopicRecord(fields?: Partial<TopicRecord>): TopicRecord {
  const m: TopicRecord = { name: '', topicId: ZERO_UUID };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readTopicRecord(r: ByteReader, v: number): TopicRecord {
  if (v < 0 || v > 0) throw unreadableVersion('TopicRecord', v);
  const m: TopicRecord = { name: r.compactString(), topicId: r.uuid() };
  r.skipTags();
  return m;
}

export function writeTopicRecord(w: ByteWriter, m: TopicRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('TopicRecord', v);
  w.compactString(m.name);
  w.uuid(m.topicId);
  w.uvarint(0);
}
