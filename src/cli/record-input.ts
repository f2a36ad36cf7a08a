/** What `produce` makes of its input: a line, a line with a key, a line of JSON, or the whole of it. */
import type { RecordHeader } from '../core/records/batch-builder.ts';
import { CommandError } from './cluster-options.ts';
import type { JsonBytes } from './record-format.ts';

export interface InputRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
  /** Null: by the key. */
  readonly partition: number | null;
  /** Null: now. */
  readonly timestamp: number | null;
}

export interface LineRules {
  readonly key: Uint8Array | null;
  /** Null: lines have no key of their own. */
  readonly keySeparator: Uint8Array | null;
  readonly isEmptyNull: boolean;
  readonly headers: readonly RecordHeader[];
  readonly partition: number | null;
}

/** Throws CommandError for a line without the separator. `number` counts lines from 1. */
export function recordOfLine(line: Uint8Array, number: number, rules: LineRules): InputRecord {
  const { headers, partition, keySeparator } = rules;
  let key = rules.key;
  let value = line;
  if (keySeparator !== null) {
    const buffer = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
    const at = buffer.indexOf(keySeparator);
    if (at < 0) throw new CommandError(`line ${number} has no key: --key-separator is not in it`);
    key = line.subarray(0, at);
    value = line.subarray(at + keySeparator.length);
  }
  return { key, value: rules.isEmptyNull && value.length === 0 ? null : value, headers, partition, timestamp: null };
}

/**
 * A line as `consume --json` writes it; all fields but the value may be left out, for a value that is missing by mistake
 * would be written as a tombstone. Throws CommandError.
 */
export function recordOfJson(line: Uint8Array, number: number, rules: LineRules): InputRecord {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(line).toString('utf8'));
  } catch (error) {
    throw new CommandError(`line ${number} is not JSON: ${(error as Error).message}`);
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new CommandError(`line ${number} is not a JSON object`);
  const { key, value, headers, partition, timestamp } = json as Record<string, unknown>;
  const where = `line ${number}`;
  if (value === undefined) throw new CommandError(`${where} has no "value"; write null for a tombstone`);
  return {
    key: key === undefined ? rules.key : bytesOf(key, `${where}: key`),
    value: bytesOf(value, `${where}: value`),
    headers: [...rules.headers, ...headersOf(headers, where)],
    partition: rules.partition ?? numberOf(partition, `${where}: partition`),
    timestamp: numberOf(timestamp, `${where}: timestamp`),
  };
}

function headersOf(headers: unknown, where: string): RecordHeader[] {
  if (headers === undefined) return [];
  if (!Array.isArray(headers)) throw new CommandError(`${where}: headers is not a list of {"key", "value"}`);
  return headers.map((header: { key?: unknown; value?: unknown } | null) => {
    const key = bytesOf(header?.key ?? null, `${where}: header key`);
    if (key === null) throw new CommandError(`${where}: a header needs a key`);
    return { key, value: bytesOf(header?.value ?? null, `${where}: header value`) };
  });
}

function bytesOf(value: unknown, where: string): Uint8Array | null {
  if (value === null) return null;
  if (typeof value === 'string') return Buffer.from(value);
  const { base64 } = value as Exclude<JsonBytes, string | null>;
  if (typeof value === 'object' && typeof base64 === 'string') return Buffer.from(base64, 'base64');
  throw new CommandError(`${where} is neither text, nor null, nor {"base64": "..."}`);
}

function numberOf(value: unknown, where: string): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new CommandError(`${where} is not a whole number`);
  return value;
}
