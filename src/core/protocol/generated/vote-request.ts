// Generated from vote.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface VoteRequest {
  clusterId: string | null;
  voterId: number;
  topics: VoteRequestTopicData[];
}

export interface VoteRequestTopicData {
  topicName: string;
  partitions: VoteRequestPartitionData[];
}

export interface VoteRequestPartitionData {
  partitionIndex: number;
  replicaEpoch: number;
  replicaId: number;
  replicaDirectoryId: string;
  voterDirectoryId: string;
  lastOffsetEpoch: number;
  lastOffset: number;
  preVote: boolean;
}

export function newVoteRequest(fields?: Partial<VoteRequest>): VoteRequest {
  const m: VoteRequest = { clusterId: null, voterId: -1, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newVoteRequestTopicData(fields?: Partial<VoteRequestTopicData>): VoteRequestTopicData {
  const m: VoteRequestTopicData = { topicName: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newVoteRequestPartitionData(fields?: Partial<VoteRequestPartitionData>): VoteRequestPartitionData {
  const m: VoteRequestPartitionData = {
    partitionIndex: 0,
    replicaEpoch: 0,
    replicaId: 0,
    replicaDirectoryId: ZERO_UUID,
    voterDirectoryId: ZERO_UUID,
    lastOffsetEpoch: 0,
    lastOffset: 0,
    preVote: false,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readVoteRequest(r: ByteReader, v: number): VoteRequest {
  if (v < 0 || v > 2) throw unreadableVersion('VoteRequest', v);
  const m: VoteRequest = {
    clusterId: r.compactNullableString(),
    voterId: v >= 1 ? r.int32() : -1,
    topics: readVoteRequestTopicDataArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeVoteRequest(w: ByteWriter, m: VoteRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('VoteRequest', v);
  w.compactNullableString(m.clusterId);
  if (v >= 1) w.int32(m.voterId);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeVoteRequestTopicData(w, e, v);
  w.uvarint(0);
}

function readVoteRequestTopicData(r: ByteReader, v: number): VoteRequestTopicData {
  const m: VoteRequestTopicData = {
    topicName: r.compactString(),
    partitions: readVoteRequestPartitionDataArray(r, v, r.compactArrayLength(25)),
  };
  r.skipTags();
  return m;
}

function writeVoteRequestTopicData(w: ByteWriter, m: VoteRequestTopicData, v: number): void {
  w.compactString(m.topicName);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeVoteRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readVoteRequestPartitionData(r: ByteReader, v: number): VoteRequestPartitionData {
  const m: VoteRequestPartitionData = {
    partitionIndex: r.int32(),
    replicaEpoch: r.int32(),
    replicaId: r.int32(),
    replicaDirectoryId: v >= 1 ? r.uuid() : ZERO_UUID,
    voterDirectoryId: v >= 1 ? r.uuid() : ZERO_UUID,
    lastOffsetEpoch: r.int32(),
    lastOffset: r.int64(),
    preVote: v === 2 ? r.bool() : false,
  };
  r.skipTags();
  return m;
}

function writeVoteRequestPartitionData(w: ByteWriter, m: VoteRequestPartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.int32(m.replicaEpoch);
  w.int32(m.replicaId);
  if (v >= 1) w.uuid(m.replicaDirectoryId);
  if (v >= 1) w.uuid(m.voterDirectoryId);
  w.int32(m.lastOffsetEpoch);
  w.int64(m.lastOffset);
  if (v === 2) w.bool(m.preVote); else { if (m.preVote !== false) throw unsupportedField('VoteRequestPartitionData.preVote', v); }
  w.uvarint(0);
}

function readVoteRequestTopicDataArray(r: ByteReader, v: number, n: number): VoteRequestTopicData[] {
  const a: VoteRequestTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readVoteRequestTopicData(r, v));
  return a;
}

function readVoteRequestPartitionDataArray(r: ByteReader, v: number, n: number): VoteRequestPartitionData[] {
  const a: VoteRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readVoteRequestPartitionData(r, v));
  return a;
}
