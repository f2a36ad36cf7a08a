// Generated from share-snapshot.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareSnapshotValue {
  snapshotEpoch: number;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  deliveryCompleteCount: number;
  createTimestamp: number;
  writeTimestamp: number;
  stateBatches: ShareSnapshotValueStateBatch[];
}

export interface ShareSnapshotValueStateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
}

export function newShareSnapshotValue(fields?: Partial<ShareSnapshotValue>): ShareSnapshotValue {
  const m: ShareSnapshotValue = {
    snapshotEpoch: 0,
    stateEpoch: 0,
    leaderEpoch: 0,
    startOffset: 0,
    deliveryCompleteCount: -1,
    createTimestamp: 0,
    writeTimestamp: 0,
    stateBatches: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareSnapshotValueStateBatch(fields?: Partial<ShareSnapshotValueStateBatch>): ShareSnapshotValueStateBatch {
  const m: ShareSnapshotValueStateBatch = { firstOffset: 0, lastOffset: 0, deliveryState: 0, deliveryCount: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareSnapshotValue(r: ByteReader, v: number): ShareSnapshotValue {
  if (v < 0 || v > 0) throw unreadableVersion('ShareSnapshotValue', v);
  const m: ShareSnapshotValue = {
    snapshotEpoch: r.int32(),
    stateEpoch: r.int32(),
    leaderEpoch: r.int32(),
    startOffset: r.int64(),
    deliveryCompleteCount: -1,
    createTimestamp: r.int64(),
    writeTimestamp: r.int64(),
    stateBatches: readShareSnapshotValueStateBatchArray(r, v, r.compactArrayLength(20)),
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.deliveryCompleteCount = r.int32(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeShareSnapshotValue(w: ByteWriter, m: ShareSnapshotValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareSnapshotValue', v);
  w.int32(m.snapshotEpoch);
  w.int32(m.stateEpoch);
  w.int32(m.leaderEpoch);
  w.int64(m.startOffset);
  w.int64(m.createTimestamp);
  w.int64(m.writeTimestamp);
  w.compactArrayLength(m.stateBatches.length); for (const e of m.stateBatches) writeShareSnapshotValueStateBatch(w, e, v);
  const hasDeliveryCompleteCount = m.deliveryCompleteCount !== -1;
  w.uvarint((hasDeliveryCompleteCount ? 1 : 0));
  if (hasDeliveryCompleteCount) { w.uvarint(0); w.uvarint(4); w.int32(m.deliveryCompleteCount); }
}

function readShareSnapshotValueStateBatch(r: ByteReader, v: number): ShareSnapshotValueStateBatch {
  const m: ShareSnapshotValueStateBatch = {
    firstOffset: r.int64(),
    lastOffset: r.int64(),
    deliveryState: r.int8(),
    deliveryCount: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeShareSnapshotValueStateBatch(w: ByteWriter, m: ShareSnapshotValueStateBatch, v: number): void {
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.int8(m.deliveryState);
  w.int16(m.deliveryCount);
  w.uvarint(0);
}

function readShareSnapshotValueStateBatchArray(r: ByteReader, v: number, n: number): ShareSnapshotValueStateBatch[] {
  const a: ShareSnapshotValueStateBatch[] = [];
  for (let i = 0; i < n; i++) a.push(readShareSnapshotValueStateBatch(r, v));
  return a;
}
