/** Emits the module of one message: interfaces, factories, reader and writer, with only the imports it uses. */
import { type Message, structOf, structRanges } from '../schema/schema-model.ts';
import { isNone } from '../schema/versions.ts';
import {
  ARRAY_READERS,
  emitArrayReader,
  emitNullableArrayReader,
  emitReader,
  type StructContext,
} from './emit-reader.ts';
import { emitFactory, emitInterface, emitIsDefault } from './emit-types.ts';
import { emitWriter } from './emit-writer.ts';
import { structTypeName } from './names.ts';

/** Import paths as seen from the output folder. */
export interface ImportPaths {
  readonly bytes: string;
  readonly protocol: string;
}

/** Everything that codec-support.ts exports. */
const SUPPORT = ['NO_BYTES', ...ARRAY_READERS, 'notNull', 'unreadableVersion', 'unsupportedField', 'unwritableVersion'];

export function emitMessage(message: Message, source: string, paths: ImportPaths): string {
  const contexts: StructContext[] = [...structRanges(message)]
    .filter(([, range]) => !isNone(range))
    .map(([name, range]) => ({
      message,
      typeName: structTypeName(message, name),
      fields: structOf(message, name).fields,
      range,
      isTopLevel: false,
    }));
  contexts.unshift({
    message,
    typeName: message.name,
    fields: message.fields,
    range: message.versions,
    isTopLevel: true,
  });
  const main: string[] = [];
  for (const context of contexts) main.push(emitInterface(message, context.typeName, context.fields));
  for (const context of contexts) main.push(emitFactory(message, context.typeName, context.fields));
  for (const context of contexts) main.push(emitReader(context), emitWriter(context));
  const helpers: string[] = [];
  let text = main.join('\n');
  for (const { typeName, fields } of contexts) {
    if (text.includes(`read${typeName}ArrayOrNull(`)) helpers.push(emitNullableArrayReader(typeName));
    if (text.includes(`read${typeName}Array(`) || text.includes(`read${typeName}ArrayOrNull(`)) {
      helpers.push(emitArrayReader(typeName));
    }
    if (text.includes(`isDefault${typeName}(`)) {
      helpers.push(emitIsDefault(message, typeName, fields));
      text += helpers.at(-1);
    }
  }
  const body = [...main, ...helpers].join('\n');
  return `// Generated from ${source} by \`npm run generate\`. Do not edit.\n${imports(body, paths)}\n${body}`;
}

function imports(body: string, paths: ImportPaths): string {
  const lines = [`import type { ByteReader } from '${paths.bytes}/byte-reader.ts';`];
  const makesWriters = body.includes('new ByteWriter(');
  lines.push(`import ${makesWriters ? '' : 'type '}{ ByteWriter } from '${paths.bytes}/byte-writer.ts';`);
  if (/\bZERO_UUID\b/.test(body)) lines.push(`import { ZERO_UUID } from '${paths.bytes}/uuid.ts';`);
  const used = SUPPORT.filter((name) => new RegExp(`\\b${name}\\b(?!:)`).test(body));
  lines.push(`import { ${used.join(', ')} } from '${paths.protocol}/codec-support.ts';`);
  return `${lines.join('\n')}\n`;
}
