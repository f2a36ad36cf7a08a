// Generated from share-update.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ShareUpdateValue {
  snapshotEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  deliveryCompleteCount: number;
  stateBatches: ShareUpdateValueStateBatch[];
}

export interface ShareUpdateValueStateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
}

export function newShareUpdateValue(fields?: Partial<ShareUpdateValue>): ShareUpdateValue {
  const m: ShareUpdateValue = {
    snapshotEpoch: 0,
    leaderEpoch: 0,
    startOffset: 0,
    deliveryCompleteCount: -1,
    stateBatches: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newShareUpdateValueStateBatch(fields?: Partial<ShareUpdateValueStateBatch>): ShareUpdateValueStateBatch {
  const m: ShareUpdateValueStateBatch = { firstOffset: 0, lastOffset: 0, deliveryState: 0, deliveryCount: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readShareUpdateValue(r: ByteReader, v: number): ShareUpdateValue {
  if (v < 0 || v > 0) throw unreadableVersion('ShareUpdateValue', v);
  const m: ShareUpdateValue = {
    snapshotEpoch: r.int32(),
    leaderEpoch: r.int32(),
    startOffset: r.int64(),
    deliveryCompleteCount: -1,
    stateBatches: readShareUpdateValueStateBatchArray(r, v, r.compactArrayLength(20)),
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

export function writeShareUpdateValue(w: ByteWriter, m: ShareUpdateValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ShareUpdateValue', v);
  w.int32(m.snapshotEpoch);
  w.int32(m.leaderEpoch);
  w.int64(m.startOffset);
  w.compactArrayLength(m.stateBatches.length); for (const e of m.stateBatches) writeShareUpdateValueStateBatch(w, e, v);
  const hasDeliveryCompleteCount = m.deliveryCompleteCount !== -1;
  w.uvarint((hasDeliveryCompleteCount ? 1 : 0));
  if (hasDeliveryCompleteCount) { w.uvarint(0); w.uvarint(4); w.int32(m.deliveryCompleteCount); }
}

function readShareUpdateValueStateBatch(r: ByteReader, v: number): ShareUpdateValueStateBatch {
  const m: ShareUpdateValueStateBatch = {
    firstOffset: r.int64(),
    lastOffset: r.int64(),
    deliveryState: r.int8(),
    deliveryCount: r.int16(),
  };
  r.skipTags();
  return m;
}

function writeShareUpdateValueStateBatch(w: ByteWriter, m: ShareUpdateValueStateBatch, v: number): void {
  w.int64(m.firstOffset);
  w.int64(m.lastOffset);
  w.int8(m.deliveryState);
  w.int16(m.deliveryCount);
  w.uvarint(0);
}

function readShareUpdateValueStateBatchArray(r: ByteReader, v: number, n: number): ShareUpdateValueStateBatch[] {
  const a: ShareUpdateValueStateBatch[] = [];
  for (let i = 0; i < n; i++) a.push(readShareUpdateValueStateBatch(r, v));
  return a;
}
