/** Compiles one folder of schema texts into one folder of codecs. Pure: texts in, texts out. */
import { emitAllMessages, emitApiTable } from './codegen/emit-index.ts';
import { emitMessage, type ImportPaths } from './codegen/emit-message.ts';
import { kebabCase } from './codegen/names.ts';
import type { Message } from './schema/schema-model.ts';
import { parseSchema } from './schema/schema-parser.ts';

/** `sources`: file name to schema text. Returns file name to module text. Throws where the schema is wrong. */
export function generateFolder(sources: ReadonlyMap<string, string>, paths: ImportPaths): Map<string, string> {
  const output = new Map<string, string>();
  const messages: Message[] = [];
  for (const [file, text] of sources) {
    for (const message of parseSchema(text, file)) {
      const target = `${kebabCase(message.name)}.ts`;
      if (output.has(target)) throw new Error(`${file}: ${message.name} is defined twice`);
      output.set(target, emitMessage(message, file, paths));
      messages.push(message);
    }
  }
  output.set('all-messages.ts', emitAllMessages(messages, paths));
  if (messages.some((message) => message.kind === 'request')) output.set('api-table.ts', emitApiTable(messages, paths));
  return output;
}
