// Generated from streams-group-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupMetadataValue {
  epoch: number;
  metadataHash: number;
  validatedTopologyEpoch: number;
  lastAssignmentConfigs: StreamsGroupMetadataValueLastAssignmentConfig[] | null;
  storedDescriptionTopologyEpoch: number;
  failedDescriptionTopologyEpoch: number;
}

export interface StreamsGroupMetadataValueLastAssignmentConfig {
  key: string;
  value: string;
}

export function newStreamsGroupMetadataValue(fields?: Partial<StreamsGroupMetadataValue>): StreamsGroupMetadataValue {
  const m: StreamsGroupMetadataValue = {
    epoch: 0,
    metadataHash: 0,
    validatedTopologyEpoch: -1,
    lastAssignmentConfigs: [],
    storedDescriptionTopologyEpoch: -1,
    failedDescriptionTopologyEpoch: -1,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newStreamsGroupMetadataValueLastAssignmentConfig(fields?: Partial<StreamsGroupMetadataValueLastAssignmentConfig>): StreamsGroupMetadataValueLastAssignmentConfig {
  const m: StreamsGroupMetadataValueLastAssignmentConfig = { key: '', value: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupMetadataValue(r: ByteReader, v: number): StreamsGroupMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupMetadataValue', v);
  const m: StreamsGroupMetadataValue = {
    epoch: r.int32(),
    metadataHash: r.int64(),
    validatedTopologyEpoch: -1,
    lastAssignmentConfigs: [],
    storedDescriptionTopologyEpoch: -1,
    failedDescriptionTopologyEpoch: -1,
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.validatedTopologyEpoch = r.int32(); r.endTag(at, size); break;
      case 1: m.lastAssignmentConfigs = readStreamsGroupMetadataValueLastAssignmentConfigArrayOrNull(r, v, r.compactNullableArrayLength(3)); r.endTag(at, size); break;
      case 2: m.storedDescriptionTopologyEpoch = r.int32(); r.endTag(at, size); break;
      case 3: m.failedDescriptionTopologyEpoch = r.int32(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeStreamsGroupMetadataValue(w: ByteWriter, m: StreamsGroupMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupMetadataValue', v);
  w.int32(m.epoch);
  w.int64(m.metadataHash);
  const hasValidatedTopologyEpoch = m.validatedTopologyEpoch !== -1, hasLastAssignmentConfigs = (m.lastAssignmentConfigs === null || m.lastAssignmentConfigs.length !== 0), hasStoredDescriptionTopologyEpoch = m.storedDescriptionTopologyEpoch !== -1, hasFailedDescriptionTopologyEpoch = m.failedDescriptionTopologyEpoch !== -1;
  w.uvarint((hasValidatedTopologyEpoch ? 1 : 0) + (hasLastAssignmentConfigs ? 1 : 0) + (hasStoredDescriptionTopologyEpoch ? 1 : 0) + (hasFailedDescriptionTopologyEpoch ? 1 : 0));
  if (hasValidatedTopologyEpoch) { w.uvarint(0); w.uvarint(4); w.int32(m.validatedTopologyEpoch); }
  if (hasLastAssignmentConfigs) { const t = new ByteWriter(64); if (m.lastAssignmentConfigs === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.lastAssignmentConfigs.length); for (const e of m.lastAssignmentConfigs) writeStreamsGroupMetadataValueLastAssignmentConfig(t, e, v); } w.taggedField(1, t); }
  if (hasStoredDescriptionTopologyEpoch) { w.uvarint(2); w.uvarint(4); w.int32(m.storedDescriptionTopologyEpoch); }
  if (hasFailedDescriptionTopologyEpoch) { w.uvarint(3); w.uvarint(4); w.int32(m.failedDescriptionTopologyEpoch); }
}

function readStreamsGroupMetadataValueLastAssignmentConfig(r: ByteReader, v: number): StreamsGroupMetadataValueLastAssignmentConfig {
  const m: StreamsGroupMetadataValueLastAssignmentConfig = { key: r.compactString(), value: r.compactString() };
  r.skipTags();
  return m;
}

function writeStreamsGroupMetadataValueLastAssignmentConfig(w: ByteWriter, m: StreamsGroupMetadataValueLastAssignmentConfig, v: number): void {
  w.compactString(m.key);
  w.compactString(m.value);
  w.uvarint(0);
}

function readStreamsGroupMetadataValueLastAssignmentConfigArrayOrNull(r: ByteReader, v: number, n: number): StreamsGroupMetadataValueLastAssignmentConfig[] | null {
  return n < 0 ? null : readStreamsGroupMetadataValueLastAssignmentConfigArray(r, v, n);
}

function readStreamsGroupMetadataValueLastAssignmentConfigArray(r: ByteReader, v: number, n: number): StreamsGroupMetadataValueLastAssignmentConfig[] {
  const a: StreamsGroupMetadataValueLastAssignmentConfig[] = [];
  for (let i = 0; i < n; i++) a.push(readStreamsGroupMetadataValueLastAssignmentConfig(r, v));
  return a;
}
