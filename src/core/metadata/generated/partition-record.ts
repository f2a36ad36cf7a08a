// Generated from partitions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, uuids, unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface PartitionRecord {
  topicId: string;
  partitionId: number;
  replicas: number[];
  isr: number[];
  removingReplicas: number[];
  addingReplicas: number[];
  leader: number;
  leaderRecoveryState: number;
  leaderEpoch: number;
  partitionEpoch: number;
  directories: string[];
  eligibleLeaderReplicas: number[];
  lastKnownElr: number[];
}

export function newPartitionRecord(fields?: Partial<PartitionRecord>): PartitionRecord {
  const m: PartitionRecord = {
    topicId: ZERO_UUID,
    partitionId: 0,
    replicas: [],
    isr: [],
    removingReplicas: [],
    addingReplicas: [],
    leader: -1,
    leaderRecoveryState: 0,
    leaderEpoch: 0,
    partitionEpoch: 0,
    directories: [],
    eligibleLeaderReplicas: [],
    lastKnownElr: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readPartitionRecord(r: ByteReader, v: number): PartitionRecord {
  if (v < 0 || v > 0) throw unreadableVersion('PartitionRecord', v);
  const m: PartitionRecord = {
    topicId: r.uuid(),
    partitionId: r.int32(),
    replicas: int32s(r, r.compactArrayLength(4)),
    isr: int32s(r, r.compactArrayLength(4)),
    removingReplicas: int32s(r, r.compactArrayLength(4)),
    addingReplicas: int32s(r, r.compactArrayLength(4)),
    leader: r.int32(),
    leaderRecoveryState: r.int8(),
    leaderEpoch: r.int32(),
    partitionEpoch: r.int32(),
    directories: uuids(r, r.compactArrayLength(16)),
    eligibleLeaderReplicas: int32s(r, r.compactArrayLength(4)),
    lastKnownElr: int32s(r, r.compactArrayLength(4)),
  };
  r.skipTags();
  return m;
}

export function writePartitionRecord(w: ByteWriter, m: PartitionRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('PartitionRecord', v);
  w.uuid(m.topicId);
  w.int32(m.partitionId);
  w.compactArrayLength(m.replicas.length); for (const e of m.replicas) w.int32(e);
  w.compactArrayLength(m.isr.length); for (const e of m.isr) w.int32(e);
  w.compactArrayLength(m.removingReplicas.length); for (const e of m.removingReplicas) w.int32(e);
  w.compactArrayLength(m.addingReplicas.length); for (const e of m.addingReplicas) w.int32(e);
  w.int32(m.leader);
  w.int8(m.leaderRecoveryState);
  w.int32(m.leaderEpoch);
  w.int32(m.partitionEpoch);
  w.compactArrayLength(m.directories.length); for (const e of m.directories) w.uuid(e);
  w.compactArrayLength(m.eligibleLeaderReplicas.length); for (const e of m.eligibleLeaderReplicas) w.int32(e);
  w.compactArrayLength(m.lastKnownElr.length); for (const e of m.lastKnownElr) w.int32(e);
  w.uvarint(0);
}
