// Generated from share-update.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareUpdateKey {
  groupId: string;
  topicId: string;
  partition: number;
}

export function newShareUpdateKey(fields?: Partial<ShareUpdateKey>): ShareUpdateKey {
  const m: ShareUpdateKey = { groupId: '', topicId: ZERO_UUID, partition: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareUpdateKey(r: ByteReader, v: number): ShareUpdateKey {
  if (v < 0 || v > 0) throw unreadableVersion('ShareUpdateKey', v);
  return { groupId: r.string(), topicId: r.uuid(), partition: r.int32() };
}

export function writeShareUpdateKey(w: ByteWriter, m: ShareUpdateKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareUpdateKey', v);
  w.string(m.groupId);
  w.uuid(m.topicId);
  w.int32(m.partition);
}
