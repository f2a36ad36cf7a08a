// Generated from add-raft-voter.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface AddRaftVoterRequest {
  clusterId: string | null;
  timeoutMs: number;
  voterId: number;
  voterDirectoryId: string;
  listeners: AddRaftVoterRequestListener[];
  ackWhenCommitted: boolean;
}

export interface AddRaftVoterRequestListener {
  name: string;
  host: string;
  port: number;
}

export function newAddRaftVoterRequest(fields?: Partial<AddRaftVoterRequest>): AddRaftVoterRequest {
  const m: AddRaftVoterRequest = {
    clusterId: '',
    timeoutMs: 0,
    voterId: 0,
    voterDirectoryId: ZERO_UUID,
    listeners: [],
    ackWhenCommitted: true,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAddRaftVoterRequestListener(fields?: Partial<AddRaftVoterRequestListener>): AddRaftVoterRequestListener {
  const m: AddRaftVoterRequestListener = { name: '', host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAddRaftVoterRequest(r: ByteReader, v: number): AddRaftVoterRequest {
  if (v < 0 || v > 1) throw unreadableVersion('AddRaftVoterRequest', v);
  const m: AddRaftVoterRequest = {
    clusterId: r.compactNullableString(),
    timeoutMs: r.int32(),
    voterId: r.int32(),
    voterDirectoryId: r.uuid(),
    listeners: readAddRaftVoterRequestListenerArray(r, v, r.compactArrayLength(5)),
    ackWhenCommitted: v === 1 ? r.bool() : true,
  };
  r.skipTags();
  return m;
}

export function writeAddRaftVoterRequest(w: ByteWriter, m: AddRaftVoterRequest, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('AddRaftVoterRequest', v);
  w.compactNullableString(m.clusterId);
  w.int32(m.timeoutMs);
  w.int32(m.voterId);
  w.uuid(m.voterDirectoryId);
  w.compactArrayLength(m.listeners.length); for (const e of m.listeners) writeAddRaftVoterRequestListener(w, e, v);
  if (v === 1) w.bool(m.ackWhenCommitted); else { if (m.ackWhenCommitted !== true) throw unsupportedField('AddRaftVoterRequest.ackWhenCommitted', v); }
  w.uvarint(0);
}

function readAddRaftVoterRequestListener(r: ByteReader, v: number): AddRaftVoterRequestListener {
  const m: AddRaftVoterRequestListener = { name: r.compactString(), host: r.compactString(), port: r.uint16() };
  r.skipTags();
  return m;
}

function writeAddRaftVoterRequestListener(w: ByteWriter, m: AddRaftVoterRequestListener, v: number): void {
  w.compactString(m.name);
  w.compactString(m.host);
  w.uint16(m.port);
  w.uvarint(0);
}

function readAddRaftVoterRequestListenerArray(r: ByteReader, v: number, n: number): AddRaftVoterRequestListener[] {
  const a: AddRaftVoterRequestListener[] = [];
  for (let i = 0; i < n; i++) a.push(readAddRaftVoterRequestListener(r, v));
  return a;
}
