/**
 * Control records: the markers that end a transaction in a partition, and the notes a Raft log keeps for itself. They
 * live in batches with the control bit; clients fetch them and skip them.
 *
 *   key    version int16 = 0 | type int16
 *   value  of COMMIT and ABORT: version int16 = 0 | coordinator epoch int32
 */
import { BatchBuilder } from './batch-builder.ts';
import type { BatchView } from './batch-view.ts';
import { RecordReader } from './record-reader.ts';

export const ControlRecordType = {
  Abort: 0,
  Commit: 1,
  LeaderChange: 2,
  SnapshotHeader: 3,
  SnapshotFooter: 4,
  KRaftVersion: 5,
  KRaftVoters: 6,
  Unknown: -1,
} as const;
export type ControlRecordType = (typeof ControlRecordType)[keyof typeof ControlRecordType];

const KEY_SIZE = 4;
const END_TXN_VALUE_SIZE = 6;
const CURRENT_VERSION = 0;

/** What producer state, the transaction index and compaction need of a control batch. */
export interface ControlRecord {
  readonly type: ControlRecordType;
  /** Of the transaction coordinator; -1 for what is not COMMIT or ABORT. */
  readonly coordinatorEpoch: number;
  readonly timestamp: number;
}

const reader = new RecordReader();

/**
 * The first record of a control batch. Null for one that compaction emptied. A malformed or newer one yields type
 * Unknown, which changes no state: as in Kafka, versions above 0 are read as far as they are understood.
 */
export function readControlRecord(batch: BatchView): ControlRecord | null {
  if (batch.recordCount === 0) return null;
  reader.wrapBatch(batch);
  if (!reader.next()) return { type: ControlRecordType.Unknown, coordinatorEpoch: -1, timestamp: -1 };
  const { timestamp } = reader;
  const key = reader.keyBytes();
  const value = reader.valueBytes();
  const typeId = key === null || key.length < KEY_SIZE ? -1 : int16(key, 2);
  const type: ControlRecordType =
    key !== null && key.length >= KEY_SIZE && int16(key, 0) >= CURRENT_VERSION && isKnownType(typeId)
      ? typeId
      : ControlRecordType.Unknown;
  if (type !== ControlRecordType.Abort && type !== ControlRecordType.Commit) {
    return { type, coordinatorEpoch: -1, timestamp };
  }
  if (value === null || value.length < END_TXN_VALUE_SIZE || int16(value, 0) < CURRENT_VERSION) {
    return { type: ControlRecordType.Unknown, coordinatorEpoch: -1, timestamp };
  }
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength);
  return { type, coordinatorEpoch: view.getInt32(2), timestamp };
}

function isKnownType(id: number): id is ControlRecordType {
  return id >= ControlRecordType.Abort && id <= ControlRecordType.KRaftVoters;
}

function int16(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
}

export interface EndTxnMarker {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly commits: boolean;
}

/** The batch that ends a transaction in one partition, at offset 0: the append path stamps offset and leader epoch. */
export function buildEndTxnBatch(marker: EndTxnMarker, timestamp: number): Uint8Array {
  const value = new Uint8Array(END_TXN_VALUE_SIZE);
  new DataView(value.buffer).setInt32(2, marker.coordinatorEpoch);
  const type = marker.commits ? ControlRecordType.Commit : ControlRecordType.Abort;
  return buildControlBatch(type, value, timestamp, marker.producerId, marker.producerEpoch, true);
}

/** A Raft leader's first batch in its term: `value` is an encoded LeaderChangeMessage. */
export function buildLeaderChangeBatch(value: Uint8Array, timestamp: number): Uint8Array {
  return buildControlBatch(ControlRecordType.LeaderChange, value, timestamp, -1, -1, false);
}

function buildControlBatch(
  type: ControlRecordType,
  value: Uint8Array,
  timestamp: number,
  producerId: number,
  producerEpoch: number,
  isTransactional: boolean,
): Uint8Array {
  const key = new Uint8Array(KEY_SIZE);
  new DataView(key.buffer).setInt16(2, type);
  const builder = new BatchBuilder({ producerId, producerEpoch, isTransactional, isControl: true });
  builder.append(timestamp, key, value);
  return builder.build()!;
}
