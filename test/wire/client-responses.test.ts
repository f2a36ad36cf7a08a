/** What we write, two clients that share nothing with us read as meant: kafkajs (classic versions), @platformatic/kafka (flexible). */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Field, fieldsIn, type Message, structOf } from '../../src/tools/schema/schema-model.ts';
import { leavesOf, missingLeaves, wireLeaves } from './leaves.ts';
import { defaultOf, messageArbitrary, type Shape } from './message-arbitrary.ts';
import { encode, type Fields, type SchemaMessage, schemaMessages, versionsOf } from './schema-messages.ts';

const require = createRequire(import.meta.url);
const modules = new URL('../../node_modules/', import.meta.url).pathname;
const kafkajs = join(modules, 'kafkajs/src/protocol/requests');
const platformatic = join(modules, '@platformatic/kafka/dist');
const RUNS = 15;

/** Where these clients depart from Kafka's definitions (the Java classes agree with us on all of them). */
const MISREAD: Readonly<Record<string, string>> = {
  'kafkajs AlterPartitionReassignments v0': 'leaves out the error message',
  'kafkajs ListPartitionReassignments v0': 'leaves out the error message',
  'platformatic AlterPartition v3': 'takes the topic id for a string',
  'platformatic AlterPartitionReassignments v1': 'reads version 0',
  'platformatic ConsumerGroupDescribe v0': 'takes the list of topic names for one string',
  'platformatic DescribeConfigs v2': 'reads fields of version 3',
  'platformatic ListTransactions v2': 'expects an error message',
  'platformatic Metadata v9': 'does not know the authorized operations of the cluster',
  'platformatic Metadata v10': 'does not know the authorized operations of the cluster',
  'platformatic OffsetForLeaderEpoch v4': 'reads partition and error in the wrong order',
};

/** kafkajs treats the tagged section of the flexible response header as part of these bodies. */
const READS_THE_HEADERS_TAGS = ['AlterPartitionReassignmentsResponse', 'ListPartitionReassignmentsResponse'];

const responses = schemaMessages.filter(({ message }) => message.kind === 'response');
const ASCII: Shape = { maxElements: 3, hasLargeBytes: false, isAsciiOnly: true };

/** Fields that clients decode beyond this protocol or take for an error. */
const CLIENTS_GO_FURTHER = ['records', 'recordErrors'];

/** Values without errors, on which clients throw, without records, which they decode further, and without tagged fields. */
function harmless({ message }: SchemaMessage, version: number): fc.Arbitrary<Fields> {
  return messageArbitrary(message, version, ASCII).map((value) => soothed(message, message.fields, value));
}

function soothed(message: Message, fields: readonly Field[], value: Fields): Fields {
  const result: Fields = {};
  for (const field of fieldsIn(fields, message.versions)) {
    const held = value[field.name];
    const nested = (element: unknown): unknown =>
      element === null ? null : soothed(message, structOf(message, field.type.struct).fields, element as Fields);
    if (field.name.toLowerCase().endsWith('errorcode')) result[field.name] = 0;
    else if (CLIENTS_GO_FURTHER.includes(field.name) || field.tag !== null)
      result[field.name] = defaultOf(message, field);
    else if (field.type.base !== 'struct' || held === null) result[field.name] = held;
    else result[field.name] = Array.isArray(held) ? held.map(nested) : nested(held);
  }
  return result;
}

async function check(entry: SchemaMessage, version: number, decode: (bytes: Buffer) => unknown): Promise<void> {
  await fc.assert(
    fc.asyncProperty(harmless(entry, version), async (value) => {
      const read = await decode(Buffer.from(encode(entry.codec, value, version)));
      const given = leavesOf(read);
      expect(missingLeaves(wireLeaves(entry.message, value, version), given), given.join(' | ')).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}

describe('kafkajs', () => {
  const cases = responses.flatMap((entry) =>
    versionsOf(entry).flatMap((version) => {
      const api = entry.message.name.replace('Response', '');
      const file = join(kafkajs, api[0]!.toLowerCase() + api.slice(1), `v${version}`, 'response.js');
      const name = `kafkajs ${api} v${version}`;
      return existsSync(file) && !(name in MISREAD) ? [{ entry, version, file, name }] : [];
    }),
  );
  test('has decoders to compare with', () => expect(cases.length).toBeGreaterThan(70));

  test.each(cases)('$name', async ({ entry, version, file }) => {
    const module = require(file);
    const { decode } = typeof module === 'function' ? module({ topics: [] }) : module;
    const header = READS_THE_HEADERS_TAGS.includes(entry.message.name) ? Buffer.from([0]) : Buffer.alloc(0);
    await check(entry, version, async (bytes) => {
      const read = await decode(Buffer.concat([header, bytes]));
      // It hands on the length in front of these bytes as part of them.
      return entry.message.name === 'SaslAuthenticateResponse'
        ? { ...read, authBytes: read.authBytes.subarray(4) }
        : read;
    });
  });
});

describe('@platformatic/kafka', async () => {
  const { Reader } = await import(pathToFileURL(join(platformatic, 'protocol/reader.js')).href);
  const files = readdirSync(join(platformatic, 'apis'), { recursive: true, encoding: 'utf8' });
  const loaded = files
    .filter((file) => /-v\d+\.js$/.test(file))
    .map((file) => import(pathToFileURL(join(platformatic, 'apis', file)).href));
  const cases = (await Promise.all(loaded)).flatMap(({ api, parseResponse }) => {
    const entry = responses.find(({ message }) => message.key === api.key);
    if (entry === undefined || !versionsOf(entry).includes(api.version)) return [];
    const name = `platformatic ${entry.message.name.replace('Response', '')} v${api.version}`;
    return name in MISREAD ? [] : [{ entry, version: api.version as number, parseResponse, name }];
  });
  test('has decoders to compare with', () => expect(cases.length).toBeGreaterThan(60));

  test.each(cases)('$name', async ({ entry, version, parseResponse }) => {
    await check(entry, version, (bytes) => parseResponse(1, entry.message.key, version, Reader.from(bytes)));
  });
});
