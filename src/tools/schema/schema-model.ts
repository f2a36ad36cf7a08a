/** A message as the schema describes it, and what follows from that: where a struct is used, what a field defaults to. */
import { hull, intersect, NONE, type Versions } from './versions.ts';

export type MessageKind = 'request' | 'response' | 'header' | 'data' | 'key' | 'value' | 'record';

export const SCALARS = [
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint16',
  'uint32',
  'float64',
  'string',
  'uuid',
  'bytes',
  'records',
] as const;
export type Scalar = (typeof SCALARS)[number];

export interface FieldType {
  readonly base: Scalar | 'struct';
  /** Name of the struct, empty for a scalar. */
  readonly struct: string;
  readonly isArray: boolean;
}

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly versions: Versions;
  readonly nullable: Versions;
  readonly tag: number | null;
  readonly tagged: Versions;
  /** The text after `=`; null without one, in which case the type's own default holds. */
  readonly default: string | null;
  /** Whether a value may be dropped silently where the version lacks the field. */
  readonly isIgnorable: boolean;
  readonly isMapKey: boolean;
  /** False for a field that keeps its old form in flexible versions. */
  readonly isFlexible: boolean;
}

export interface Struct {
  readonly name: string;
  readonly versions: Versions;
  readonly fields: readonly Field[];
}

export interface Message {
  readonly kind: MessageKind;
  readonly name: string;
  /** Api key, or the type number of a record; null for data and headers. */
  readonly key: number | null;
  readonly versions: Versions;
  readonly flexible: Versions;
  readonly listeners: readonly string[];
  /** Kafka serves the last version only to those who enable unstable ones. */
  readonly isLatestUnstable: boolean;
  readonly fields: readonly Field[];
  readonly structs: ReadonlyMap<string, Struct>;
}

/** The versions in which each struct of a message can occur, in an order that has users before what they use. */
export function structRanges(message: Message): Map<string, Versions> {
  const ranges = new Map<string, Versions>();
  const visit = (fields: readonly Field[], within: Versions): void => {
    for (const field of fields) {
      if (field.type.base !== 'struct') continue;
      const struct = structOf(message, field.type.struct);
      const range = intersect(intersect(field.versions, within), struct.versions);
      ranges.set(struct.name, hull(ranges.get(struct.name) ?? NONE, range));
      visit(struct.fields, range);
    }
  };
  visit(message.fields, message.versions);
  return ranges;
}

export function structOf(message: Message, name: string): Struct {
  const struct = message.structs.get(name);
  if (struct === undefined) throw new Error(`${message.name}: no struct ${name}`);
  return struct;
}

/** Fields that at least one version of `range` has. */
export function fieldsIn(fields: readonly Field[], range: Versions): Field[] {
  return fields.filter((field) => intersect(field.versions, range).max >= 0);
}

export function isNullable(field: Field, range: Versions): boolean {
  return intersect(intersect(field.nullable, field.versions), range).max >= 0;
}
