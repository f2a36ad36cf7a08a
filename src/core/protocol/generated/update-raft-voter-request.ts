// Generated from update-raft-voter.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface UpdateRaftVoterRequest {
  clusterId: string | null;
  currentLeaderEpoch: number;
  voterId: number;
  voterDirectoryId: string;
  listeners: UpdateRaftVoterRequestListener[];
  kRaftVersionFeature: UpdateRaftVoterRequestKRaftVersionFeature;
}

export interface UpdateRaftVoterRequestListener {
  name: string;
  host: string;
  port: number;
}

export interface UpdateRaftVoterRequestKRaftVersionFeature {
  minSupportedVersion: number;
  maxSupportedVersion: number;
}

export function newUpdateRaftVoterRequest(fields?: Partial<UpdateRaftVoterRequest>): UpdateRaftVoterRequest {
  const m: UpdateRaftVoterRequest = {
    clusterId: '',
    currentLeaderEpoch: 0,
    voterId: 0,
    voterDirectoryId: ZERO_UUID,
    listeners: [],
    kRaftVersionFeature: newUpdateRaftVoterRequestKRaftVersionFeature(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newUpdateRaftVoterRequestListener(fields?: Partial<UpdateRaftVoterRequestListener>): UpdateRaftVoterRequestListener {
  const m: UpdateRaftVoterRequestListener = { name: '', host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newUpdateRaftVoterRequestKRaftVersionFeature(fields?: Partial<UpdateRaftVoterRequestKRaftVersionFeature>): UpdateRaftVoterRequestKRaftVersionFeature {
  const m: UpdateRaftVoterRequestKRaftVersionFeature = { minSupportedVersion: 0, maxSupportedVersion: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUpdateRaftVoterRequest(r: ByteReader, v: number): UpdateRaftVoterRequest {
  if (v < 0 || v > 0) throw unreadableVersion('UpdateRaftVoterRequest', v);
  const m: UpdateRaftVoterRequest = {
    clusterId: r.compactNullableString(),
    currentLeaderEpoch: r.int32(),
    voterId: r.int32(),
    voterDirectoryId: r.uuid(),
    listeners: readUpdateRaftVoterRequestListenerArray(r, v, r.compactArrayLength(5)),
    kRaftVersionFeature: readUpdateRaftVoterRequestKRaftVersionFeature(r, v),
  };
  r.skipTags();
  return m;
}

export function writeUpdateRaftVoterRequest(w: ByteWriter, m: UpdateRaftVoterRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('UpdateRaftVoterRequest', v);
  w.compactNullableString(m.clusterId);
  w.int32(m.currentLeaderEpoch);
  w.int32(m.voterId);
  w.uuid(m.voterDirectoryId);
  w.compactArrayLength(m.listeners.length); for (const e of m.listeners) writeUpdateRaftVoterRequestListener(w, e, v);
  writeUpdateRaftVoterRequestKRaftVersionFeature(w, m.kRaftVersionFeature, v);
  w.uvarint(0);
}

function readUpdateRaftVoterRequestListener(r: ByteReader, v: number): UpdateRaftVoterRequestListener {
  const m: UpdateRaftVoterRequestListener = { name: r.compactString(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeUpdateRaftVoterRequestListener(w: ByteWriter, m: UpdateRaftVoterRequestListener, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readUpdateRaftVoterRequestKRaftVersionFeature(r: ByteReader, v: number): UpdateRaftVoterRequestKRaftVersionFeature {
  const m: UpdateRaftVoterRequestKRaftVersionFeature = { minSupportedVersion: r.int16(), maxSupportedVersion: r.int16() };
  r.skipTags();
  return m;
}

function writeUpdateRaftVoterRequestKRaftVersionFeature(w: ByteWriter, m: UpdateRaftVoterRequestKRaftVersionFeature, v: number): void {
  w.int16(m.minSupportedVersion);
  w.int16(m.maxSupportedVersion);
  w.uvarint(0);
}

function readUpdateRaftVoterRequestListenerArray(r: ByteReader, v: number, n: number): UpdateRaftVoterRequestListener[] {
  const a: UpdateRaftVoterRequestListener[] = [];
  for (let i = 0; i < n; i++) a.push(readUpdateRaftVoterRequestListener(r, v));
  return a;
}
