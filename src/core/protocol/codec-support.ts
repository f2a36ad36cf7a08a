/** What the generated codecs share: arrays of plain values, and the errors of versions and fields. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import { EncodeError } from '../bytes/encode-error.ts';

/** The default of byte fields. Empty, so sharing it is safe. */
export const NO_BYTES: Uint8Array = new Uint8Array(0);

export function unreadableVersion(message: string, version: number): DecodeError {
  return new DecodeError(`${message} has no version ${version}`);
}

export function unwritableVersion(message: string, version: number): EncodeError {
  return new EncodeError(`${message} has no version ${version}`);
}

export function unsupportedField(field: string, version: number): EncodeError {
  return new EncodeError(`${field} has a value that version ${version} cannot carry`);
}

export function notNull<T>(value: T | null, field: string): T {
  if (value === null) throw new EncodeError(`${field} may not be null in this version`);
  return value;
}

export function int8s(reader: ByteReader, count: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < count; i++) values.push(reader.int8());
  return values;
}

export function int16s(reader: ByteReader, count: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < count; i++) values.push(reader.int16());
  return values;
}

export function int32s(reader: ByteReader, count: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < count; i++) values.push(reader.int32());
  return values;
}

export function int32sOrNull(reader: ByteReader, count: number): number[] | null {
  return count < 0 ? null : int32s(reader, count);
}

export function int64s(reader: ByteReader, count: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < count; i++) values.push(reader.int64());
  return values;
}

export function uuids(reader: ByteReader, count: number): string[] {
  const values: string[] = [];
  for (let i = 0; i < count; i++) values.push(reader.uuid());
  return values;
}

export function uuidsOrNull(reader: ByteReader, count: number): string[] | null {
  return count < 0 ? null : uuids(reader, count);
}

export function strings(reader: ByteReader, count: number): string[] {
  const values: string[] = [];
  for (let i = 0; i < count; i++) values.push(reader.string());
  return values;
}

export function stringsOrNull(reader: ByteReader, count: number): string[] | null {
  return count < 0 ? null : strings(reader, count);
}

export function compactStrings(reader: ByteReader, count: number): string[] {
  const values: string[] = [];
  for (let i = 0; i < count; i++) values.push(reader.compactString());
  return values;
}

export function compactStringsOrNull(reader: ByteReader, count: number): string[] | null {
  return count < 0 ? null : compactStrings(reader, count);
}
