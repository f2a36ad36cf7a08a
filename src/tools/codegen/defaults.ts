/** What a field holds when nobody filled it, as an expression, and the test whether a value differs from that. */
import { type Field, isNullable, type Message, structOf } from '../schema/schema-model.ts';
import type { Versions } from '../schema/versions.ts';
import { structTypeName } from './names.ts';

/** TypeScript's type of a field. */
export function fieldType(message: Message, field: Field): string {
  const { base, struct, isArray } = field.type;
  let type: string;
  if (base === 'struct') type = structTypeName(message, struct);
  else if (base === 'string' || base === 'uuid') type = 'string';
  else if (base === 'bool') type = 'boolean';
  else type = base === 'bytes' || base === 'records' ? 'Uint8Array' : 'number';
  if (isArray) type += '[]';
  return isNullable(field, message.versions) ? `${type} | null` : type;
}

export function defaultsToNull(message: Message, field: Field): boolean {
  if (!isNullable(field, message.versions)) return false;
  return field.default === 'null' || (field.type.base === 'records' && !field.type.isArray);
}

export function defaultValue(message: Message, field: Field): string {
  if (defaultsToNull(message, field)) return 'null';
  if (field.type.isArray) return '[]';
  const given = field.default;
  switch (field.type.base) {
    case 'struct':
      return `new${structTypeName(message, field.type.struct)}()`;
    case 'bytes':
    case 'records':
      return 'NO_BYTES';
    case 'string':
      return given === null ? "''" : `'${given}'`;
    case 'uuid':
      return 'ZERO_UUID';
    case 'bool':
      return given ?? 'false';
    case 'int64':
      return given === '9223372036854775807'
        ? '2 ** 63'
        : given === '-9223372036854775808'
          ? '-(2 ** 63)'
          : (given ?? '0');
    default:
      return given === null ? '0' : `${Number(given)}`;
  }
}

/** An expression that is true when `value` is not the field's default. */
export function differsFromDefault(message: Message, field: Field, value: string): string {
  if (defaultsToNull(message, field)) return `${value} !== null`;
  const { base, struct, isArray } = field.type;
  let test: string;
  if (isArray || base === 'bytes' || base === 'records') test = `${value}.length !== 0`;
  else if (base === 'struct') test = `!isDefault${structTypeName(message, struct)}(${value})`;
  else return `${value} !== ${defaultValue(message, field)}`;
  return isNullable(field, message.versions) ? `(${value} === null || ${test})` : test;
}

/** The fewest bytes that an element of an array of this field's type takes in any version of `range`. */
export function leastElementSize(message: Message, field: Field, range: Versions, isFlexible: boolean): number {
  return leastSize(message, { ...field, type: { ...field.type, isArray: false } }, range, isFlexible, false);
}

function leastSize(message: Message, field: Field, range: Versions, isFlexible: boolean, mayBeNull: boolean): number {
  if (field.type.isArray) return isFlexible ? 1 : 4;
  switch (field.type.base) {
    case 'bool':
    case 'int8':
      return 1;
    case 'int16':
    case 'uint16':
      return 2;
    case 'int32':
    case 'uint32':
      return 4;
    case 'int64':
    case 'float64':
      return 8;
    case 'uuid':
      return 16;
    case 'string':
      return isFlexible ? 1 : 2;
    case 'bytes':
    case 'records':
      return isFlexible ? 1 : 4;
    case 'struct':
      return mayBeNull ? 1 : leastStructSize(message, field.type.struct, range, isFlexible);
  }
}

function leastStructSize(message: Message, name: string, range: Versions, isFlexible: boolean): number {
  let least = Number.POSITIVE_INFINITY;
  for (let version = range.min; version <= range.max; version++) {
    const only = { min: version, max: version };
    let size = isFlexible ? 1 : 0;
    for (const field of structOf(message, name).fields) {
      const isThere = field.versions.min <= version && field.versions.max >= version;
      const isTagged = field.tag !== null && field.tagged.min <= version && field.tagged.max >= version;
      if (isThere && !isTagged) size += leastSize(message, field, only, isFlexible, isNullable(field, only));
    }
    least = Math.min(least, size);
  }
  if (least === 0)
    throw new Error(`${message.name}: elements of ${name} may take no bytes, so their count has no bound`);
  return least;
}
