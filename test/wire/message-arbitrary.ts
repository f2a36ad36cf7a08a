/** fast-check values of any message in any version, made from the schema: fields that the version lacks keep their default. */
import fc from 'fast-check';
import { type Field, fieldsIn, type Message, structOf } from '../../src/tools/schema/schema-model.ts';
import { includes } from '../../src/tools/schema/versions.ts';
import type { Fields } from './schema-messages.ts';

const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

export interface Shape {
  readonly maxElements: number;
  /** Byte fields may be long enough for the writer to take them by reference. */
  readonly hasLargeBytes: boolean;
  /** Kafka's text is never a lone surrogate; ASCII keeps other encoders comparable. */
  readonly isAsciiOnly: boolean;
}

export const SMALL: Shape = { maxElements: 2, hasLargeBytes: false, isAsciiOnly: false };

export function messageArbitrary(message: Message, version: number, shape: Shape = SMALL): fc.Arbitrary<Fields> {
  return structArbitrary(message, message.fields, version, shape);
}

/** What the message holds where nothing was filled in, worked out from the schema alone. */
export function defaultFields(message: Message, fields: readonly Field[]): Fields {
  return Object.fromEntries(fieldsIn(fields, message.versions).map((field) => [field.name, defaultOf(message, field)]));
}

export function defaultOf(message: Message, field: Field): unknown {
  if (field.default === 'null') return null;
  if (field.type.isArray) return [];
  switch (field.type.base) {
    case 'struct':
      return defaultFields(message, structOf(message, field.type.struct).fields);
    case 'string':
      return field.default ?? '';
    case 'uuid':
      return ZERO_UUID;
    case 'bool':
      return field.default === 'true';
    case 'bytes':
      return new Uint8Array(0);
    case 'records':
      return includes(field.nullable, field.versions.min) ? null : new Uint8Array(0);
    default:
      return field.default === null ? 0 : Number(field.default);
  }
}

/** A value that a version which has the field can carry and that is not its default. */
export function otherThanDefault(message: Message, field: Field): unknown {
  const standard = defaultOf(message, field);
  const { base, struct, isArray } = field.type;
  if (isArray) {
    if (base === 'struct') return [defaultFields(message, structOf(message, struct).fields)];
    return [base === 'string' ? '' : base === 'uuid' ? ZERO_UUID : base === 'bool' ? false : 0];
  }
  if (base === 'struct') {
    const fields = structOf(message, struct).fields;
    const value = defaultFields(message, fields);
    if (standard !== null) value[fields[0]!.name] = otherThanDefault(message, fields[0]!);
    return value;
  }
  if (base === 'string') return `${standard ?? ''}x`;
  if (base === 'uuid') return 'AAAAAAAAAAAAAAAAAAAAAQ';
  if (base === 'bool') return !standard;
  if (base === 'bytes' || base === 'records') return Uint8Array.of(7);
  return standard === 5 ? 6 : 5;
}

function structArbitrary(
  message: Message,
  fields: readonly Field[],
  version: number,
  shape: Shape,
): fc.Arbitrary<Fields> {
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  for (const field of fieldsIn(fields, message.versions)) {
    members[field.name] = includes(field.versions, version)
      ? fieldArbitrary(message, field, version, shape)
      : fc.constant(null).map(() => defaultOf(message, field));
  }
  return fc.record(members, { noNullPrototype: true }) as fc.Arbitrary<Fields>;
}

function fieldArbitrary(message: Message, field: Field, version: number, shape: Shape): fc.Arbitrary<unknown> {
  const element = valueArbitrary(message, field, version, shape);
  const value = field.type.isArray ? fc.array(element, { maxLength: shape.maxElements }) : element;
  const filled = includes(field.nullable, version) ? fc.option(value, { freq: 4 }) : value;
  // Defaults often, because tagged fields are left out exactly then.
  const standard = defaultOf(message, field);
  if (standard === null && !includes(field.nullable, version)) return filled;
  return fc.oneof(
    { weight: 4, arbitrary: filled },
    { weight: 1, arbitrary: fc.constant(null).map(() => defaultOf(message, field)) },
  );
}

function valueArbitrary(message: Message, field: Field, version: number, shape: Shape): fc.Arbitrary<unknown> {
  switch (field.type.base) {
    case 'struct':
      return structArbitrary(message, structOf(message, field.type.struct).fields, version, shape);
    case 'bool':
      return fc.boolean();
    case 'int8':
      return fc.integer({ min: -128, max: 127 });
    case 'int16':
      return fc.integer({ min: -32768, max: 32767 });
    case 'uint16':
      return fc.nat(65535);
    case 'int32':
      return fc.integer();
    case 'uint32':
      return fc.nat(0xffff_ffff);
    case 'int64':
      return fc.oneof(fc.maxSafeInteger(), fc.constantFrom(-1, -2, 0, 2 ** 63, -(2 ** 63))).map((n) => n + 0);
    case 'float64':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0);
    case 'uuid':
      return fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
    case 'string':
      return fc.string({ unit: shape.isAsciiOnly ? 'grapheme-ascii' : 'grapheme', maxLength: 20 });
    case 'bytes':
    case 'records': {
      const small = fc.uint8Array({ maxLength: 20 });
      const large = fc.integer({ min: 4090, max: 4200 }).map((length) => new Uint8Array(length).fill(length));
      return shape.hasLargeBytes ? fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: large }) : small;
    }
  }
}
