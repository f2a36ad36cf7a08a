// Generated from offset-commit.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface OffsetCommitKey {
  group: string;
  topic: string;
  partition: number;
}

export function newOffsetCommitKey(fields?: Partial<OffsetCommitKey>): OffsetCommitKey {
  const m: OffsetCommitKey = { group: '', topic: '', partition: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetCommitKey(r: ByteReader, v: number): OffsetCommitKey {
  if (v < 0 || v > 0) throw unreadableVersion('OffsetCommitKey', v);
  return { group: r.string(), topic: r.string(), partition: r.int32() };
}

export function writeOffsetCommitKey(w: ByteWriter, m: OffsetCommitKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('OffsetCommitKey', v);
  w.string(m.group);
  w.string(m.topic);
  w.int32(m.partition);
}
