// Generated from update-raft-voter.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface UpdateRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  currentLeader: UpdateRaftVoterResponseCurrentLeader;
}

export interface UpdateRaftVoterResponseCurrentLeader {
  leaderId: number;
  leaderEpoch: number;
  host: string;
  port: number;
}

export function newUpdateRaftVoterResponse(fields?: Partial<UpdateRaftVoterResponse>): UpdateRaftVoterResponse {
  const m: UpdateRaftVoterResponse = { throttleTimeMs: 0, errorCode: 0, currentLeader: newUpdateRaftVoterResponseCurrentLeader() };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newUpdateRaftVoterResponseCurrentLeader(fields?: Partial<UpdateRaftVoterResponseCurrentLeader>): UpdateRaftVoterResponseCurrentLeader {
  const m: UpdateRaftVoterResponseCurrentLeader = { leaderId: -1, leaderEpoch: -1, host: '', port: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUpdateRaftVoterResponse(r: ByteReader, v: number): UpdateRaftVoterResponse {
  if (v < 0 || v > 0) throw unreadableVersion('UpdateRaftVoterResponse', v);
  const m: UpdateRaftVoterResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    currentLeader: newUpdateRaftVoterResponseCurrentLeader(),
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.currentLeader = readUpdateRaftVoterResponseCurrentLeader(r, v); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeUpdateRaftVoterResponse(w: ByteWriter, m: UpdateRaftVoterResponse, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('UpdateRaftVoterResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  const hasCurrentLeader = !isDefaultUpdateRaftVoterResponseCurrentLeader(m.currentLeader);
  w.uvarint((hasCurrentLeader ? 1 : 0));
  if (hasCurrentLeader) { const t = new ByteWriter(64); writeUpdateRaftVoterResponseCurrentLeader(t, m.currentLeader, v); w.taggedField(0, t); }
}

function readUpdateRaftVoterResponseCurrentLeader(r: ByteReader, v: number): UpdateRaftVoterResponseCurrentLeader {
  const m: UpdateRaftVoterResponseCurrentLeader = { leaderId: r.int32(), leaderEpoch: r.int32(), host: r.compactString(), port: r.int32() };
  r.skipTags();
  return m;
}

function writeUpdateRaftVoterResponseCurrentLeader(w: ByteWriter, m: UpdateRaftVoterResponseCurrentLeader, v: number): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.compactString(m.host);
  w.int32(m.port);
  w.uvarint(0);
}

function isDefaultUpdateRaftVoterResponseCurrentLeader(m: UpdateRaftVoterResponseCurrentLeader): boolean {
  return !(m.leaderId !== -1 || m.leaderEpoch !== -1 || m.host !== '' || m.port !== 0);
}
