/**
 * Emits one function per struct that reads it in any version: a single object literal in wire order, so that every
 * version makes objects of one shape, followed by the tagged section.
 */
import { type Field, fieldsIn, isNullable, type Message, type Scalar } from '../schema/schema-model.ts';
import { intersect, isNone, type Versions } from '../schema/versions.ts';
import { choose, flexible, flexiblePart, inflexiblePart, within } from './conditions.ts';
import { defaultValue, leastElementSize } from './defaults.ts';
import { wrap } from './emit-types.ts';
import { structTypeName } from './names.ts';

/** What a struct's functions need around them. */
export interface StructContext {
  readonly message: Message;
  readonly typeName: string;
  readonly fields: readonly Field[];
  /** Versions in which the struct occurs. */
  readonly range: Versions;
  readonly isTopLevel: boolean;
}

/** The readers of plain arrays in codec-support.ts. */
export const ARRAY_READERS: readonly string[] = [
  'compactStrings',
  'compactStringsOrNull',
  'int16s',
  'int32s',
  'int32sOrNull',
  'int64s',
  'int8s',
  'strings',
  'stringsOrNull',
  'uuids',
  'uuidsOrNull',
];

const COMPACT_VERBS: Partial<Record<Scalar, string>> = { string: 'String', bytes: 'Bytes', records: 'Bytes' };

export function emitReader(context: StructContext): string {
  const { message, typeName, fields, range, isTopLevel } = context;
  const known = fieldsIn(fields, message.versions);
  const members = known.map((field) => {
    const plain = untaggedVersions(field, range);
    return `${field.name}: ${choose(within(plain, range), valueExpression(message, field, plain), defaultValue(message, field))}`;
  });
  const isFlexible = flexible(message.flexible, range);
  const body: string[] = [];
  if (isTopLevel) body.push(`if (v < ${range.min} || v > ${range.max}) throw unreadableVersion('${typeName}', v);`);
  const literal = `{${wrap(members)}}`;
  if (isFlexible === 'f' && /\bf\b/.test(`${literal}f`)) body.push(`const f = ${within(message.flexible, range)};`);
  if (isFlexible === 'false') body.push(`return ${literal};`);
  else {
    body.push(`const m: ${typeName} = ${literal};`);
    const section = tagSection(message, known, range);
    body.push(isFlexible === 'true' ? section : `if (f) ${section}`, 'return m;');
  }
  const head = isTopLevel ? 'export function' : 'function';
  return `${head} read${typeName}(r: ByteReader, v: number): ${typeName} {\n  ${body.join('\n  ')}\n}\n`;
}

/** Reads `n` elements. */
export function emitArrayReader(typeName: string): string {
  return (
    `function read${typeName}Array(r: ByteReader, v: number, n: number): ${typeName}[] {\n` +
    `  const a: ${typeName}[] = [];\n  for (let i = 0; i < n; i++) a.push(read${typeName}(r, v));\n  return a;\n}\n`
  );
}

/** Reads `n` elements, or null for -1. */
export function emitNullableArrayReader(typeName: string): string {
  return (
    `function read${typeName}ArrayOrNull(r: ByteReader, v: number, n: number): ${typeName}[] | null {\n` +
    `  return n < 0 ? null : read${typeName}Array(r, v, n);\n}\n`
  );
}

/** The versions of `range` in which the field stands in its place rather than in the tagged section. */
export function untaggedVersions(field: Field, range: Versions): Versions {
  const present = intersect(field.versions, range);
  if (isNone(field.tagged)) return present;
  return intersect(present, { min: 0, max: field.tagged.min - 1 });
}

function tagSection(message: Message, fields: readonly Field[], range: Versions): string {
  const cases = fields
    .filter((field) => !isNone(intersect(field.tagged, range)))
    .map((field) => {
      const versions = intersect(field.tagged, range);
      const condition = within(versions, flexiblePart(message.flexible, range));
      const read = `m.${field.name} = ${valueExpression(message, field, versions, true)}; r.endTag(at, size);`;
      return `case ${field.tag}: ${choose(condition, '', 'x') === '' ? read : `if (${condition}) { ${read} } else r.skip(size);`} break;`;
    });
  if (cases.length === 0) return 'r.skipTags();';
  return (
    'for (let n = r.uvarint(); n > 0; n--) {\n' +
    '    const tag = r.uvarint(), size = r.uvarint(), at = r.position;\n' +
    `    switch (tag) {\n      ${cases.join('\n      ')}\n      default: r.skip(size);\n    }\n  }`
  );
}

/**
 * An expression that reads the field in any version of `range`, all of which have it. A struct that may be null is
 * preceded by an int8 (-1 or 1) in its place, but by a uvarint (0 or 1) in a tagged section.
 */
function valueExpression(message: Message, field: Field, range: Versions, isTagged = false): string {
  if (isNone(range)) return '';
  const isFlexible = field.isFlexible ? flexible(message.flexible, range) : 'false';
  const nullable = within(field.nullable, range);
  const { base, struct, isArray } = field.type;
  if (isArray) return arrayExpression(message, field, range, isFlexible, nullable);
  if (base === 'struct') {
    const read = `read${structTypeName(message, struct)}(r, v)`;
    const isNull = isTagged ? 'r.uvarint() === 0' : 'r.int8() < 0';
    return parenthesised(choose(nullable, `${isNull} ? null : ${read}`, read), nullable !== 'false');
  }
  const verb = COMPACT_VERBS[base];
  if (verb === undefined) return `r.${base}()`;
  const [plain, orNull] = [verb.toLowerCase(), `nullable${verb}`];
  const compact = choose(nullable, `r.compactNullable${verb}()`, `r.compact${verb}()`);
  const classic = choose(nullable, `r.${orNull}()`, `r.${plain}()`);
  const isMixed = nullable !== 'true' && nullable !== 'false';
  const text = choose(isFlexible, parenthesised(compact, isMixed), parenthesised(classic, isMixed));
  return parenthesised(text, text.includes('?'));
}

function arrayExpression(
  message: Message,
  field: Field,
  range: Versions,
  isFlexible: string,
  nullable: string,
): string {
  const { base, struct } = field.type;
  const least = (part: Versions, flex: boolean): number =>
    isNone(part) ? 1 : leastElementSize(message, field, part, flex);
  const compactLeast = least(flexiblePart(message.flexible, range), true);
  const classicLeast = least(inflexiblePart(message.flexible, range), false);
  const compact = choose(
    nullable,
    `r.compactNullableArrayLength(${compactLeast})`,
    `r.compactArrayLength(${compactLeast})`,
  );
  const classic = choose(nullable, `r.nullableArrayLength(${classicLeast})`, `r.arrayLength(${classicLeast})`);
  const isMixed = nullable !== 'true' && nullable !== 'false';
  const count = choose(isFlexible, parenthesised(compact, isMixed), parenthesised(classic, isMixed));
  const orNull = isNullable(field, range) ? 'OrNull' : '';
  if (base === 'struct') return `read${structTypeName(message, struct)}Array${orNull}(r, v, ${count})`;
  if (base !== 'string') {
    const reader = `${base}s${orNull}`;
    if (!ARRAY_READERS.includes(reader))
      throw new Error(`${message.name}.${field.name}: codec-support.ts has no ${reader}`);
    return `${reader}(r, ${count})`;
  }
  const strings = choose(isFlexible, `compactStrings${orNull}`, `strings${orNull}`);
  return `${parenthesised(strings, strings.includes('?'))}(r, ${count})`;
}

function parenthesised(text: string, isNeeded: boolean): string {
  return isNeeded ? `(${text})` : text;
}
