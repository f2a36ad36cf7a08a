/**
 * The records that every client writes and every client must read back: nulls, empties, unicode, all byte values,
 * repeated and odd headers, a record of 1 MB, and a run of small ones for the compressors to work on.
 */

export interface CorpusRecord {
  readonly partition: number;
  /** Milliseconds; not in order on purpose. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[];
}

export const PARTITIONS = 3;
const START = 1_700_000_000_000;

/** A small seeded generator (mulberry32): the same bytes in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** Half noise, half repetition: neither trivial nor hopeless to compress. */
function bigValue(length: number): Buffer {
  const next = seeded(7);
  const bytes = Buffer.alloc(length, 'the same words again and again, ');
  for (let at = 0; at < length / 2; at++) bytes[at] = next() & 0xff;
  return bytes;
}

function text(value: string): Buffer {
  return Buffer.from(value);
}

export function corpus(): CorpusRecord[] {
  const records: CorpusRecord[] = [];
  const add = (key: Buffer | null, value: Buffer | null, headers: CorpusRecord['headers'] = []) => {
    const n = records.length;
    records.push({ partition: n % PARTITIONS, timestamp: START + ((n * 7919) % 1000), key, value, headers });
  };
  add(text('key'), text('value'));
  add(null, text('a value without a key'));
  add(text('tombstone'), null);
  add(null, null);
  add(text(''), text(''));
  add(text('empty value'), text(''));
  add(text(''), text('empty key'));
  add(text('clé ключ 鍵 🔑'), text('naïve Größe Ελλάδα 日本語 🚀 \u0000 end'));
  add(allBytes.subarray(1), allBytes);
  add(text('headers'), text('v'), [['plain', text('one')]]);
  add(text('headers'), text('v'), [
    ['name', text('first')],
    ['name', text('second')],
    ['other', text('third')],
  ]);
  add(text('headers'), text('v'), [['größe-🚀', text('日本語')]]);
  add(text('headers'), text('v'), [['empty', text('')]]);
  add(text('headers'), text('v'), [['null', null]]);
  add(text('headers'), text('v'), [['binary', Buffer.from([0xff, 0x80, 0x01, 0xfe])]]);
  add(text('headers'), null, [['on a tombstone', text('yes')]]);
  add(text('big'), bigValue(1_000_000));
  add(text('after big'), text('small again'));
  const next = seeded(42);
  for (let n = 0; n < 300; n++) {
    const words = Array.from(
      { length: 3 + (next() % 20) },
      () => ['apple', 'pear', 'plum', 'quince', 'fig'][next() % 5],
    ).join(' ');
    add(text(`fruit-${next() % 50}`), text(`${n}: ${words}`));
  }
  return records;
}

function base64(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('base64');
}

/** The drivers' input (see clients/README.md). */
export function toLines(records: readonly CorpusRecord[]): string {
  return records
    .map(({ partition, timestamp, key, value, headers }) =>
      JSON.stringify({
        partition,
        timestamp,
        key: base64(key),
        value: base64(value),
        headers: headers.map(([name, v]) => [name, base64(v)]),
      }),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** A record as a line for a person: what two lists of records are compared by. */
export function describeRecord(record: CorpusRecord, withTimestamp: boolean): string {
  const headers = record.headers.map(([name, value]) => `${name}=${describeBytes(value)}`).join(',');
  const time = withTimestamp ? ` @${record.timestamp}` : '';
  return `${record.partition}${time} key=${describeBytes(record.key)} value=${describeBytes(record.value)} headers=[${headers}]`;
}

function describeBytes(bytes: Buffer | null): string {
  if (bytes === null) return 'null';
  if (bytes.length <= 64) return `'${bytes.toString('latin1')}'`;
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) >>> 0;
  return `${bytes.length} bytes, sum ${sum}`;
}
