/** Emits interfaces, factories and comparisons with the default. */
import { type Field, fieldsIn, type Message } from '../schema/schema-model.ts';
import { defaultValue, differsFromDefault, fieldType } from './defaults.ts';

export function emitInterface(message: Message, typeName: string, fields: readonly Field[]): string {
  const lines = fieldsIn(fields, message.versions).map((field) => `  ${field.name}: ${fieldType(message, field)};`);
  return `export interface ${typeName} {\n${lines.join('\n')}\n}\n`;
}

export function emitFactory(message: Message, typeName: string, fields: readonly Field[]): string {
  const values = fieldsIn(fields, message.versions).map((field) => `${field.name}: ${defaultValue(message, field)}`);
  return (
    `export function new${typeName}(fields?: Partial<${typeName}>): ${typeName} {\n` +
    `  const m: ${typeName} = {${wrap(values)}};\n` +
    '  return fields === undefined ? m : Object.assign(m, fields);\n}\n'
  );
}

export function emitIsDefault(message: Message, typeName: string, fields: readonly Field[]): string {
  const tests = fieldsIn(fields, message.versions).map((field) =>
    differsFromDefault(message, field, `m.${field.name}`),
  );
  return `function isDefault${typeName}(m: ${typeName}): boolean {\n  return !(${tests.join(' || ')});\n}\n`;
}

/** Members of a literal, on one line while they fit. */
export function wrap(members: readonly string[]): string {
  const line = members.join(', ');
  return line.length <= 90 ? ` ${line} ` : `\n    ${members.join(',\n    ')},\n  `;
}
