// Generated from share-snapshot.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareSnapshotKey {
  groupId: string;
  topicId: string;
  partition: number;
}

export function newShareSnapshotKey(fields?: Partial<ShareSnapshotKey>): ShareSnapshotKey {
  const m: ShareSnapshotKey = { groupId: '', topicId: ZERO_UUID, partition: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareSnapshotKey(r: ByteReader, v: number): ShareSnapshotKey {
  if (v < 0 || v > 0) throw unreadableVersion('ShareSnapshotKey', v);
  return { groupId: r.string(), topicId: r.uuid(), partition: r.int32() };
}

export function writeShareSnapshotKey(w: ByteWriter, m: ShareSnapshotKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareSnapshotKey', v);
  w.string(m.groupId);
  w.uuid(m.topicId);
  w.int32(m.partition);
}
