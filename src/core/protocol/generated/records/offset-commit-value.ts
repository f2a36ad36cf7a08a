// Generated from offset-commit.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface OffsetCommitValue {
  offset: number;
  leaderEpoch: number;
  metadata: string;
  commitTimestamp: number;
  expireTimestamp: number;
  topicId: string;
}

export function newOffsetCommitValue(fields?: Partial<OffsetCommitValue>): OffsetCommitValue {
  const m: OffsetCommitValue = {
    offset: 0,
    leaderEpoch: -1,
    metadata: '',
    commitTimestamp: 0,
    expireTimestamp: -1,
    topicId: ZERO_UUID,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readOffsetCommitValue(r: ByteReader, v: number): OffsetCommitValue {
  if (v < 0 || v > 4) throw unreadableVersion('OffsetCommitValue', v);
  const f = v === 4;
  const m: OffsetCommitValue = {
    offset: r.int64(),
    leaderEpoch: v >= 3 ? r.int32() : -1,
    metadata: (f ? r.compactString() : r.string()),
    commitTimestamp: r.int64(),
    expireTimestamp: v === 1 ? r.int64() : -1,
    topicId: ZERO_UUID,
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.topicId = r.uuid(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeOffsetCommitValue(w: ByteWriter, m: OffsetCommitValue, v: number): void {
  if (v < 0 || v > 4) throw unwritableVersion('OffsetCommitValue', v);
  const f = v === 4;
  w.int64(m.offset);
  if (v >= 3) w.int32(m.leaderEpoch);
  if (f) w.compactString(m.metadata); else w.string(m.metadata);
  w.int64(m.commitTimestamp);
  if (v === 1) w.int64(m.expireTimestamp);
  if (f) {
  const hasTopicId = m.topicId !== ZERO_UUID;
  w.uvarint((hasTopicId ? 1 : 0));
  if (hasTopicId) { w.uvarint(0); w.uvarint(16); w.uuid(m.topicId); }
  }
}
