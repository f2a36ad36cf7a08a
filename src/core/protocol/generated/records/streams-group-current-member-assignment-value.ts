// Generated from streams-group-current-member-assignment.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import { ByteWriter } from '../../../bytes/byte-writer.ts';
import { int32s, int32sOrNull, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
}

export interface StreamsGroupCurrentMemberAssignmentValueTaskIds {
  subtopologyId: string;
  partitions: number[];
  assignmentEpochs: number[] | null;
}

export function newStreamsGroupCurrentMemberAssignmentValue(fields?: Partial<StreamsGroupCurrentMemberAssignmentValue>): StreamsGroupCurrentMemberAssignmentValue {
  const m: StreamsGroupCurrentMemberAssignmentValue = {
    memberEpoch: 0,
    previousMemberEpoch: 0,
    state: 0,
    activeTasks: [],
    standbyTasks: [],
    warmupTasks: [],
    activeTasksPendingRevocation: [],
    standbyTasksPendingRevocation: [],
    warmupTasksPendingRevocation: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupCurrentMemberAssignmentValueTaskIds(fields?: Partial<StreamsGroupCurrentMemberAssignmentValueTaskIds>): StreamsGroupCurrentMemberAssignmentValueTaskIds {
  const m: StreamsGroupCurrentMemberAssignmentValueTaskIds = { subtopologyId: '', partitions: [], assignmentEpochs: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupCurrentMemberAssignmentValue(r: ByteReader, v: number): StreamsGroupCurrentMemberAssignmentValue {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupCurrentMemberAssignmentValue', v);
  const m: StreamsGroupCurrentMemberAssignmentValue = {
    memberEpoch: r.int32(),
    previousMemberEpoch: r.int32(),
    state: r.int8(),
    activeTasks: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray(r, v, r.compactArrayLength(3)),
    standbyTasks: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray(r, v, r.compactArrayLength(3)),
    warmupTasks: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray(r, v, r.compactArrayLength(3)),
    activeTasksPendingRevocation: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray(r, v, r.compactArrayLength(3)),
    standbyTasksPendingRevocation: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray(r, v, r.compactArrayLength(3)),
    warmupTasksPendingRevocation: readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

export function writeStreamsGroupCurrentMemberAssignmentValue(w: ByteWriter, m: StreamsGroupCurrentMemberAssignmentValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupCurrentMemberAssignmentValue', v);
  w.int32(m.memberEpoch);
  w.int32(m.previousMemberEpoch);
  w.int8(m.state);
  w.compactArrayLength(m.activeTasks.length); for (const e of m.activeTasks) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, e, v);
  w.compactArrayLength(m.standbyTasks.length); for (const e of m.standbyTasks) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, e, v);
  w.compactArrayLength(m.warmupTasks.length); for (const e of m.warmupTasks) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, e, v);
  w.compactArrayLength(m.activeTasksPendingRevocation.length); for (const e of m.activeTasksPendingRevocation) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, e, v);
  w.compactArrayLength(m.standbyTasksPendingRevocation.length); for (const e of m.standbyTasksPendingRevocation) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, e, v);
  w.compactArrayLength(m.warmupTasksPendingRevocation.length); for (const e of m.warmupTasksPendingRevocation) writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w, e, v);
  w.uvarint(0);
}

function readStreamsGroupCurrentMemberAssignmentValueTaskIds(r: ByteReader, v: number): StreamsGroupCurrentMemberAssignmentValueTaskIds {
  const m: StreamsGroupCurrentMemberAssignmentValueTaskIds = {
    subtopologyId: r.compactString(),
    partitions: int32s(r, r.compactArrayLength(4)),
    assignmentEpochs: [],
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.assignmentEpochs = int32sOrNull(r, r.compactNullableArrayLength(4)); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

function writeStreamsGroupCurrentMemberAssignmentValueTaskIds(w: ByteWriter, m: StreamsGroupCurrentMemberAssignmentValueTaskIds, v: number): void {
  w.compactString(m.subtopologyId);
  w.compactArrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  const hasAssignmentEpochs = (m.assignmentEpochs === null || m.assignmentEpochs.length !== 0);
  w.uvarint((hasAssignmentEpochs ? 1 : 0));
  if (hasAssignmentEpochs) { const t = new ByteWriter(64); if (m.assignmentEpochs === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.assignmentEpochs.length); for (const e of m.assignmentEpochs) t.int32(e); } w.taggedField(0, t); }
}

function readStreamsGroupCurrentMemberAssignmentValueTaskIdsArray(r: ByteReader, v: number, n: number): StreamsGroupCurrentMemberAssignmentValueTaskIds[] {
  const a: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupCurrentMemberAssignmentValueTaskIds(r, v));
  return a;
}
