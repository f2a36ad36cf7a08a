/** Compares values whose field names differ, by the plain values inside them as text. */
import { type Field, fieldsIn, type Message, structOf } from '../../src/tools/schema/schema-model.ts';
import { includes, isNone } from '../../src/tools/schema/versions.ts';
import type { Fields } from './schema-messages.ts';

/** Numbers, texts and bytes in any nest of objects; null and booleans carry too little to compare. */
export function leavesOf(value: unknown): string[] {
  if (value === null || value === undefined || typeof value === 'boolean') return [];
  if (value instanceof Uint8Array) return value.length === 0 ? [] : [Buffer.from(value).toString('hex')];
  if (value instanceof Map) return [...value].flatMap(leavesOf);
  if (typeof value === 'object') return Object.values(value).flatMap(leavesOf);
  const text = typeof value === 'number' && Math.abs(value) > 2 ** 53 ? exactText(value) : String(value);
  if (text === '') return [];
  return [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text.replaceAll('-', '') : text];
}

/** The leaves of what a version carries outside its tagged sections, uuids as hex. */
export function wireLeaves(message: Message, value: Fields, version: number): string[] {
  return structLeaves(message, message.fields, value, version);
}

/** Those of `wanted` that `given` lacks, each counted as often as it occurs. Clients add values and reorder them. */
export function missingLeaves(wanted: readonly string[], given: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const leaf of given) left.set(leaf, (left.get(leaf) ?? 0) + 1);
  return wanted.filter((leaf) => {
    const count = left.get(leaf) ?? 0;
    left.set(leaf, count - 1);
    return count <= 0;
  });
}

function structLeaves(message: Message, fields: readonly Field[], value: Fields, version: number): string[] {
  return fieldsIn(fields, message.versions).flatMap((field) => {
    if (!includes(field.versions, version) || !isNone(field.tagged)) return [];
    const held = value[field.name];
    const elements = field.type.isArray ? ((held ?? []) as unknown[]) : [held];
    return elements.flatMap((element) => {
      if (element === null) return [];
      if (field.type.base === 'struct') {
        return structLeaves(message, structOf(message, field.type.struct).fields, element as Fields, version);
      }
      if (field.type.base === 'uuid') return [Buffer.from(element as string, 'base64url').toString('hex')];
      return leavesOf(element);
    });
  });
}

/** The decimal text of an int64, of which the largest has no double. */
function exactText(value: number): string {
  return value === 2 ** 63 ? '9223372036854775807' : BigInt(value).toString();
}
