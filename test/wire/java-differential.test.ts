/**
 * Every message in every version against the classes that Kafka itself generates: the bytes must be equal, and Kafka
 * must read ours as what we meant. Needs Java 17 and the jars that `test/wire/java/fetch.sh` fetches.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ErrorCode, errorMessage, errorName, isRetriable } from '../../src/core/protocol/error-codes.ts';
import { type Field, fieldsIn, type Message, structOf } from '../../src/tools/schema/schema-model.ts';
import { includes } from '../../src/tools/schema/versions.ts';
import { defaultOf, messageArbitrary, SMALL } from './message-arbitrary.ts';
import { decode, encode, type Fields, schemaMessages, versionsOf } from './schema-messages.ts';

const jars = new URL('../../.compat/jars', import.meta.url).pathname;
const harness = new URL('java/WireOracle.java', import.meta.url).pathname;
const SAMPLES = Number(process.env['WIRE_SAMPLES'] ?? 6);

const missing = whatIsMissing();
const name = `Kafka's own codecs${missing === '' ? '' : ` (skipped: ${missing})`}`;

describe.skipIf(missing !== '')(name, () => {
  test('write the same bytes and read ours as meant, for every message and version', { timeout: 180_000 }, () => {
    const cases = schemaMessages.flatMap((entry) =>
      versionsOf(entry).flatMap((version) => {
        const values = messageArbitrary(entry.message, version, { ...SMALL, hasLargeBytes: true });
        return fc.sample(values, { numRuns: SAMPLES, seed: version + 7 }).map((value) => {
          const bytes = encode(entry.codec, value, version);
          return { ...entry, version, value, bytes };
        });
      }),
    );
    const questions = cases.map(({ message, version, value, bytes }) =>
      [
        message.name,
        version,
        toJson(message, message.fields, value, version),
        Buffer.from(bytes).toString('base64'),
      ].join('\t'),
    );
    const answers = askJava(questions);
    expect(answers.length).toBe(cases.length);
    const differences: string[] = [];
    cases.forEach(({ message, codec, version, value, bytes }, index) => {
      const [theirs = '', json = ''] = answers[index]!.split('\t');
      const label = `${message.name} v${version}`;
      if (theirs === 'ERROR') differences.push(`${label}: ${json}`);
      else if (theirs !== Buffer.from(bytes).toString('base64')) {
        differences.push(
          `${label}: ours ${Buffer.from(bytes).toString('hex')} theirs ${Buffer.from(theirs, 'base64').toString('hex')}`,
        );
      } else {
        expect(decode(codec, Buffer.from(theirs, 'base64'), version), label).toEqual(value);
        expect(JSON.parse(json), label).toEqual(JSON.parse(toJson(message, message.fields, value, version, true)));
      }
    });
    expect(differences.slice(0, 10)).toEqual([]);
    expect(differences.length).toBe(0);
  });

  test('have the same error codes, names, messages and advice to try again', () => {
    const theirs = askJava([], 'errors').map((line) => line.split('\t'));
    expect(theirs.map(([code]) => Number(code)).sort((a, b) => a - b)).toEqual(
      Object.values(ErrorCode).sort((a, b) => a - b),
    );
    for (const [code, ...facts] of theirs) {
      const ours = Number(code);
      expect([errorName(ours), String(isRetriable(ours)), errorMessage(ours)]).toEqual(facts);
    }
  });
});

function whatIsMissing(): string {
  if (!existsSync(jars)) return 'no jars, run test/wire/java/fetch.sh';
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return '';
  } catch {
    return 'no java';
  }
}

function askJava(questions: readonly string[], ...options: string[]): string[] {
  const classPath = readdirSync(jars)
    .filter((file) => file.endsWith('.jar'))
    .map((file) => join(jars, file))
    .join(':');
  const input = `${questions.join('\n')}\n`;
  const output = execFileSync('java', ['-Xmx1g', '-cp', classPath, harness, ...options], {
    input,
    maxBuffer: 1 << 30,
    encoding: 'utf8',
  });
  return output.trimEnd().split('\n');
}

/**
 * JSON as Kafka's converters take it: exact 64-bit integers, base64 for bytes, no field that the version lacks.
 * `isAsKafkaWrites`: as they give it back, with tagged defaults left out and records never shown.
 */
function toJson(
  message: Message,
  fields: readonly Field[],
  value: Fields,
  version: number,
  isAsKafkaWrites = false,
): string {
  const members: string[] = [];
  for (const field of fieldsIn(fields, message.versions)) {
    if (!includes(field.versions, version)) continue;
    const held = value[field.name];
    const isDefault = JSON.stringify(held) === JSON.stringify(defaultOf(message, field));
    if (isAsKafkaWrites && includes(field.tagged, version) && isDefault) continue;
    const one = (element: unknown): string => valueJson(message, field, element, version, isAsKafkaWrites);
    const json = held !== null && field.type.isArray ? `[${(held as unknown[]).map(one).join(',')}]` : one(held);
    members.push(`"${field.name}":${json}`);
  }
  return `{${members.join(',')}}`;
}

function valueJson(message: Message, field: Field, value: unknown, version: number, isAsKafkaWrites: boolean): string {
  if (value === null) return 'null';
  switch (field.type.base) {
    case 'struct':
      return toJson(message, structOf(message, field.type.struct).fields, value as Fields, version, isAsKafkaWrites);
    case 'int64':
      return (value as number) >= 2 ** 63 ? '9223372036854775807' : BigInt(value as number).toString();
    case 'float64':
      // A whole number needs its fraction, or Kafka's converter takes it for an integer.
      return Number.isInteger(value) && !String(value).includes('e') ? `${value}.0` : String(value);
    case 'records':
      return isAsKafkaWrites ? '""' : JSON.stringify(Buffer.from(value as Uint8Array).toString('base64'));
    case 'bytes':
      return JSON.stringify(Buffer.from(value as Uint8Array).toString('base64'));
    default:
      return JSON.stringify(value);
  }
}
