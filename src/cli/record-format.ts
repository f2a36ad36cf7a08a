/** How `consume` writes records: a format string in the tradition of kcat, or JSON lines that `produce` takes back. */
import { isUtf8 } from 'node:buffer';
import type { ConsumerRecord } from '../client/decode-records.ts';
import { UsageError } from './command.ts';

export type RecordWriter = (topic: string, partition: number, record: ConsumerRecord, chunks: Uint8Array[]) => void;

export const FORMAT_HELP = `
A format may use
  %k %v   key, value (%s is the value too)      %K %V   their sizes (-1: null; %S is the value's too)
  %t %p   topic, partition                      %o      offset
  %T %d   time in ms since 1970, as a date      %h      headers, as name=value,name=value
  %%      a percent sign                        \\n \\t \\r \\0 \\\\ \\x1f   the usual escapes`;

type Part = Uint8Array | ((topic: string, partition: number, record: ConsumerRecord) => Uint8Array);

const FIELDS: Readonly<Record<string, Part>> = {
  k: (_topic, _partition, { key }) => key ?? NOTHING,
  v: (_topic, _partition, { value }) => value ?? NOTHING,
  s: (_topic, _partition, { value }) => value ?? NOTHING,
  K: (_topic, _partition, { key }) => Buffer.from(String(key?.length ?? -1)),
  V: (_topic, _partition, { value }) => Buffer.from(String(value?.length ?? -1)),
  S: (_topic, _partition, { value }) => Buffer.from(String(value?.length ?? -1)),
  t: (topic) => Buffer.from(topic),
  p: (_topic, partition) => Buffer.from(String(partition)),
  o: (_topic, _partition, { offset }) => Buffer.from(String(offset)),
  T: (_topic, _partition, { timestamp }) => Buffer.from(String(timestamp)),
  d: (_topic, _partition, { timestamp }) => Buffer.from(isoTime(timestamp)),
  h: (_topic, _partition, record) => headers(record),
  '%': Buffer.from('%'),
};

const NOTHING = new Uint8Array(0);

/** Throws UsageError for a letter that means nothing. */
export function formatWriter(format: string): RecordWriter {
  const parts = parseFormat(format);
  return (topic, partition, record, chunks) => {
    for (const part of parts) chunks.push(typeof part === 'function' ? part(topic, partition, record) : part);
  };
}

export const jsonWriter: RecordWriter = (topic, partition, record, chunks) => {
  chunks.push(Buffer.from(`${JSON.stringify({ topic, partition, ...recordJson(record) })}\n`));
};

export function recordJson({ offset, timestamp, key, value, headers: list }: ConsumerRecord): object {
  return {
    offset,
    timestamp,
    key: jsonBytes(key),
    value: jsonBytes(value),
    headers: list.map((header) => ({ key: jsonBytes(header.key), value: jsonBytes(header.value) })),
  };
}

/** Text as it is; bytes that are none as `{"base64": "…"}`, so that nothing is lost. */
export type JsonBytes = string | null | { readonly base64: string };

function jsonBytes(bytes: Uint8Array | null): JsonBytes {
  if (bytes === null) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? buffer.toString('utf8') : { base64: buffer.toString('base64') };
}

function parseFormat(format: string): Part[] {
  const parts: Part[] = [];
  let literal: number[] = [];
  const bytes = Buffer.from(format);
  const flush = () => {
    if (literal.length > 0) parts.push(Uint8Array.from(literal));
    literal = [];
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const character = String.fromCharCode(bytes[at]!);
    if (character === '%') {
      at += 1;
      const letter = String.fromCharCode(bytes[at] ?? 0);
      const field = FIELDS[letter];
      if (field === undefined) throw new UsageError(`--format does not know %${bytes[at] === undefined ? '' : letter}`);
      flush();
      parts.push(field);
    } else if (character === '\\') {
      const [byte, length] = parseEscape(bytes, at + 1);
      literal.push(byte);
      at += length;
    } else literal.push(bytes[at]!);
  }
  flush();
  return parts;
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, '0': 0, '\\': 92 };

/** The byte and how many characters stood for it. An escape that means nothing is its own character. */
function parseEscape(bytes: Uint8Array, at: number): [byte: number, length: number] {
  const character = String.fromCharCode(bytes[at] ?? 92);
  const hex = String.fromCharCode(...bytes.subarray(at + 1, at + 3));
  if (character === 'x' && /^[0-9a-fA-F]{2}$/.test(hex)) return [Number.parseInt(hex, 16), 3];
  return [ESCAPES[character] ?? bytes[at] ?? 92, 1];
}

/** `\t` and the like in a separator given on the command line. */
export function unescapeText(text: string): Uint8Array {
  return Buffer.concat(parseFormat(text.replaceAll('%', '%%')) as Uint8Array[]);
}

function headers({ headers: list }: ConsumerRecord): Uint8Array {
  const text = (bytes: Uint8Array | null) => (bytes === null ? '' : Buffer.from(bytes).toString('utf8'));
  return Buffer.from(list.map(({ key, value }) => `${text(key)}=${text(value)}`).join(','));
}

function isoTime(timestamp: number): string {
  // Beyond what a Date can hold there is only the number.
  return Math.abs(timestamp) <= 8.64e15 && timestamp >= 0 ? new Date(timestamp).toISOString() : String(timestamp);
}
