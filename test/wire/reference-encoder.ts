/**
 * A second encoder that interprets the schema field by field, written from the protocol's description and sharing no
 * code with the generator's output. Slow and plain; it can also put unknown tagged fields into every section.
 */
import { type Field, type Message, structOf } from '../../src/tools/schema/schema-model.ts';
import { includes } from '../../src/tools/schema/versions.ts';
import { defaultOf } from './message-arbitrary.ts';
import type { Fields } from './schema-messages.ts';

export interface EncodeOptions {
  /** Adds a tagged field with this number to every tagged section. */
  readonly unknownTag?: number;
}

export function referenceEncode(message: Message, value: Fields, version: number, options: EncodeOptions = {}): Buffer {
  return struct(message, message.fields, value, version, options);
}

function struct(
  message: Message,
  fields: readonly Field[],
  value: Fields,
  version: number,
  options: EncodeOptions,
): Buffer {
  const isFlexible = includes(message.flexible, version);
  const parts: Buffer[] = [];
  const tagged: { tag: number; bytes: Buffer }[] = [];
  for (const field of fields) {
    if (!includes(field.versions, version)) continue;
    const bytes = fieldBytes(message, field, value[field.name], version, isFlexible && field.isFlexible, options);
    if (field.tag === null || !includes(field.tagged, version)) parts.push(bytes);
    else if (!isSame(value[field.name], defaultOf(message, field))) tagged.push({ tag: field.tag, bytes });
  }
  if (isFlexible) {
    if (options.unknownTag !== undefined) tagged.push({ tag: options.unknownTag, bytes: Buffer.from('unknown') });
    tagged.sort((a, b) => a.tag - b.tag);
    parts.push(uvarint(tagged.length));
    for (const { tag, bytes } of tagged) parts.push(uvarint(tag), uvarint(bytes.length), bytes);
  }
  return Buffer.concat(parts);
}

function fieldBytes(
  message: Message,
  field: Field,
  value: unknown,
  version: number,
  isCompact: boolean,
  options: EncodeOptions,
): Buffer {
  if (field.type.isArray) {
    const count = isCompact ? uvarint : int32;
    if (value === null) return isCompact ? uvarint(0) : int32(-1);
    const elements = value as unknown[];
    const bytes = elements.map((element) => single(message, field, element, version, isCompact, false, options));
    return Buffer.concat([count(elements.length + (isCompact ? 1 : 0)), ...bytes]);
  }
  return single(message, field, value, version, isCompact, includes(field.nullable, version), options);
}

function single(
  message: Message,
  field: Field,
  value: unknown,
  version: number,
  isCompact: boolean,
  mayBeNull: boolean,
  options: EncodeOptions,
): Buffer {
  switch (field.type.base) {
    case 'struct': {
      const isTagged = field.tag !== null && includes(field.tagged, version);
      if (value === null) return Buffer.from([isTagged ? 0 : 0xff]);
      const bytes = struct(message, structOf(message, field.type.struct).fields, value as Fields, version, options);
      return mayBeNull ? Buffer.concat([Buffer.from([1]), bytes]) : bytes;
    }
    case 'string': {
      if (value === null) return isCompact ? uvarint(0) : Buffer.from([0xff, 0xff]);
      const text = Buffer.from(value as string);
      return Buffer.concat([isCompact ? uvarint(text.length + 1) : fixed(2, (b) => b.writeInt16BE(text.length)), text]);
    }
    case 'bytes':
    case 'records': {
      if (value === null) return isCompact ? uvarint(0) : int32(-1);
      const bytes = value as Uint8Array;
      return Buffer.concat([isCompact ? uvarint(bytes.length + 1) : int32(bytes.length), bytes]);
    }
    case 'uuid':
      return Buffer.from(value as string, 'base64url');
    case 'bool':
      return Buffer.from([value ? 1 : 0]);
    case 'int8':
      return fixed(1, (b) => b.writeInt8(value as number));
    case 'int16':
      return fixed(2, (b) => b.writeInt16BE(value as number));
    case 'uint16':
      return fixed(2, (b) => b.writeUInt16BE(value as number));
    case 'int32':
      return int32(value as number);
    case 'uint32':
      return fixed(4, (b) => b.writeUInt32BE(value as number));
    case 'int64': {
      const exact = (value as number) >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(value as number);
      return fixed(8, (b) => b.writeBigInt64BE(exact));
    }
    case 'float64':
      return fixed(8, (b) => b.writeDoubleBE(value as number));
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function int32(value: number): Buffer {
  return fixed(4, (b) => b.writeInt32BE(value));
}

function uvarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

function fixed(length: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(length);
  write(buffer);
  return buffer;
}
