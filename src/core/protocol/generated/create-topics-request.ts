// Generated from create-topics.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface CreateTopicsRequest {
  topics: CreateTopicsRequestCreatableTopic[];
  timeoutMs: number;
  validateOnly: boolean;
}

export interface CreateTopicsRequestCreatableTopic {
  name: string;
  numPartitions: number;
  replicationFactor: number;
  assignments: CreateTopicsRequestCreatableReplicaAssignment[];
  configs: CreateTopicsRequestCreatableTopicConfig[];
}

export interface CreateTopicsRequestCreatableReplicaAssignment {
  partitionIndex: number;
  brokerIds: number[];
}

export interface CreateTopicsRequestCreatableTopicConfig {
  name: string;
  value: string | null;
}

export function newCreateTopicsRequest(fields?: Partial<CreateTopicsRequest>): CreateTopicsRequest {
  const m: CreateTopicsRequest = { topics: [], timeoutMs: 60000, validateOnly: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreateTopicsRequestCreatableTopic(fields?: Partial<CreateTopicsRequestCreatableTopic>): CreateTopicsRequestCreatableTopic {
  const m: CreateTopicsRequestCreatableTopic = { name: '', numPartitions: 0, replicationFactor: 0, assignments: [], configs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreateTopicsRequestCreatableReplicaAssignment(fields?: Partial<CreateTopicsRequestCreatableReplicaAssignment>): CreateTopicsRequestCreatableReplicaAssignment {
  const m: CreateTopicsRequestCreatableReplicaAssignment = { partitionIndex: 0, brokerIds: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newCreateTopicsRequestCreatableTopicConfig(fields?: Partial<CreateTopicsRequestCreatableTopicConfig>): CreateTopicsRequestCreatableTopicConfig {
  const m: CreateTopicsRequestCreatableTopicConfig = { name: '', value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readCreateTopicsRequest(r: ByteReader, v: number): CreateTopicsRequest {
  if (v < 2 || v > 7) throw unreadableVersion('CreateTopicsRequest', v);
  const f = v >= 5;
  const m: CreateTopicsRequest = {
    topics: readCreateTopicsRequestCreatableTopicArray(r, v, f ? r.compactArrayLength(10) : r.arrayLength(16)),
    timeoutMs: r.int32(),
    validateOnly: r.bool(),
  };
  if (f) r.skipTags();
  return m;
}

export function writeCreateTopicsRequest(w: ByteWriter, m: CreateTopicsRequest, v: number): void {
  if (v < 2 || v > 7) throw unwritableVersion('CreateTopicsRequest', v);
  const f = v >= 5;
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeCreateTopicsRequestCreatableTopic(w, e, v);
  w.int32(m.timeoutMs);
  w.bool(m.validateOnly);
  if (f) w.uvarint(0);
}

function readCreateTopicsRequestCreatableTopic(r: ByteReader, v: number): CreateTopicsRequestCreatableTopic {
  const f = v >= 5;
  const m: CreateTopicsRequestCreatableTopic = {
    name: (f ? r.compactString() : r.string()),
    numPartitions: r.int32(),
    replicationFactor: r.int16(),
    assignments: readCreateTopicsRequestCreatableReplicaAssignmentArray(r, v, f ? r.compactArrayLength(6) : r.arrayLength(8)),
    configs: readCreateTopicsRequestCreatableTopicConfigArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeCreateTopicsRequestCreatableTopic(w: ByteWriter, m: CreateTopicsRequestCreatableTopic, v: number): void {
  const f = v >= 5;
  if (f) w.compactString(m.name); else w.string(m.name);
  w.int32(m.numPartitions);
  w.int16(m.replicationFactor);
  if (f) w.compactArrayLength(m.assignments.length); else w.arrayLength(m.assignments.length); for (const e of m.assignments) writeCreateTopicsRequestCreatableReplicaAssignment(w, e, v);
  if (f) w.compactArrayLength(m.configs.length); else w.arrayLength(m.configs.length); for (const e of m.configs) writeCreateTopicsRequestCreatableTopicConfig(w, e, v);
  if (f) w.uvarint(0);
}

function readCreateTopicsRequestCreatableReplicaAssignment(r: ByteReader, v: number): CreateTopicsRequestCreatableReplicaAssignment {
  const f = v >= 5;
  const m: CreateTopicsRequestCreatableReplicaAssignment = {
    partitionIndex: r.int32(),
    brokerIds: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeCreateTopicsRequestCreatableReplicaAssignment(w: ByteWriter, m: CreateTopicsRequestCreatableReplicaAssignment, v: number): void {
  const f = v >= 5;
  w.int32(m.partitionIndex);
  if (f) w.compactArrayLength(m.brokerIds.length); else w.arrayLength(m.brokerIds.length); for (const e of m.brokerIds) w.int32(e);
  if (f) w.uvarint(0);
}

function readCreateTopicsRequestCreatableTopicConfig(r: ByteReader, v: number): CreateTopicsRequestCreatableTopicConfig {
  const f = v >= 5;
  const m: CreateTopicsRequestCreatableTopicConfig = {
    name: (f ? r.compactString() : r.string()),
    value: (f ? r.compactNullableString() : r.nullableString()),
  };
  if (f) r.skipTags();
  return m;
}

function writeCreateTopicsRequestCreatableTopicConfig(w: ByteWriter, m: CreateTopicsRequestCreatableTopicConfig, v: number): void {
  const f = v >= 5;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactNullableString(m.value); else w.nullableString(m.value);
  if (f) w.uvarint(0);
}

function readCreateTopicsRequestCreatableTopicArray(r: ByteReader, v: number, n: number): CreateTopicsRequestCreatableTopic[] {
  const a: CreateTopicsRequestCreatableTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readCreateTopicsRequestCreatableTopic(r, v));
  return a;
}

function readCreateTopicsRequestCreatableReplicaAssignmentArray(r: ByteReader, v: number, n: number): CreateTopicsRequestCreatableReplicaAssignment[] {
  const a: CreateTopicsRequestCreatableReplicaAssignment[] = [];
  for (let i = 0; i < n; i++) a.push(readCreateTopicsRequestCreatableReplicaAssignment(r, v));
  return a;
}

function readCreateTopicsRequestCreatableTopicConfigArray(r: ByteReader, v: number, n: number): CreateTopicsRequestCreatableTopicConfig[] {
  const a: CreateTopicsRequestCreatableTopicConfig[] = [];
  for (let i = 0; i < n; i++) a.push(readCreateTopicsRequestCreatableTopicConfig(r, v));
  return a;
}
