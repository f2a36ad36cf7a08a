import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLines } from '../../src/cli/line-reader.ts';
import { formatWriter, jsonWriter, unescapeText } from '../../src/cli/record-format.ts';
import { recordOfJson, recordOfLine } from '../../src/cli/record-input.ts';
import type { ConsumerRecord } from '../../src/client/decode-records.ts';

const NO_RULES = { key: null, keySeparator: null, isEmptyNull: false, headers: [], partition: null };
const record: ConsumerRecord = {
  offset: 7,
  timestamp: 1_735_689_600_000,
  key: Buffer.from('k'),
  value: Buffer.from([0x00, 0xff, 0x0a]),
  headers: [
    { key: Buffer.from('a'), value: Buffer.from('1') },
    { key: Buffer.from('b'), value: null },
  ],
};

function format(text: string, of: ConsumerRecord = record): Buffer {
  const chunks: Uint8Array[] = [];
  formatWriter(text)('orders', 3, of, chunks);
  return Buffer.concat(chunks);
}

describe('formats', () => {
  test('fields and escapes', () => {
    expect(format('%t-%p@%o %k %T %d %h %K %V 100%%\\n\\t\\x41\\\\').toString()).toBe(
      'orders-3@7 k 1735689600000 2025-01-01T00:00:00.000Z a=1,b= 1 3 100%\n\tA\\',
    );
  });

  test('values go out byte for byte', () => {
    expect([...format('%v')]).toEqual([0, 255, 10]);
    expect([...format('é%s')]).toEqual([0xc3, 0xa9, 0, 255, 10]);
  });

  test('null is nothing, and its size is -1', () => {
    expect(format('[%k%v]%K,%V', { ...record, key: null, value: null }).toString()).toBe('[]-1,-1');
  });

  test('a separator may be written with escapes and percent signs', () => {
    expect([...unescapeText('\\t%k\\x00')]).toEqual([9, 37, 107, 0]);
  });
});

test('what consume writes as JSON, produce reads back whole', () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 20 }));
  const headers = fc.array(fc.record({ key: fc.uint8Array({ maxLength: 5 }), value: bytes }), { maxLength: 3 });
  fc.assert(
    fc.property(bytes, bytes, headers, fc.nat(), (key, value, list, timestamp) => {
      const chunks: Uint8Array[] = [];
      jsonWriter('t', 2, { offset: 0, timestamp, key, value, headers: list }, chunks);
      const line = Buffer.concat(chunks);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      const back = recordOfJson(line, 1, NO_RULES);
      const plain = (data: Uint8Array | null) => (data === null ? null : [...data]);
      expect([plain(back.key), plain(back.value), back.partition, back.timestamp]).toEqual([
        plain(key),
        plain(value),
        2,
        timestamp,
      ]);
      expect(back.headers.map((header) => [plain(header.key), plain(header.value)])).toEqual(
        list.map((header) => [plain(header.key), plain(header.value)]),
      );
    }),
  );
});

test.each([
  ['{', 'line 4 is not JSON'],
  ['[]', 'line 4 is not a JSON object'],
  ['{"vale":"x"}', 'line 4 has no "value"'],
  ['{"value":1}', 'line 4: value is neither text'],
  ['{"value":"x","partition":1.5}', 'line 4: partition is not a whole number'],
  ['{"value":"x","headers":{}}', 'line 4: headers is not a list'],
  ['{"value":"x","headers":[null]}', 'line 4: a header needs a key'],
])('JSON input %s', (line, message) => {
  expect(() => recordOfJson(Buffer.from(line), 4, NO_RULES)).toThrow(message);
});

describe('lines', () => {
  test('come out as they went in, however the input is cut', async () => {
    const line = fc.uint8Array({ maxLength: 10 }).map((bytes) => bytes.filter((byte) => byte !== 10));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 10 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (lines, size, ends) => {
          const newline = Buffer.from('\n');
          const input = Buffer.concat(
            lines.flatMap((bytes, index) => (ends || index < lines.length - 1 ? [bytes, newline] : [bytes])),
          );
          async function* pieces() {
            for (let at = 0; at < input.length; at += size) yield input.subarray(at, at + size);
          }
          const read: number[][] = [];
          for await (const some of readLines(pieces())) read.push(...some.map((bytes) => [...bytes]));
          const expected = lines.map((bytes) => [...bytes]);
          // An empty last line that no newline ends is no line.
          if (!ends && expected.at(-1)?.length === 0) expected.pop();
          expect(read).toEqual(expected);
        },
      ),
    );
  });

  test('are parted at the first separator', () => {
    const rules = { ...NO_RULES, keySeparator: Buffer.from('::'), isEmptyNull: true };
    const of = (line: string) => {
      const { key, value } = recordOfLine(Buffer.from(line), 1, rules);
      return [key?.toString(), value === null ? null : Buffer.from(value).toString()];
    };
    expect(of('k::v::w')).toEqual(['k', 'v::w']);
    expect(of('k::')).toEqual(['k', null]);
    expect(() => of('k:v')).toThrow('line 1 has no key');
  });
});
