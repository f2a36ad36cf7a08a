// Generated from streams-group-target-assignment-member.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupTargetAssignmentMemberValue {
  activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
}

export interface StreamsGroupTargetAssignmentMemberValueTaskIds {
  subtopologyId: string;
  partitions: number[];
}

export function newStreamsGroupTargetAssignmentMemberValue(fields?: Partial<StreamsGroupTargetAssignmentMemberValue>): StreamsGroupTargetAssignmentMemberValue {
  const m: StreamsGroupTargetAssignmentMemberValue = { activeTasks: [], standbyTasks: [], warmupTasks: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupTargetAssignmentMemberValueTaskIds(fields?: Partial<StreamsGroupTargetAssignmentMemberValueTaskIds>): StreamsGroupTargetAssignmentMemberValueTaskIds {
  const m: StreamsGroupTargetAssignmentMemberValueTaskIds = { subtopologyId: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupTargetAssignmentMemberValue(r: ByteReader, v: number): StreamsGroupTargetAssignmentMemberValue {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupTargetAssignmentMemberValue', v);
  const m: StreamsGroupTargetAssignmentMemberValue = {
    activeTasks: readStreamsGroupTargetAssignmentMemberValueTaskIdsArray(r, v, r.compactArrayLength(3)),
    standbyTasks: readStreamsGroupTargetAssignmentMemberValueTaskIdsArray(r, v, r.compactArrayLength(3)),
    warmupTasks: readStreamsGroupTargetAssignmentMemberValueTaskIdsArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupTargetAssignmentMemberValue(w: ByteWriter, m: StreamsGroupTargetAssignmentMemberValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupTargetAssignmentMemberValue', v);
  w.compactArrayLength(m.activeTasks.length); for (const e of m.activeTasks) writeStreamsGroupTargetAssignmentMemberValueTaskIds(w, e, v);
  w.compactArrayLength(m.standbyTasks.length); for (const e of m.standbyTasks) writeStreamsGroupTargetAssignmentMemberValueTaskIds(w, e, v);
  w.compactArrayLength(m.warmupTasks.length); for (const e of m.warmupTasks) writeStreamsGroupTargetAssignmentMemberValueTaskIds(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupTargetAssignmentMemberValueTaskIds(r: ByteReader, v: number): StreamsGroupTargetAssignmentMemberValueTaskIds {
  const m: StreamsGroupTargetAssignmentMemberValueTaskIds = { subtopologyId: r.compactString(), partitions: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeStreamsGroupTargetAssignmentMemberValueTaskIds(w: ByteWriter, m: StreamsGroupTargetAssignmentMemberValueTaskIds, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  w.uvarint(0);
}

function readStreamsGroupTargetAssignmentMemberValueTaskIdsArray(r: ByteReader, v: number, n: number): StreamsGroupTargetAssignmentMemberValueTaskIds[] {
  const a: StreamsGroupTargetAssignmentMemberValueTaskIds[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupTargetAssignmentMemberValueTaskIds(r, v));
  return a;
}
