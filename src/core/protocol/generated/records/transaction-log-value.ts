// Generated from transaction-log.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../../bytes/byte-writer.ts';
import { int32s, unreadableVersion, unsupportedField, unwritableVersion } from '../../codec-support.ts';

export interface TransactionLogValue {
  producerId: number;
  previousProducerId: number;
  nextProducerId: number;
  producerEpoch: number;
  nextProducerEpoch: number;
  transactionTimeoutMs: number;
  transactionStatus: number;
  transactionPartitions: TransactionLogValuePartitionsSchema[] | null;
  transactionLastUpdateTimestampMs: number;
  transactionStartTimestampMs: number;
  clientTransactionVersion: number;
}

export interface TransactionLogValuePartitionsSchema {
  topic: string;
  partitionIds: number[];
}

export function newTransactionLogValue(fields?: Partial<TransactionLogValue>): TransactionLogValue {
  const m: TransactionLogValue = {
    producerId: 0,
    previousProducerId: -1,
    nextProducerId: -1,
    producerEpoch: 0,
    nextProducerEpoch: -1,
    transactionTimeoutMs: 0,
    transactionStatus: 0,
    transactionPartitions: [],
    transactionLastUpdateTimestampMs: 0,
    transactionStartTimestampMs: 0,
    clientTransactionVersion: 0,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newTransactionLogValuePartitionsSchema(fields?: Partial<TransactionLogValuePartitionsSchema>): TransactionLogValuePartitionsSchema {
  const m: TransactionLogValuePartitionsSchema = { topic: '', partitionIds: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readTransactionLogValue(r: ByteReader, v: number): TransactionLogValue {
  if (v < 0 || v > 1) throw unreadableVersion('TransactionLogValue', v);
  const f = v === 1;
  const m: TransactionLogValue = {
    producerId: r.int64(),
    previousProducerId: -1,
    nextProducerId: -1,
    producerEpoch: r.int16(),
    nextProducerEpoch: -1,
    transactionTimeoutMs: r.int32(),
    transactionStatus: r.int8(),
    transactionPartitions: readTransactionLogValuePartitionsSchemaArrayOrNull(r, v, f ? r.compactNullableArrayLength(3) : r.nullableArrayLength(6)),
    transactionLastUpdateTimestampMs: r.int64(),
    transactionStartTimestampMs: r.int64(),
    clientTransactionVersion: 0,
  };
  if (f) for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.previousProducerId = r.int64(); r.endTag(at, size); break;
      case 1: m.nextProducerId = r.int64(); r.endTag(at, size); break;
      case 3: m.nextProducerEpoch = r.int16(); r.endTag(at, size); break;
      case 2: m.clientTransactionVersion = r.int16(); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeTransactionLogValue(w: ByteWriter, m: TransactionLogValue, v: number): void {
  if (v < 0 || v > 1) throw unwritableVersion('TransactionLogValue', v);
  const f = v === 1;
  w.int64(m.producerId);
  if (!(v === 1)) { if (m.previousProducerId !== -1) throw unsupportedField('TransactionLogValue.previousProducerId', v); }
  if (!(v === 1)) { if (m.nextProducerId !== -1) throw unsupportedField('TransactionLogValue.nextProducerId', v); }
  w.int16(m.producerEpoch);
  if (!(v === 1)) { if (m.nextProducerEpoch !== -1) throw unsupportedField('TransactionLogValue.nextProducerEpoch', v); }
  w.int32(m.transactionTimeoutMs);
  w.int8(m.transactionStatus);
  if (m.transactionPartitions === null) { if (f) w.compactArrayLength(-1); else w.arrayLength(-1); } else { if (f) w.compactArrayLength(m.transactionPartitions.length); else w.arrayLength(m.transactionPartitions.length); for (const e of m.transactionPartitions) writeTransactionLogValuePartitionsSchema(w, e, v); }
  w.int64(m.transactionLastUpdateTimestampMs);
  w.int64(m.transactionStartTimestampMs);
  if (!(v === 1)) { if (m.clientTransactionVersion !== 0) throw unsupportedField('TransactionLogValue.clientTransactionVersion', v); }
  if (f) {
  const hasPreviousProducerId = m.previousProducerId !== -1, hasNextProducerId = m.nextProducerId !== -1, hasClientTransactionVersion = m.clientTransactionVersion !== 0, hasNextProducerEpoch = m.nextProducerEpoch !== -1;
  w.uvarint((hasPreviousProducerId ? 1 : 0) + (hasNextProducerId ? 1 : 0) + (hasClientTransactionVersion ? 1 : 0) + (hasNextProducerEpoch ? 1 : 0));
  if (hasPreviousProducerId) { w.uvarint(0); w.uvarint(8); w.int64(m.previousProducerId); }
  if (hasNextProducerId) { w.uvarint(1); w.uvarint(8); w.int64(m.nextProducerId); }
  if (hasClientTransactionVersion) { w.uvarint(2); w.uvarint(2); w.int16(m.clientTransactionVersion); }
  if (hasNextProducerEpoch) { w.uvarint(3); w.uvarint(2); w.int16(m.nextProducerEpoch); }
  }
}

function readTransactionLogValuePartitionsSchema(r: ByteReader, v: number): TransactionLogValuePartitionsSchema {
  const f = v === 1;
  const m: TransactionLogValuePartitionsSchema = {
    topic: (f ? r.compactString() : r.string()),
    partitionIds: int32s(r, f ? r.compactArrayLength(4) : r.arrayLength(4)),
  };
  if (f) r.skipTags();
  return m;
}

function writeTransactionLogValuePartitionsSchema(w: ByteWriter, m: TransactionLogValuePartitionsSchema, v: number): void {
  const f = v === 1;
  if (f) w.compactString(m.topic); else w.string(m.topic);
  if (f) w.compactArrayLength(m.partitionIds.length); else w.arrayLength(m.partitionIds.length); for (const e of m.partitionIds) w.int32(e);
  if (f) w.uvarint(0);
}

function readTransactionLogValuePartitionsSchemaArrayOrNull(r: ByteReader, v: number, n: number): TransactionLogValuePartitionsSchema[] | null {
  return n < 0 ? null : readTransactionLogValuePartitionsSchemaArray(r, v, n);
}

function readTransactionLogValuePartitionsSchemaArray(r: ByteReader, v: number, n: number): TransactionLogValuePartitionsSchema[] {
  const a: TransactionLogValuePartitionsSchema[] = [];
  for (let i = 0; i < n; i++) a.push(readTransactionLogValuePartitionsSchema(r, v));
  return a;
}
