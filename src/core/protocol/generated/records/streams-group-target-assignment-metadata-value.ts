// Generated from streams-group-target-assignment-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface StreamsGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  assignmentTimestamp: number;
}

export function newStreamsGroupTargetAssignmentMetadataValue(fields?: Partial<StreamsGroupTargetAssignmentMetadataValue>): StreamsGroupTargetAssignmentMetadataValue {
  const m: StreamsGroupTargetAssignmentMetadataValue = { assignmentEpoch: 0, assignmentTimestamp: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readStreamsGroupTargetAssignmentMetadataValue(r: ByteReader, v: number): StreamsGroupTargetAssignmentMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('StreamsGroupTargetAssignmentMetadataValue', v);
  const m: StreamsGroupTargetAssignmentMetadataValue = { assignmentEpoch: r.int32(), assignmentTimestamp: 0 };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.assignmentTimestamp = r.int64(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeStreamsGroupTargetAssignmentMetadataValue(w: ByteWriter, m: StreamsGroupTargetAssignmentMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('StreamsGroupTargetAssignmentMetadataValue', v);
  w.int32(m.assignmentEpoch);
  const hasAssignmentTimestamp = m.assignmentTimestamp !== 0;
  w.uvarint((hasAssignmentTimestamp ? 1 : 0));
  if (hasAssignmentTimestamp) { w.uvarint(0); w.uvarint(8); w.int64(m.assignmentTimestamp); }
}
