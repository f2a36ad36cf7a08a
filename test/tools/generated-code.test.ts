/** Compiles a schema that uses what Kafka's own messages leave out, and holds the result against the reference encoder. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { MessageCodec } from '../../src/core/protocol/message-codec.ts';
import { generateFolder } from '../../src/tools/generate-folder.ts';
import { parseSchema } from '../../src/tools/schema/schema-parser.ts';
import { messageArbitrary, SMALL } from '../wire/message-arbitrary.ts';
import { referenceEncode } from '../wire/reference-encoder.ts';
import { decode, encode } from '../wire/schema-messages.ts';

const SCHEMA = `
data EverythingData versions=0-5 flexible=3+
  flag bool = true
  tiny int8 1+ = -7
  port uint16 ignorable
  big uint32 = 4294967295
  far int64 = 9223372036854775807
  near int64 2-4 = -9223372036854775808 ignorable
  ratio float64
  name string?2+ 1+ = null ignorable
  label string inflexible = hello
  id uuid 0-1
  blob bytes?3+
  batch records?
  numbers []int32?1-3
  names []string? = null
  ids []uuid
  moved int32 @3:4+ = 12
  movedName string?3+ @0:4+ = null
  things []Thing 1+
    key int16
    owner Owner? 2+ = null
    note string 3+ @1
  owner Owner?
  taggedOwner Owner 3+ @7
  maybeOwner Owner? 3+ @8 = null
  taggedNumbers []int32? 3+ @9 ignorable
struct Owner
  host string
  since int64 4+ @0 = -1 ignorable
`;

const folder = mkdtempSync(join(tmpdir(), 'generated-code-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('every type, default, range and kind of tagging', async () => {
  const core = new URL('../../src/core', import.meta.url).pathname;
  const modules = generateFolder(new Map([['everything.schema', SCHEMA]]), {
    bytes: `${core}/bytes`,
    protocol: `${core}/protocol`,
  });
  for (const [name, text] of modules) writeFileSync(join(folder, name), text);
  const { allMessages } = (await import(join(folder, 'all-messages.ts'))) as { allMessages: readonly MessageCodec[] };
  const [message] = parseSchema(SCHEMA, 'everything.schema');
  const codec = allMessages[0]!;
  for (let version = 0; version <= 5; version++) {
    fc.assert(
      fc.property(messageArbitrary(message!, version, SMALL), (value) => {
        const bytes = encode(codec, value, version);
        expect(Buffer.from(bytes).toString('hex')).toBe(referenceEncode(message!, value, version).toString('hex'));
        expect(decode(codec, bytes, version)).toEqual(value);
        expect(decode(codec, referenceEncode(message!, value, version, { unknownTag: 40 }), version)).toEqual(value);
      }),
    );
  }
});

test('an array whose elements may take no bytes is refused, since its count would have no bound', () => {
  const schema = 'data Demo versions=0-1\n  things []Thing\n    late int32 1+\n';
  expect(() => generateFolder(new Map([['demo.schema', schema]]), { bytes: '.', protocol: '.' })).toThrow('no bound');
});
