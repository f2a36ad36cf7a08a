// Generated from list-transactions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ListTransactionsResponse {
  throttleTimeMs: number;
  errorCode: number;
  unknownStateFilters: string[];
  transactionStates: ListTransactionsResponseTransactionState[];
}

export interface ListTransactionsResponseTransactionState {
  transactionalId: string;
  producerId: number;
  transactionState: string;
}

export function newListTransactionsResponse(fields?: Partial<ListTransactionsResponse>): ListTransactionsResponse {
  const m: ListTransactionsResponse = { throttleTimeMs: 0, errorCode: 0, unknownStateFilters: [], transactionStates: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newListTransactionsResponseTransactionState(fields?: Partial<ListTransactionsResponseTransactionState>): ListTransactionsResponseTransactionState {
  const m: ListTransactionsResponseTransactionState = { transactionalId: '', producerId: 0, transactionState: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListTransactionsResponse(r: ByteReader, v: number): ListTransactionsResponse {
  if (v < 0 || v > 2) throw unreadableVersion('ListTransactionsResponse', v);
  const m: ListTransactionsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    unknownStateFilters: compactStrings(r, r.compactArrayLength(1)),
    transactionStates: readListTransactionsResponseTransactionStateArray(r, v, r.compactArrayLength(11)),
  };
  r.skipTags();
  return m;
}

export function writeListTransactionsResponse(w: ByteWriter, m: ListTransactionsResponse, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('ListTransactionsResponse', v);
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactArrayLength(m.unknownStateFilters.length); for (const e of m.unknownStateFilters) w.compactString(e);
  w.compactArrayLength(m.transactionStates.length); for (const e of m.transactionStates) writeListTransactionsResponseTransactionState(w, e, v);
  w.uvarint(0);
}

function readListTransactionsResponseTransactionState(r: ByteReader, v: number): ListTransactionsResponseTransactionState {
  const m: ListTransactionsResponseTransactionState = {
    transactionalId: r.compactString(),
    producerId: r.int64(),
    transactionState: r.compactString(),
  };
  r.skipTags();
  return m;
}

function writeListTransactionsResponseTransactionState(w: ByteWriter, m: ListTransactionsResponseTransactionState, v: number): void {
  w.compactString(m.transactionalId);
  w.int64(m.producerId);
  w.compactString(m.transactionState);
  w.uvarint(0);
}

function readListTransactionsResponseTransactionStateArray(r: ByteReader, v: number, n: number): ListTransactionsResponseTransactionState[] {
  const a: ListTransactionsResponseTransactionState[] = [];
  for (let i = 0; i < n; i++) a.push(readListTransactionsResponseTransactionState(r, v));
  return a;
}
