// Generated from partitions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32sOrNull, uuidsOrNull, unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface PartitionChangeRecord {
  topicId: string;
  partitionId: number;
  isr: number[] | null;
  leader: number;
  replicas: number[] | null;
  removingReplicas: number[] | null;
  addingReplicas: number[] | null;
  leaderRecoveryState: number;
  directories: string[] | null;
  eligibleLeaderReplicas: number[] | null;
  lastKnownElr: number[] | null;
}

export function newPartitionChangeRecord(fields?: Partial<PartitionChangeRecord>): PartitionChangeRecord {
  const m: PartitionChangeRecord = {
    topicId: ZERO_UUID,
    partitionId: 0,
    isr: null,
    leader: -2,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: -1,
    directories: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readPartitionChangeRecord(r: ByteReader, v: number): PartitionChangeRecord {
  if (v < 0 || v > 0) throw unreadableVersion('PartitionChangeRecord', v);
  const m: PartitionChangeRecord = {
    topicId: r.uuid(),
    partitionId: r.int32(),
    isr: null,
    leader: -2,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: -1,
    directories: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.isr = int32sOrNull(r, r.compactNullableArrayLength(4)); r.endTag(at, size); break;
      case 1: m.leader = r.int32(); r.endTag(at, size); break;
      case 2: m.replicas = int32sOrNull(r, r.compactNullableArrayLength(4)); r.endTag(at, size); break;
      case 3: m.removingReplicas = int32sOrNull(r, r.compactNullableArrayLength(4)); r.endTag(at, size); break;
      case 4: m.addingReplicas = int32sOrNull(r, r.compactNullableArrayLength(4)); r.endTag(at, size); break;
      case 5: m.leaderRecoveryState = r.int8(); r.endTag(at, size); break;
      case 6: m.directories = uuidsOrNull(r, r.compactNullableArrayLength(16)); r.endTag(at, size); break;
      case 7: m.eligibleLeaderReplicas = int32sOrNull(r, r.compactNullableArrayLength(4)); r.endTag(at, size); break;
      case 8: m.lastKnownElr = int32sOrNull(r, r.compactNullableArrayLength(4)); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writePartitionChangeRecord(w: ByteWriter, m: PartitionChangeRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('PartitionChangeRecord', v);
  w.uuid(m.topicId);
  w.int32(m.partitionId);
  const hasIsr = m.isr !== null, hasLeader = m.leader !== -2, hasReplicas = m.replicas !== null, hasRemovingReplicas = m.removingReplicas !== null, hasAddingReplicas = m.addingReplicas !== null, hasLeaderRecoveryState = m.leaderRecoveryState !== -1, hasDirectories = m.directories !== null, hasEligibleLeaderReplicas = m.eligibleLeaderReplicas !== null, hasLastKnownElr = m.lastKnownElr !== null;
  w.uvarint((hasIsr ? 1 : 0) + (hasLeader ? 1 : 0) + (hasReplicas ? 1 : 0) + (hasRemovingReplicas ? 1 : 0) + (hasAddingReplicas ? 1 : 0) + (hasLeaderRecoveryState ? 1 : 0) + (hasDirectories ? 1 : 0) + (hasEligibleLeaderReplicas ? 1 : 0) + (hasLastKnownElr ? 1 : 0));
  if (hasIsr) { const t = new ByteWriter(64); if (m.isr === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.isr.length); for (const e of m.isr) t.int32(e); } w.taggedField(0, t); }
  if (hasLeader) { w.uvarint(1); w.uvarint(4); w.int32(m.leader); }
  if (hasReplicas) { const t = new ByteWriter(64); if (m.replicas === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.replicas.length); for (const e of m.replicas) t.int32(e); } w.taggedField(2, t); }
  if (hasRemovingReplicas) { const t = new ByteWriter(64); if (m.removingReplicas === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.removingReplicas.length); for (const e of m.removingReplicas) t.int32(e); } w.taggedField(3, t); }
  if (hasAddingReplicas) { const t = new ByteWriter(64); if (m.addingReplicas === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.addingReplicas.length); for (const e of m.addingReplicas) t.int32(e); } w.taggedField(4, t); }
  if (hasLeaderRecoveryState) { w.uvarint(5); w.uvarint(1); w.int8(m.leaderRecoveryState); }
  if (hasDirectories) { const t = new ByteWriter(64); if (m.directories === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.directories.length); for (const e of m.directories) t.uuid(e); } w.taggedField(6, t); }
  if (hasEligibleLeaderReplicas) { const t = new ByteWriter(64); if (m.eligibleLeaderReplicas === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.eligibleLeaderReplicas.length); for (const e of m.eligibleLeaderReplicas) t.int32(e); } w.taggedField(7, t); }
  if (hasLastKnownElr) { const t = new ByteWriter(64); if (m.lastKnownElr === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.lastKnownElr.length); for (const e of m.lastKnownElr) t.int32(e); } w.taggedField(8, t); }
}
