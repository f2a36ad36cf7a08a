// Generated from streams-group-member-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupMemberMetadataValue {
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  rebalanceTimeoutMs: number;
  topologyEpoch: number;
  processId: string;
  userEndpoint: StreamsGroupMemberMetadataValueEndpoint | null;
  clientTags: StreamsGroupMemberMetadataValueKeyValue[];
}

export interface StreamsGroupMemberMetadataValueEndpoint {
  host: string;
  port: number;
}

export interface StreamsGroupMemberMetadataValueKeyValue {
  key: string;
  value: string;
}

export function newStreamsGroupMemberMetadataValue(fields?: Partial<StreamsGroupMemberMetadataValue>): StreamsGroupMemberMetadataValue {
  const m: StreamsGroupMemberMetadataValue = {
    instanceId: '',
    rackId: '',
    clientId: '',
    clientHost: '',
    rebalanceTimeoutMs: -1,
    topologyEpoch: 0,
    processId: '',
    userEndpoint: null,
    clientTags: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupMemberMetadataValueEndpoint(fields?: Partial<StreamsGroupMemberMetadataValueEndpoint>): StreamsGroupMemberMetadataValueEndpoint {
  const m: StreamsGroupMemberMetadataValueEndpoint = { host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupMemberMetadataValueKeyValue(fields?: Partial<StreamsGroupMemberMetadataValueKeyValue>): StreamsGroupMemberMetadataValueKeyValue {
  const m: StreamsGroupMemberMetadataValueKeyValue = { key: '', value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupMemberMetadataValue(r: ByteReader, v: number): StreamsGroupMemberMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupMemberMetadataValue', v);
  const m: StreamsGroupMemberMetadataValue = {
    instanceId: r.compactNullableString(),
    rackId: r.compactNullableString(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    rebalanceTimeoutMs: r.int32(),
    topologyEpoch: r.int32(),
    processId: r.compactString(),
    userEndpoint: (r.int8() < 0 ? null : readStreamsGroupMemberMetadataValueEndpoint(r, v)),
    clientTags: readStreamsGroupMemberMetadataValueKeyValueArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupMemberMetadataValue(w: ByteWriter, m: StreamsGroupMemberMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupMemberMetadataValue', v);
  w.compactNullableString(m.instanceId);
  w.compactNullableString(m.rackId);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.int32(m.rebalanceTimeoutMs);
  w.int32(m.topologyEpoch);
  w.compactString(m.processId);
  if (m.userEndpoint === null) w.int8(-1); else { w.int8(1); writeStreamsGroupMemberMetadataValueEndpoint(w, m.userEndpoint, v); }
  w.compactArrayLength(m.clientTags.length); for (const e of m.clientTags) writeStreamsGroupMemberMetadataValueKeyValue(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupMemberMetadataValueEndpoint(r: ByteReader, v: number): StreamsGroupMemberMetadataValueEndpoint {
  const m: StreamsGroupMemberMetadataValueEndpoint = { host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeStreamsGroupMemberMetadataValueEndpoint(w: ByteWriter, m: StreamsGroupMemberMetadataValueEndpoint, v: number): void {
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readStreamsGroupMemberMetadataValueKeyValue(r: ByteReader, v: number): StreamsGroupMemberMetadataValueKeyValue {
  const m: StreamsGroupMemberMetadataValueKeyValue = { key: r.compactString(), value: r.compactString() };
  r.skipTags();
  return m;
}

function writeStreamsGroupMemberMetadataValueKeyValue(w: ByteWriter, m: StreamsGroupMemberMetadataValueKeyValue, v: number): void {
  w.compactString(m.key);
  w.compactString(m.value);
  w.uvarint(0);
}

function readStreamsGroupMemberMetadataValueKeyValueArray(r: ByteReader, v: number, n: number): StreamsGroupMemberMetadataValueKeyValue[] {
  const a: StreamsGroupMemberMetadataValueKeyValue[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupMemberMetadataValueKeyValue(r, v));
  return a;
}
