// Generated from legacy-offset-commit.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface LegacyOffsetCommitKey {
  group: string;
  topic: string;
  partition: number;
}

export function newLegacyOffsetCommitKey(fields?: Partial<LegacyOffsetCommitKey>): LegacyOffsetCommitKey {
  const m: LegacyOffsetCommitKey = { group: '', topic: '', partition: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readLegacyOffsetCommitKey(r: ByteReader, v: number): LegacyOffsetCommitKey {
  if (v < 0 || v > 0) throw unreadableVersion('LegacyOffsetCommitKey', v);
  return { group: r.string(), topic: r.string(), partition: r.int32() };
}

export function writeLegacyOffsetCommitKey(w: ByteWriter, m: LegacyOffsetCommitKey, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('LegacyOffsetCommitKey', v);
  w.string(m.group);
  w.string(m.topic);
  w.int32(m.partition);
}
