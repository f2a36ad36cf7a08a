// Generated from add-partitions-to-txn.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface AddPartitionsToTxnRequest {
  transactions: AddPartitionsToTxnRequestAddPartitionsToTxnTransaction[];
  v3AndBelowTransactionalId: string;
  v3AndBelowProducerId: number;
  v3AndBelowProducerEpoch: number;
  v3AndBelowTopics: AddPartitionsToTxnRequestAddPartitionsToTxnTopic[];
}

export interface AddPartitionsToTxnRequestAddPartitionsToTxnTransaction {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
  verifyOnly: boolean;
  topics: AddPartitionsToTxnRequestAddPartitionsToTxnTopic[];
}

export interface AddPartitionsToTxnRequestAddPartitionsToTxnTopic {
  name: string;
  partitions: number[];
}

export function newAddPartitionsToTxnRequest(fields?: Partial<AddPartitionsToTxnRequest>): AddPartitionsToTxnRequest {
  const m: AddPartitionsToTxnRequest = {
    transactions: [],
    v3AndBelowTransactionalId: '',
    v3AndBelowProducerId: 0,
    v3AndBelowProducerEpoch: 0,
    v3AndBelowTopics: [],
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(fields?: Partial<AddPartitionsToTxnRequestAddPartitionsToTxnTransaction>): AddPartitionsToTxnRequestAddPartitionsToTxnTransaction {
  const m: AddPartitionsToTxnRequestAddPartitionsToTxnTransaction = { transactionalId: '', producerId: 0, producerEpoch: 0, verifyOnly: false, topics: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newAddPartitionsToTxnRequestAddPartitionsToTxnTopic(fields?: Partial<AddPartitionsToTxnRequestAddPartitionsToTxnTopic>): AddPartitionsToTxnRequestAddPartitionsToTxnTopic {
  const m: AddPartitionsToTxnRequestAddPartitionsToTxnTopic = { name: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readAddPartitionsToTxnRequest(r: ByteReader, v: number): AddPartitionsToTxnRequest {
  if (v < 0 || v > 5) throw unreadableVersion('AddPartitionsToTxnRequest', v);
  const f = v >= 3;
  const m: AddPartitionsToTxnRequest = {
    transactions: v >= 4 ? readAddPartitionsToTxnRequestAddPartitionsToTxnTransactionArray(r, v, r.compactArrayLength(14)) : [],
    v3AndBelowTransactionalId: v <= 3 ? (f ? r.compactString() : r.string()) : '',
    v3AndBelowProducerId: v <= 3 ? r.int64() : 0,
    v3AndBelowProducerEpoch: v <= 3 ? r.int16() : 0,
    v3AndBelowTopics: v <= 3 ? readAddPartitionsToTxnRequestAddPartitionsToTxnTopicArray(r, v, f ? r.compactArrayLength(3) : r.arrayLength(6)) : [],
  };
  if (f) r.skipTags();
  return m;
}

export function writeAddPartitionsToTxnRequest(w: ByteWriter, m: AddPartitionsToTxnRequest, v: number): void {
  if (v < 0 || v > 5) throw unwritableVersion('AddPartitionsToTxnRequest', v);
  const f = v >= 3;
  if (v >= 4) { w.compactArrayLength(m.transactions.length); for (const e of m.transactions) writeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(w, e, v); } else { if (m.transactions.length !== 0) throw unsupportedField('AddPartitionsToTxnRequest.transactions', v); }
  if (v <= 3) { if (f) w.compactString(m.v3AndBelowTransactionalId); else w.string(m.v3AndBelowTransactionalId); } else { if (m.v3AndBelowTransactionalId !== '') throw unsupportedField('AddPartitionsToTxnRequest.v3AndBelowTransactionalId', v); }
  if (v <= 3) w.int64(m.v3AndBelowProducerId); else { if (m.v3AndBelowProducerId !== 0) throw unsupportedField('AddPartitionsToTxnRequest.v3AndBelowProducerId', v); }
  if (v <= 3) w.int16(m.v3AndBelowProducerEpoch); else { if (m.v3AndBelowProducerEpoch !== 0) throw unsupportedField('AddPartitionsToTxnRequest.v3AndBelowProducerEpoch', v); }
  if (v <= 3) { if (f) w.compactArrayLength(m.v3AndBelowTopics.length); else w.arrayLength(m.v3AndBelowTopics.length); for (const e of m.v3AndBelowTopics) writeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(w, e, v); } else { if (m.v3AndBelowTopics.length !== 0) throw unsupportedField('AddPartitionsToTxnRequest.v3AndBelowTopics', v); }
  if (f) w.uvarint(0);
}

function readAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(r: ByteReader, v: number): AddPartitionsToTxnRequestAddPartitionsToTxnTransaction {
  const m: AddPartitionsToTxnRequestAddPartitionsToTxnTransaction = {
    transactionalId: r.compactString(),
    producerId: r.int64(),
    producerEpoch: r.int16(),
    verifyOnly: r.bool(),
    topics: readAddPartitionsToTxnRequestAddPartitionsToTxnTopicArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(w: ByteWriter, m: AddPartitionsToTxnRequestAddPartitionsToTxnTransaction, v: number): void {
  w.compactString(m.transactionalId);
  w.int64(m.producerId);
  w.int16(m.producerEpoch);
  w.bool(m.verifyOnly);
  w.compactArrayLength(m.topics.length); for (const e of m.topics) writeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(w, e, v);
  w.uvarint(0);
}

function readAddPartitionsToTxnRequestAddPartitionsToTxnTopic(r: ByteReader, v: number): AddPartitionsToTxnRequestAddPartitionsToTxnTopic {
  const f = v >= 3;
  const m: AddPartitionsToTxnRequestAddPartitionsToTxnTopic = {
    name: (f ? r.compactString() : r.string()),
    partitions: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(w: ByteWriter, m: AddPartitionsToTxnRequestAddPartitionsToTxnTopic, v: number): void {
  const f = v >= 3;
  if (f) w.compactString(m.name); else w.string(m.name);
  if (f) w.compactArrayLength(m.partitions.length); else w.arrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
  if (f) w.uvarint(0);
}

function readAddPartitionsToTxnRequestAddPartitionsToTxnTransactionArray(r: ByteReader, v: number, n: number): AddPartitionsToTxnRequestAddPartitionsToTxnTransaction[] {
  const a: AddPartitionsToTxnRequestAddPartitionsToTxnTransaction[] = [];
  for (let i = 0; i < n; i++) a.push(readAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(r, v));
  return a;
}

function readAddPartitionsToTxnRequestAddPartitionsToTxnTopicArray(r: ByteReader, v: number, n: number): AddPartitionsToTxnRequestAddPartitionsToTxnTopic[] {
  const a: AddPartitionsToTxnRequestAddPartitionsToTxnTopic[] = [];
  for (let i = 0; i < n; i++) a.push(readAddPartitionsToTxnRequestAddPartitionsToTxnTopic(r, v));
  return a;
}
