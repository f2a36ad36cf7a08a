/** Batches for tests: arbitrary records, and the few lines that every test of this folder would repeat. */
import fc from 'fast-check';
import { BatchBuilder, type BatchSettings, type RecordHeader } from '../../../src/core/records/batch-builder.ts';
import { BatchView } from '../../../src/core/records/batch-view.ts';
import { RecordReader } from '../../../src/core/records/record-reader.ts';

export interface PlainRecord {
  timestamp: number;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: RecordHeader[];
}

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });
export const anyHeader: fc.Arbitrary<RecordHeader> = fc.record({
  key: bytes(12),
  value: fc.option(bytes(40), { nil: null }),
});
export const anyTimestamp = fc.oneof(
  fc.integer({ min: 0, max: 4_102_444_800_000 }),
  fc.constantFrom(-1, 0, 1, 2 ** 31, 2 ** 32, 2 ** 45),
);
export const anyRecord: fc.Arbitrary<PlainRecord> = fc.record({
  timestamp: anyTimestamp,
  key: fc.option(bytes(30), { nil: null }),
  value: fc.option(bytes(300), { nil: null }),
  headers: fc.array(anyHeader, { maxLength: 4 }),
});

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function batchViewOf(bytes: Uint8Array, start = 0): BatchView {
  return new BatchView().wrap(bytes, viewOf(bytes), start);
}

export function build(records: readonly Partial<PlainRecord>[], settings: BatchSettings = {}): Uint8Array {
  const builder = new BatchBuilder(settings);
  for (const { timestamp = 1000, key = null, value = null, headers = [] } of records) {
    builder.append(timestamp, key, value, headers);
  }
  return builder.build()!;
}

/** Every record of a batch, copied out; throws where the reader reports an error. */
export function readAll(batch: BatchView, section: Uint8Array | null = null): (PlainRecord & { offset: number })[] {
  const reader = new RecordReader().wrapBatch(batch, section);
  const found: (PlainRecord & { offset: number })[] = [];
  while (reader.next()) {
    const headers: RecordHeader[] = [];
    while (reader.nextHeader()) {
      headers.push({ key: reader.headerKeyBytes().slice(), value: reader.headerValueBytes()?.slice() ?? null });
    }
    found.push({
      offset: reader.offset,
      timestamp: reader.timestamp,
      key: reader.keyBytes()?.slice() ?? null,
      value: reader.valueBytes()?.slice() ?? null,
      headers,
    });
  }
  if (reader.error !== null) throw new Error(reader.error);
  return found;
}

export function concat(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
