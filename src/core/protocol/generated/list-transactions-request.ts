// Generated from list-transactions.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { compactStrings, int64s, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface ListTransactionsRequest {
  stateFilters: string[];
  producerIdFilters: number[];
  durationFilter: number;
  transactionalIdPattern: string | null;
}

export function newListTransactionsRequest(fields?: Partial<ListTransactionsRequest>): ListTransactionsRequest {
  const m: ListTransactionsRequest = { stateFilters: [], producerIdFilters: [], durationFilter: -1, transactionalIdPattern: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readListTransactionsRequest(r: ByteReader, v: number): ListTransactionsRequest {
  if (v < 0 || v > 2) throw unreadableVersion('ListTransactionsRequest', v);
  const m: ListTransactionsRequest = {
    stateFilters: compactStrings(r, r.compactArrayLength(1)),
    producerIdFilters: int64s(r, r.compactArrayLength(8)),
    durationFilter: v >= 1 ? r.int64() : -1,
    transactionalIdPattern: v === 2 ? r.compactNullableString() : null,
  };
  r.skipTags();
  return m;
}

export function writeListTransactionsRequest(w: ByteWriter, m: ListTransactionsRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('ListTransactionsRequest', v);
  w.compactArrayLength(m.stateFilters.length); for (const e of m.stateFilters) w.compactString(e);
  w.compactArrayLength(m.producerIdFilters.length); for (const e of m.producerIdFilters) w.int64(e);
  if (v >= 1) w.int64(m.durationFilter); else { if (m.durationFilter !== -1) throw unsupportedField('ListTransactionsRequest.durationFilter', v); }
  if (v === 2) w.compactNullableString(m.transactionalIdPattern); else { if (m.transactionalIdPattern !== null) throw unsupportedField('ListTransactionsRequest.transactionalIdPattern', v); }
  w.uvarint(0);
}
