// Generated from voters-record.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface VotersRecord {
  version: number;
  voters: VotersRecordVoter[];
}

export interface VotersRecordVoter {
  voterId: number;
  voterDirectoryId: string;
  endpoints: VotersRecordEndpoint[];
  kRaftVersionFeature: VotersRecordKRaftVersionFeature;
}

export interface VotersRecordEndpoint {
  name: string;
  host: string;
  port: number;
}

export interface VotersRecordKRaftVersionFeature {
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export function newVotersRecord(fields?: Partial<VotersRecord>): VotersRecord {
  const m: VotersRecord = { version: 0, voters: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newVotersRecordVoter(fields?: Partial<VotersRecordVoter>): VotersRecordVoter {
  const m: VotersRecordVoter = {
    voterId: 0,
    voterDirectoryId: ZERO_UUID,
    endpoints: [],
    kRaftVersionFeature: newVotersRecordKRaftVersionFeature(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newVotersRecordEndpoint(fields?: Partial<VotersRecordEndpoint>): VotersRecordEndpoint {
  const m: VotersRecordEndpoint = { name: '', host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newVotersRecordKRaftVersionFeature(fields?: Partial<VotersRecordKRaftVersionFeature>): VotersRecordKRaftVersionFeature {
  const m: VotersRecordKRaftVersionFeature = { minSupportedVersion: 0, maxSupportedVersion: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readVotersRecord(r: ByteReader, v: number): VotersRecord {
  if (v < 0 || v > 0) throw unreadableVersion('VotersRecord', v);
  const m: VotersRecord = { version: r.int16(), voters: readVotersRecordVoterArray(r, v, r.compactArrayLength(27)) };
  r.skipTags();
  return m;
}

export function writeVotersRecord(w: ByteWriter, m: VotersRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('VotersRecord', v);
  w.int16(m.version);
  w.compactArrayLength(m.voters.length); for (const e of m.voters) writeVotersRecordVoter(w, e, v);
  w.uvarint(0);
}

function readVotersRecordVoter(r: ByteReader, v: number): VotersRecordVoter {
  const m: VotersRecordVoter = {
    voterId: r.int32(),
    voterDirectoryId: r.uuid(),
    endpoints: readVotersRecordEndpointArray(r, v, r.compactArrayLength(5)),
    kRaftVersionFeature: readVotersRecordKRaftVersionFeature(r, v),
  };
  r.skipTags();
  return m;
}

function writeVotersRecordVoter(w: ByteWriter, m: VotersRecordVoter, v: number): void {
  w.int32(m.voterId);
  w.uuid(m.voterDirectoryId);
  w.compactArrayLength(m.endpoints.length); for (const e of m.endpoints) writeVotersRecordEndpoint(w, e, v);
  writeVotersRecordKRaftVersionFeature(w, m.kRaftVersionFeature, v);
  w.uvarint(0);
}

function readVotersRecordEndpoint(r: ByteReader, v: number): VotersRecordEndpoint {
  const m: VotersRecordEndpoint = { name: r.compactString(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeVotersRecordEndpoint(w: ByteWriter, m: VotersRecordEndpoint, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readVotersRecordKRaftVersionFeature(r: ByteReader, v: number): VotersRecordKRaftVersionFeature {
  const m: VotersRecordKRaftVersionFeature = { minSupportedVersion: r.int16(), maxSupportedVersion: r.int16() };
  r.skipTags();
  return m;
}

function writeVotersRecordKRaftVersionFeature(w: ByteWriter, m: VotersRecordKRaftVersionFeature, v: number): void {
  w.int16(m.minSupportedVersion);
  w.int16(m.maxSupportedVersion);
  w.uvarint(0);
}

function readVotersRecordVoterArray(r: ByteReader, v: number, n: number): VotersRecordVoter[] {
  const a: VotersRecordVoter[] = [];
  for (let i = 0; i < n; i++) a.push(readVotersRecordVoter(r, v));
  return a;
}

function readVotersRecordEndpointArray(r: ByteReader, v: number, n: number): VotersRecordEndpoint[] {
  const a: VotersRecordEndpoint[] = [];
  for (let i = 0; i < n; i++) a.push(readVotersRecordEndpoint(r, v));
  return a;
}
