// Generated from alter-partition.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { int32s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface AlterPartitionRequest {
  brokerId: number;
  brokerEpoch: number;
  topics: AlterPartitionRequestTopicData[];
}

export interface AlterPartitionRequestTopicData {
  topicId: string;
  partitions: AlterPartitionRequestPartitionData[];
}

export interface AlterPartitionRequestPartitionData {
  partitionIndex: number;
  leaderEpoch: number;
  newIsr: number[];
  newIsrWithEpochs: AlterPartitionRequestBrokerState[];
  leaderRecoveryState: number;
  partitionEpoch: number;
}

export interface AlterPartitionRequestBrokerState {
  brokerId: number;
  brokerEpoch: number;
}

export function newAlterPartitionRequest(fields?: Partial<AlterPartitionRequest>): AlterPartitionRequest {
  const m: AlterPartitionRequest = { brokerId: 0, brokerEpoch: -1, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionRequestTopicData(fields?: Partial<AlterPartitionRequestTopicData>): AlterPartitionRequestTopicData {
  const m: AlterPartitionRequestTopicData = { topicId: ZERO_UUID, partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionRequestPartitionData(fields?: Partial<AlterPartitionRequestPartitionData>): AlterPartitionRequestPartitionData {
  const m: AlterPartitionRequestPartitionData = {
    partitionIndex: 0,
    leaderEpoch: 0,
    newIsr: [],
    newIsrWithEpochs: [],
    leaderRecoveryState: 0,
    partitionEpoch: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterPartitionRequestBrokerState(fields?: Partial<AlterPartitionRequestBrokerState>): AlterPartitionRequestBrokerState {
  const m: AlterPartitionRequestBrokerState = { brokerId: 0, brokerEpoch: -1 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterPartitionRequest(r: ByteReader, v: number): AlterPartitionRequest {
  if (v < 2 || v > 3) throw unreadableVersion('AlterPartitionRequest', v);
  const m: AlterPartitionRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    topics: readAlterPartitionRequestTopicDataArray(r, v, r.compactArrayLength(18)),
  };
  r.skipTags();
  return m;
}

export function writeAlterPartitionRequest(w: ByteWriter, m: AlterPartitionRequest, v: number): void {
  if (v < 2 || v > 3) throw unwritableVersion('AlterPartitionRequest', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeAlterPartitionRequestTopicData(w, e, v);
  w.uvarint(0);
}

function readAlterPartitionRequestTopicData(r: ByteReader, v: number): AlterPartitionRequestTopicData {
  const m: AlterPartitionRequestTopicData = {
    topicId: r.uuid(),
    partitions: readAlterPartitionRequestPartitionDataArray(r, v, r.compactArrayLength(15)),
  };
  r.skipTags();
  return m;
}

function writeAlterPartitionRequestTopicData(w: ByteWriter, m: AlterPartitionRequestTopicData, v: number): void {
  w.uuid(m.topicId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) writeAlterPartitionRequestPartitionData(w, e, v);
  w.uvarint(0);
}

function readAlterPartitionRequestPartitionData(r: ByteReader, v: number): AlterPartitionRequestPartitionData {
  const m: AlterPartitionRequestPartitionData = {
    partitionIndex: r.int32(),
    leaderEpoch: r.int32(),
    newIsr: v === 2 ? int32s(r, r.compactArrayLength(4)) : [],
    newIsrWithEpochs: v === 3 ? readAlterPartitionRequestBrokerStateArray(r, v, r.compactArrayLength(13)) : [],
    leaderRecoveryState: r.int8(),
    partitionEpoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function writeAlterPartitionRequestPartitionData(w: ByteWriter, m: AlterPartitionRequestPartitionData, v: number): void {
  w.int32(m.partitionIndex);
  w.int32(m.leaderEpoch);
  if (v === 2) { w.compactArrayLength(m.newIsr.length); for (const e of m.newIsr) w.int32(e); } else { if (m.newIsr.length !== 0) throw unsupportedField('AlterPartitionRequestPartitionData.newIsr', v); }
  if (v === 3) { w.compactArrayLength(m.newIsrWithEpochs.length); for (const e of m.newIsrWithEpochs) writeAlterPartitionRequestBrokerState(w, e, v); } else { if (m.newIsrWithEpochs.length !== 0) throw unsupportedField('AlterPartitionRequestPartitionData.newIsrWithEpochs', v); }
  w.int8(m.leaderRecoveryState);
  w.int32(m.partitionEpoch);
  w.uvarint(0);
}

function readAlterPartitionRequestBrokerState(r: ByteReader, v: number): AlterPartitionRequestBrokerState {
  const m: AlterPartitionRequestBrokerState = { brokerId: r.int32(), brokerEpoch: r.int64() };
  r.skipTags();
  return m;
}

function writeAlterPartitionRequestBrokerState(w: ByteWriter, m: AlterPartitionRequestBrokerState, v: number): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.uvarint(0);
}

function readAlterPartitionRequestTopicDataArray(r: ByteReader, v: number, n: number): AlterPartitionRequestTopicData[] {
  const a: AlterPartitionRequestTopicData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionRequestTopicData(r, v));
  return a;
}

function readAlterPartitionRequestPartitionDataArray(r: ByteReader, v: number, n: number): AlterPartitionRequestPartitionData[] {
  const a: AlterPartitionRequestPartitionData[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionRequestPartitionData(r, v));
  return a;
}

function readAlterPartitionRequestBrokerStateArray(r: ByteReader, v: number, n: number): AlterPartitionRequestBrokerState[] {
  const a: AlterPartitionRequestBrokerState[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterPartitionRequestBrokerState(r, v));
  return a;
}
