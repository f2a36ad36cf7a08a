// Generated from leader-change-message.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { ZERO_UUID } from '../../bytes/uuid.ts';
import { unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface LeaderChangeMessage {
  version: number;
  leaderId: number;
  voters: LeaderChangeMessageVoter[];
  grantingVoters: LeaderChangeMessageVoter[];
}

export interface LeaderChangeMessageVoter {
  voterId: number;
  voterDirectoryId: string;
}

export function newLeaderChangeMessage(fields?: Partial<LeaderChangeMessage>): LeaderChangeMessage {
  const m: LeaderChangeMessage = { version: 0, leaderId: 0, voters: [], grantingVoters: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newLeaderChangeMessageVoter(fields?: Partial<LeaderChangeMessageVoter>): LeaderChangeMessageVoter {
  const m: LeaderChangeMessageVoter = { voterId: 0, voterDirectoryId: ZERO_UUID };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readLeaderChangeMessage(r: ByteReader, v: number): LeaderChangeMessage {
  if (v < 0 || v > 1) throw unreadableVersion('LeaderChangeMessage', v);
  const m: LeaderChangeMessage = {
    version: r.int16(),
    leaderId: r.int32(),
    voters: readLeaderChangeMessageVoterArray(r, v, r.compactArrayLength(5)),
    grantingVoters: readLeaderChangeMessageVoterArray(r, v, r.compactArrayLength(5)),
  };
  r.skipTags();
  return m;
}

export function writeLeaderChangeMessage(w: ByteWriter, m: LeaderChangeMessage, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('LeaderChangeMessage', v);
  w.int16(m.version);
  w.int32(m.leaderId);
  w.compactArrayLength(m.voters.length); for (const e of m.voters) writeLeaderChangeMessageVoter(w, e, v);
  w.compactArrayLength(m.grantingVoters.length); for (const e of m.grantingVoters) writeLeaderChangeMessageVoter(w, e, v);
  w.uvarint(0);
}

function readLeaderChangeMessageVoter(r: ByteReader, v: number): LeaderChangeMessageVoter {
  const m: LeaderChangeMessageVoter = { voterId: r.int32(), voterDirectoryId: v === 1 ? r.uuid() : ZERO_UUID };
  r.skipTags();
  return m;
}

function writeLeaderChangeMessageVoter(w: ByteWriter, m: LeaderChangeMessageVoter, v: number): void {
  w.int32(m.voterId);
  if (v === 1) w.uuid(m.voterDirectoryId); else { if (m.voterDirectoryId !== ZERO_UUID) throw unsupportedField('LeaderChangeMessageVoter.voterDirectoryId', v); }
  w.uvarint(0);
}

function readLeaderChangeMessageVoterArray(r: ByteReader, v: number, n: number): LeaderChangeMessageVoter[] {
  const a: LeaderChangeMessageVoter[] = [];
  for (let i = 0; i < n; i++) a.push(readLeaderChangeMessageVoter(r, v));
  return a;
}
