/**
 * Emits one function per struct that writes it in any version. A field that the version lacks and that may not be
 * dropped silently must hold its default, or the function throws EncodeError.
 */
import { type Field, fieldsIn, isNullable, type Message, type Scalar } from '../schema/schema-model.ts';
import { intersect, isNone, type Versions } from '../schema/versions.ts';
import { branch, flexible, flexiblePart, within } from './conditions.ts';
import { differsFromDefault } from './defaults.ts';
import { type StructContext, untaggedVersions } from './emit-reader.ts';
import { structTypeName } from './names.ts';

const COMPACT_VERBS: Partial<Record<Scalar, string>> = { string: 'String', bytes: 'Bytes', records: 'Bytes' };
const FIXED_SIZES: Partial<Record<Scalar, number>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  float64: 8,
  uuid: 16,
};

export function emitWriter(context: StructContext): string {
  const { message, typeName, fields, range, isTopLevel } = context;
  const known = fieldsIn(fields, message.versions);
  const body: string[] = [];
  for (const field of known) {
    const statement = fieldStatement(message, typeName, field, range);
    if (statement !== '') body.push(statement);
  }
  const isFlexible = flexible(message.flexible, range);
  if (isFlexible !== 'false') {
    const section = tagSection(message, known, range);
    body.push(isFlexible === 'true' ? section : `if (f) ${section.includes('\n') ? `{\n  ${section}\n  }` : section}`);
  }
  if (isFlexible === 'f' && body.some((statement) => /\bf\b/.test(statement))) {
    body.unshift(`const f = ${within(message.flexible, range)};`);
  }
  if (isTopLevel) body.unshift(`if (v < ${range.min} || v > ${range.max}) throw unwritableVersion('${typeName}', v);`);
  const head = isTopLevel ? 'export function' : 'function';
  return `${head} write${typeName}(w: ByteWriter, m: ${typeName}, v: number): void {\n  ${body.join('\n  ')}\n}\n`;
}

function fieldStatement(message: Message, typeName: string, field: Field, range: Versions): string {
  const present = intersect(field.versions, range);
  const plain = untaggedVersions(field, range);
  let refuse = '';
  if (!field.isIgnorable && within(field.versions, range) !== 'true') {
    const differs = differsFromDefault(message, field, `m.${field.name}`);
    refuse = `if (${differs}) throw unsupportedField('${typeName}.${field.name}', v);`;
  }
  if (isNone(present)) return refuse;
  if (isNone(plain)) return branch(within(present, range), '', refuse);
  const write = valueStatement(message, field, `m.${field.name}`, 'w', plain);
  if (isNone(field.tagged)) return branch(within(plain, range), write, refuse);
  return branch(within(plain, range), write, branch(within(present, range), '', refuse));
}

/** Statements that write `value` in any version of `range`, all of which have the field in the place at hand. */
function valueStatement(
  message: Message,
  field: Field,
  value: string,
  w: string,
  range: Versions,
  isTagged = false,
): string {
  const isFlexible = field.isFlexible ? flexible(message.flexible, range) : 'false';
  const nullable = within(field.nullable, range);
  const mayBeNull = isNullable(field, message.versions);
  const { base, struct, isArray } = field.type;
  const sure = nullable === 'false' && mayBeNull ? `notNull(${value}, '${field.name}')` : value;
  if (isArray) return arrayStatement(message, field, sure, w, isFlexible, nullable);
  if (base === 'struct') {
    const write = (target: string): string => `write${structTypeName(message, struct)}(${w}, ${target}, v);`;
    if (nullable === 'false') return write(sure);
    const [absent, present] = isTagged ? ['uvarint(0)', 'uvarint(1)'] : ['int8(-1)', 'int8(1)'];
    const marked = `if (${value} === null) ${w}.${absent}; else { ${w}.${present}; ${write(value)} }`;
    return branch(nullable, marked, write(`notNull(${value}, '${field.name}')`));
  }
  const verb = COMPACT_VERBS[base];
  if (verb === undefined) return `${w}.${base}(${value});`;
  const classicVerb = verb.toLowerCase();
  const never = mayBeNull ? `notNull(${value}, '${field.name}')` : value;
  const compact = branch(nullable, `${w}.compactNullable${verb}(${value});`, `${w}.compact${verb}(${never});`);
  const classic = branch(nullable, `${w}.nullable${verb}(${value});`, `${w}.${classicVerb}(${never});`);
  return branch(isFlexible, compact, classic);
}

function arrayStatement(
  message: Message,
  field: Field,
  value: string,
  w: string,
  isFlexible: string,
  nullable: string,
): string {
  const { base, struct } = field.type;
  const count = (length: string): string =>
    branch(isFlexible, `${w}.compactArrayLength(${length});`, `${w}.arrayLength(${length});`);
  let element: string;
  if (base === 'struct') element = `write${structTypeName(message, struct)}(${w}, e, v);`;
  else if (base === 'string') element = branch(isFlexible, `${w}.compactString(e);`, `${w}.string(e);`);
  else if (base === 'bytes') element = branch(isFlexible, `${w}.compactBytes(e);`, `${w}.bytes(e);`);
  else element = `${w}.${base}(e);`;
  const all = (array: string): string => `${count(`${array}.length`)} for (const e of ${array}) ${element}`;
  if (nullable === 'false') return value.startsWith('notNull') ? `const a = ${value}; ${all('a')}` : all(value);
  const orNull = `if (${value} === null) { ${count('-1')} } else { ${all(value)} }`;
  return branch(nullable, orNull, `const a = notNull(${value}, '${field.name}'); ${all('a')}`);
}

function tagSection(message: Message, fields: readonly Field[], range: Versions): string {
  const within_ = flexiblePart(message.flexible, range);
  const tagged = fields.filter((field) => !isNone(intersect(field.tagged, within_))).sort((a, b) => a.tag! - b.tag!);
  if (tagged.length === 0) return 'w.uvarint(0);';
  const conditions = tagged.map((field) => {
    const condition = within(intersect(field.tagged, within_), within_);
    const differs = differsFromDefault(message, field, `m.${field.name}`);
    return condition === 'true' ? differs : `${condition} && ${differs}`;
  });
  const names = tagged.map((field) => `has${field.name[0]!.toUpperCase()}${field.name.slice(1)}`);
  const lines = [
    `const ${names.map((name, i) => `${name} = ${conditions[i]}`).join(', ')};`,
    `w.uvarint(${names.map((name) => `(${name} ? 1 : 0)`).join(' + ')});`,
    ...tagged.map((field, i) => `if (${names[i]}) ${tagStatement(message, field, intersect(field.tagged, within_))}`),
  ];
  return lines.join('\n  ');
}

function tagStatement(message: Message, field: Field, range: Versions): string {
  const size = field.type.isArray ? undefined : FIXED_SIZES[field.type.base as Scalar];
  if (size !== undefined)
    return `{ w.uvarint(${field.tag}); w.uvarint(${size}); w.${field.type.base}(m.${field.name}); }`;
  return `{ const t = new ByteWriter(64); ${valueStatement(message, field, `m.${field.name}`, 't', range, true)} w.taggedField(${field.tag}, t); }`;
}
