// Generated from alter-replica-log-dirs.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface AlterReplicaLogDirsRequest {
  dirs: AlterReplicaLogDirsRequestAlterReplicaLogDir[];
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDir {
  path: string;
  topics: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic[];
}

export interface AlterReplicaLogDirsRequestAlterReplicaLogDirTopic {
  name: string;
  partitions: number[];
}

export function newAlterReplicaLogDirsRequest(fields?: Partial<AlterReplicaLogDirsRequest>): AlterReplicaLogDirsRequest {
  const m: AlterReplicaLogDirsRequest = { dirs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterReplicaLogDirsRequestAlterReplicaLogDir(fields?: Partial<AlterReplicaLogDirsRequestAlterReplicaLogDir>): AlterReplicaLogDirsRequestAlterReplicaLogDir {
  const m: AlterReplicaLogDirsRequestAlterReplicaLogDir = { path: '', topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(fields?: Partial<AlterReplicaLogDirsRequestAlterReplicaLogDirTopic>): AlterReplicaLogDirsRequestAlterReplicaLogDirTopic {
  const m: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAlterReplicaLogDirsRequest(r: ByteReader, v: number): AlterReplicaLogDirsRequest {
  if (v < 1 || v > 2) throw unreadableVersion('AlterReplicaLogDirsRequest', v);
  const f = v === 2;
  const m: AlterReplicaLogDirsRequest = {
    dirs: readAlterReplicaLogDirsRequestAlterReplicaLogDirArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

export function writeAlterReplicaLogDirsRequest(w: ByteWriter, m: AlterReplicaLogDirsRequest, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('AlterReplicaLogDirsRequest', v);
  const f = v === 2;
  if (f) w.compactArrayLength(m.dirs.length); else w.arrayLength(m.dirs.length); for (const e of m.dirs) writeAlterReplicaLogDirsRequestAlterReplicaLogDir(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterReplicaLogDirsRequestAlterReplicaLogDir(r: ByteReader, v: number): AlterReplicaLogDirsRequestAlterReplicaLogDir {
  const f = v === 2;
  const m: AlterReplicaLogDirsRequestAlterReplicaLogDir = {
    path: (f ? r.compactString() : r.string()),
    topics: readAlterReplicaLogDirsRequestAlterReplicaLogDirTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterReplicaLogDirsRequestAlterReplicaLogDir(w: ByteWriter, m: AlterReplicaLogDirsRequestAlterReplicaLogDir, v: number): void {
  const f = v === 2;
  if (f) w.compactString(m.path); else w.string(m.path);
  if (f) w.compactArrayLength(m.topics.length); else w.arrayLength(m.topics.length); for (const e of m.topics) writeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(w, e, v);
  if (f) w.uvarint(0);
}

function readAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(r: ByteReader, v: number): AlterReplicaLogDirsRequestAlterReplicaLogDirTopic {
  const f = v === 2;
  const m: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic = {
    name: (f ? r.compactString() : r.string()),
    partitions: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(w: ByteWriter, m: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic, v: number): void {
  const f = v === 2;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  if (f) w.uvarint(0);
}

function readAlterReplicaLogDirsRequestAlterReplicaLogDirArray(r: ByteReader, v: number, n: number): AlterReplicaLogDirsRequestAlterReplicaLogDir[] {
  const a: AlterReplicaLogDirsRequestAlterReplicaLogDir[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterReplicaLogDirsRequestAlterReplicaLogDir(r, v));
  return a;
}

function readAlterReplicaLogDirsRequestAlterReplicaLogDirTopicArray(r: ByteReader, v: number, n: number): AlterReplicaLogDirsRequestAlterReplicaLogDirTopic[] {
  const a: AlterReplicaLogDirsRequestAlterReplicaLogDirTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readAlterReplicaLogDirsRequestAlterReplicaLogDirTopic(r, v));
  return a;
}
