/** Properties that hold for every message in every version. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../src/core/bytes/byte-reader.ts';
import { DecodeError } from '../../src/core/bytes/decode-error.ts';
import { EncodeError } from '../../src/core/bytes/encode-error.ts';
import type { MessageCodec } from '../../src/core/protocol/message-codec.ts';
import { type Field, fieldsIn, type Message, structOf } from '../../src/tools/schema/schema-model.ts';
import { includes } from '../../src/tools/schema/versions.ts';
import { defaultFields, messageArbitrary, otherThanDefault, SMALL } from './message-arbitrary.ts';
import { referenceEncode } from './reference-encoder.ts';
import { decode, encode, type Fields, metadataMessages, schemaMessages, versionsOf } from './schema-messages.ts';

const everyMessage = [...schemaMessages, ...metadataMessages].map((entry) => ({
  ...entry,
  name: entry.message.name,
  versions: versionsOf(entry),
}));

/** True when reading ends in a value, false when it ends in DecodeError; anything else is a bug and passes through. */
function isReadable(codec: MessageCodec, bytes: Uint8Array, version: number): boolean {
  try {
    codec.read(new ByteReader(bytes), version);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

test('every Kafka API is here', () => {
  const requests = everyMessage.filter(({ message }) => message.kind === 'request');
  const responses = everyMessage.filter(({ message }) => message.kind === 'response');
  expect(requests.length).toBe(91);
  expect(responses.length).toBe(91);
});

describe.each(everyMessage)('$name', ({ message, codec, versions }) => {
  test('a new message holds the defaults of the schema, and each factory call makes its own', () => {
    expect(codec.create()).toEqual(defaultFields(message, message.fields));
    expect(codec.create()).not.toBe(codec.create());
  });

  test('has the bytes of the reference encoder and reads back, unknown tags included', () => {
    for (const version of versions) {
      fc.assert(
        fc.property(messageArbitrary(message, version, { ...SMALL, hasLargeBytes: true }), (value) => {
          const bytes = encode(codec, value, version);
          expect(Buffer.compare(bytes, referenceEncode(message, value, version))).toBe(0);
          expect(decode(codec, bytes, version)).toEqual(value);
          const extended = referenceEncode(message, value, version, { unknownTag: 77 });
          expect(decode(codec, extended, version)).toEqual(value);
        }),
        { numRuns: 12 },
      );
    }
  });

  test('cut at every byte, it is a DecodeError and never a value', () => {
    for (const version of versions) {
      const [value] = fc.sample(messageArbitrary(message, version), { numRuns: 1, seed: version });
      const bytes = encode(codec, value!, version);
      for (let length = 0; length < bytes.length; length++) {
        expect(isReadable(codec, bytes.subarray(0, length), version)).toBe(false);
      }
    }
  });

  test('hostile lengths at any byte are a DecodeError or a value, without memory for what is not there', () => {
    const hostile = ['7fffffff', 'ffffffff', 'fffffffe', '80000000', 'ffffffff0f', '8080808010', 'ffffffffff'].map(
      (hex) => Buffer.from(hex, 'hex'),
    );
    for (const version of versions) {
      const [value] = fc.sample(messageArbitrary(message, version), { numRuns: 1, seed: version + 1 });
      const bytes = encode(codec, value!, version);
      for (let at = 0; at < bytes.length; at++) {
        for (const pattern of hostile) {
          const broken = Buffer.concat([bytes.subarray(0, at), pattern, bytes.subarray(at + pattern.length)]);
          isReadable(codec, broken, version);
        }
      }
    }
  });

  test('a field that the version lacks is dropped if ignorable, else refused', () => {
    for (const version of versions) {
      const filled = fullValue(message, message.fields, version);
      const bytes = encode(codec, filled, version);
      for (const { holder, field } of missingFields(message, message.fields, filled, version)) {
        const standard = holder[field.name];
        holder[field.name] = otherThanDefault(message, field);
        if (field.isIgnorable) expect(Buffer.compare(encode(codec, filled, version), bytes)).toBe(0);
        else expect(() => encode(codec, filled, version), field.name).toThrow(EncodeError);
        holder[field.name] = standard;
      }
    }
  });

  test('null where the version has no null is refused', () => {
    for (const version of versions) {
      const filled = fullValue(message, message.fields, version);
      for (const field of fieldsIn(message.fields, message.versions)) {
        if (!includes(field.versions, version) || includes(field.nullable, version)) continue;
        if (!fieldsCanBeNull(message, field)) continue;
        expect(() => encode(codec, { ...filled, [field.name]: null }, version), field.name).toThrow(EncodeError);
      }
    }
  });

  test('versions that do not exist are refused both ways', () => {
    for (const version of [codec.minVersion - 1, codec.maxVersion + 1]) {
      expect(() => encode(codec, codec.create(), version)).toThrow(EncodeError);
      expect(() => codec.read(new ByteReader(new Uint8Array(1000)), version)).toThrow(DecodeError);
    }
  });
});

test('random bytes are a DecodeError or a value', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...everyMessage),
      fc.nat(30),
      fc.uint8Array({ maxLength: 200 }),
      (entry, index, bytes) => {
        isReadable(entry.codec, bytes, entry.versions[index % entry.versions.length]!);
      },
    ),
    { numRuns: 20_000 },
  );
});

/** Every array has one element and nothing that the version has is null, so that every struct occurs. */
function fullValue(message: Message, fields: readonly Field[], version: number): Fields {
  const value = defaultFields(message, fields);
  for (const field of fieldsIn(fields, message.versions)) {
    if (!includes(field.versions, version)) continue;
    const { base, struct, isArray } = field.type;
    if (base !== 'struct') {
      if (!isArray) value[field.name] = otherThanDefault(message, field);
      continue;
    }
    const element = fullValue(message, structOf(message, struct).fields, version);
    value[field.name] = isArray ? [element] : element;
  }
  return value;
}

function* missingFields(
  message: Message,
  fields: readonly Field[],
  holder: Fields,
  version: number,
): Generator<{ holder: Fields; field: Field }> {
  for (const field of fieldsIn(fields, message.versions)) {
    if (!includes(field.versions, version)) yield { holder, field };
    else if (field.type.base === 'struct') {
      const value = holder[field.name] as Fields | Fields[];
      const nested = Array.isArray(value) ? value[0]! : value;
      yield* missingFields(message, structOf(message, field.type.struct).fields, nested, version);
    }
  }
}

function fieldsCanBeNull(message: Message, field: Field): boolean {
  return message.versions.min <= field.nullable.max && field.nullable.min <= message.versions.max;
}
