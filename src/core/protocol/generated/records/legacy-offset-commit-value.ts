// Generated from legacy-offset-commit.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface LegacyOffsetCommitValue {
  offset: number;
  metadata: string;
  commitTimestamp: number;
}

export function newLegacyOffsetCommitValue(fields?: Partial<LegacyOffsetCommitValue>): LegacyOffsetCommitValue {
  const m: LegacyOffsetCommitValue = { offset: 0, metadata: '', commitTimestamp: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readLegacyOffsetCommitValue(r: ByteReader, v: number): LegacyOffsetCommitValue {
  if (v < 0 || v > 0) throw unreadableVersion('LegacyOffsetCommitValue', v);
  return { offset: r.int64(), metadata: r.string(), commitTimestamp: r.int64() };
}

export function writeLegacyOffsetCommitValue(w: ByteWriter, m: LegacyOffsetCommitValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('LegacyOffsetCommitValue', v);
  w.int64(m.offset);
  w.string(m.metadata);
  w.int64(m.commitTimestamp);
}
