// Generated from write-txn-markers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface WriteTxnMarkersRequest {
  markers: WriteTxnMarkersRequestWritableTxnMarker[];
}

export interface WriteTxnMarkersRequestWritableTxnMarker {
  producerId: number;
  producerEpoch: number;
  transactionResult: boolean;
  topics: WriteTxnMarkersRequestWritableTxnMarkerTopic[];
  coordinatorEpoch: number;
  transactionVersion: number;
}

export interface WriteTxnMarkersRequestWritableTxnMarkerTopic {
  name: string;
  partitionIndexes: number[];
}

export function newWriteTxnMarkersRequest(fields?: Partial<WriteTxnMarkersRequest>): WriteTxnMarkersRequest {
  const m: WriteTxnMarkersRequest = { markers: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteTxnMarkersRequestWritableTxnMarker(fields?: Partial<WriteTxnMarkersRequestWritableTxnMarker>): WriteTxnMarkersRequestWritableTxnMarker {
  const m: WriteTxnMarkersRequestWritableTxnMarker = {
    producerId: 0,
    producerEpoch: 0,
    transactionResult: false,
    topics: [],
    coordinatorEpoch: 0,
    transactionVersion: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newWriteTxnMarkersRequestWritableTxnMarkerTopic(fields?: Partial<WriteTxnMarkersRequestWritableTxnMarkerTopic>): WriteTxnMarkersRequestWritableTxnMarkerTopic {
  const m: WriteTxnMarkersRequestWritableTxnMarkerTopic = { name: '', partitionIndexes: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readWriteTxnMarkersRequest(r: ByteReader, v: number): WriteTxnMarkersRequest {
  if (v < 1 || v > 2) throw unreadableVersion('WriteTxnMarkersRequest', v);
  const m: WriteTxnMarkersRequest = { markers: readWriteTxnMarkersRequestWritableTxnMarkerArray(r, v, r.compactArrayLength(17)) };
  r.skipTags();
  return m;
}

export function writeWriteTxnMarkersRequest(w: ByteWriter, m: WriteTxnMarkersRequest, v: number): void {
  if (v < 1 || v > 2) throw unwritableVersion('WriteTxnMarkersRequest', v);
  w.compactArrayLength(m.markers.length); for (const e of m.markers) writeWriteTxnMarkersRequestWritableTxnMarker(w, e, v);
  w.uvarint(0);
}

function readWriteTxnMarkersRequestWritableTxnMarker(r: ByteReader, v: number): WriteTxnMarkersRequestWritableTxnMarker {
  const m: WriteTxnMarkersRequestWritableTxnMarker = {
    producerId: r.int64(),
    producerEpoch: r.int16(),
    transactionResult: r.bool(),
    topics: readWriteTxnMarkersRequestWritableTxnMarkerTopicArray(r, v, r.compactArrayLength(3)),
    coordinatorEpoch: r.int32(),
    transactionVersion: v === 2 ? r.int8() : 0,
  };
  r.skipTags();
  return m;
}

function writeWriteTxnMarkersRequestWritableTxnMarker(w: ByteWriter, m: WriteTxnMarkersRequestWritableTxnMarker, v: number): void {
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.bool(m.transactionResult);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeWriteTxnMarkersRequestWritableTxnMarkerTopic(w, e, v);
  w.int32(m.coordinatorEpoch);
  if (v === 2) w.int8(m.transactionVersion);
  w.uvarint(0);
}

function readWriteTxnMarkersRequestWritableTxnMarkerTopic(r: ByteReader, v: number): WriteTxnMarkersRequestWritableTxnMarkerTopic {
  const m: WriteTxnMarkersRequestWritableTxnMarkerTopic = { name: r.compactString(), partitionIndexes: int32s(r, r.compactArrayLength(4)) };
  r.skipTags();
  return m;
}

function writeWriteTxnMarkersRequestWritableTxnMarkerTopic(w: ByteWriter, m: WriteTxnMarkersRequestWritableTxnMarkerTopic, v: number): void {
  w.compactString(m.name);
  w.compactArrayLength(m.partitionIndexes.length); for (const e of m.partitionIndexes) w.int32(e);
  w.uvarint(0);
}

function readWriteTxnMarkersRequestWritableTxnMarkerArray(r: ByteReader, v: number, n: number): WriteTxnMarkersRequestWritableTxnMarker[] {
  const a: WriteTxnMarkersRequestWritableTxnMarker[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteTxnMarkersRequestWritableTxnMarker(r, v));
  return a;
}

function readWriteTxnMarkersRequestWritableTxnMarkerTopicArray(r: ByteReader, v: number, n: number): WriteTxnMarkersRequestWritableTxnMarkerTopic[] {
  const a: WriteTxnMarkersRequestWritableTxnMarkerTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readWriteTxnMarkersRequestWritableTxnMarkerTopic(r, v));
  return a;
}
