/**
 * The committed records of a partition, from its segment files: read here by hand, so that neither broker nor client can
 * be wrong about what a marker means. Only for what the workers write: batches without compression.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Violation } from './ledger.ts';

export interface CommittedRecord {
  readonly offset: number;
  readonly value: string;
}

const BATCH_HEADER = 61;
const CODEC_BITS = 0x07;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const COMMIT = 1;

/** In order of offset. @throws Violation when a transaction is still open */
export function committedRecords(directory: string): CommittedRecord[] {
  const committed: CommittedRecord[] = [];
  const open = new Map<bigint, CommittedRecord[]>();
  const segments = readdirSync(directory).filter((name) => name.endsWith('.log'));
  for (const name of segments.sort()) {
    const bytes = readFileSync(`${directory}/${name}`);
    for (let at = 0; at + BATCH_HEADER <= bytes.length; ) {
      const length = bytes.readInt32BE(at + 8);
      // Preallocated, or not yet written.
      if (length <= 0) break;
      const attributes = bytes.readInt16BE(at + 21);
      const producerId = bytes.readBigInt64BE(at + 43);
      if ((attributes & CODEC_BITS) !== 0) throw new Error(`${directory}: a compressed batch`);
      const records = readRecords(bytes, at);
      if ((attributes & CONTROL) !== 0) {
        // version int16 | type int16
        if (records[0]!.key!.readInt16BE(2) === COMMIT) committed.push(...(open.get(producerId) ?? []));
        open.delete(producerId);
      } else if ((attributes & TRANSACTIONAL) !== 0)
        open.set(producerId, [...(open.get(producerId) ?? []), ...records]);
      else committed.push(...records);
      at += 12 + length;
    }
  }
  if (open.size > 0) throw new Violation(`${directory}: transactions of ${[...open.keys()]} are open for ever`);
  return committed.sort((a, b) => a.offset - b.offset);
}

function readRecords(bytes: Buffer, batch: number): (CommittedRecord & { readonly key: Buffer | null })[] {
  const baseOffset = Number(bytes.readBigInt64BE(batch));
  let at = batch + BATCH_HEADER;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
  };
  const field = (): Buffer | null => {
    const length = varint();
    if (length < 0) return null;
    at += length;
    return bytes.subarray(at - length, at);
  };
  return Array.from({ length: bytes.readInt32BE(batch + 57) }, () => {
    const end = varint() + at;
    at++;
    varint();
    const offset = baseOffset + varint();
    const key = field();
    const value = String(field());
    at = end;
    return { offset, key, value };
  });
}
