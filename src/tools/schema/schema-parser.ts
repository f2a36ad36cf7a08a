/**
 * Reads the schema text (grammar: src/core/protocol/schema/README.md). Errors name the file and line; the text is
 * ours, so the first mistake stops the build.
 */
import {
  type Field,
  type FieldType,
  type Message,
  type MessageKind,
  SCALARS,
  type Scalar,
  type Struct,
} from './schema-model.ts';
import { ALL, covers, intersect, isNone, NONE, parseVersions, type Versions } from './versions.ts';

const KINDS: readonly string[] = ['request', 'response', 'header', 'data', 'key', 'value', 'record'];

interface Line {
  readonly number: number;
  readonly depth: number;
  readonly words: readonly string[];
}

interface Attributes {
  key: number | null;
  versions: Versions | null;
  flexible: Versions;
  listeners: string[];
  isLatestUnstable: boolean;
}

/** All messages of one schema file, in order. */
export function parseSchema(text: string, fileName: string): Message[] {
  return new Parser(text, fileName).messages();
}

class Parser {
  readonly #fileName: string;
  readonly #lines: Line[];
  #at = 0;

  constructor(text: string, fileName: string) {
    this.#fileName = fileName;
    this.#lines = text.split('\n').flatMap((line, index) => {
      const content = line.replace(/(^|\s)#.*$/, '');
      if (content.trim() === '') return [];
      const indent = content.length - content.trimStart().length;
      return [{ number: index + 1, depth: indent / 2, words: content.trim().split(/\s+/) }];
    });
  }

  messages(): Message[] {
    const messages: Message[] = [];
    while (this.#at < this.#lines.length) messages.push(this.#message());
    return messages;
  }

  #message(): Message {
    const line = this.#next();
    const [kind = '', name = '', ...rest] = line.words;
    if (line.depth !== 0 || !KINDS.includes(kind)) throw this.#error(line, `expected one of ${KINDS.join(', ')}`);
    if (!/^[A-Z]\w*$/.test(name)) throw this.#error(line, `"${name}" is no message name`);
    const attributes = this.#attributes(line, rest);
    if (attributes.versions === null) throw this.#error(line, 'versions= is missing');
    const structs = new Map<string, Struct>();
    const fields = this.#fields(1, structs);
    while (this.#peek()?.words[0] === 'struct' && this.#peek()?.depth === 0) this.#commonStruct(structs);
    const message = {
      kind: kind as MessageKind,
      name,
      key: attributes.key,
      versions: attributes.versions,
      flexible: attributes.flexible,
      listeners: attributes.listeners,
      isLatestUnstable: attributes.isLatestUnstable,
      fields,
      structs,
    };
    this.#check(line, message);
    return message;
  }

  #attributes(line: Line, words: readonly string[]): Attributes {
    const found: Attributes = { key: null, versions: null, flexible: NONE, listeners: [], isLatestUnstable: false };
    for (const word of words) {
      const [name, value = ''] = word.split('=');
      if (name === 'key' && /^\d+$/.test(value)) found.key = Number(value);
      else if (name === 'versions') found.versions = this.#versions(line, value);
      else if (name === 'flexible') found.flexible = this.#versions(line, value);
      else if (name === 'listeners') found.listeners = value.split(',');
      else if (word === 'latest=unstable') found.isLatestUnstable = true;
      else throw this.#error(line, `unknown attribute "${word}"`);
    }
    return found;
  }

  #commonStruct(structs: Map<string, Struct>): void {
    const line = this.#next();
    const [, name = '', versions] = line.words;
    const range = versions === undefined ? ALL : this.#versions(line, versions);
    this.#define(line, structs, { name, versions: range, fields: this.#fields(1, structs) });
  }

  #fields(depth: number, structs: Map<string, Struct>): Field[] {
    const fields: Field[] = [];
    for (let line = this.#peek(); line !== undefined && line.depth >= depth; line = this.#peek()) {
      if (line.depth !== depth) throw this.#error(line, `indented by ${line.depth * 2}, expected ${depth * 2}`);
      this.#at++;
      const field = this.#field(line);
      if ((this.#peek()?.depth ?? 0) > depth) {
        if (field.type.base !== 'struct') throw this.#error(line, `${field.name} is no struct, yet has fields`);
        const nested = this.#fields(depth + 1, structs);
        this.#define(line, structs, { name: field.type.struct, versions: ALL, fields: nested });
      }
      fields.push(field);
    }
    return fields;
  }

  #field(line: Line): Field {
    const [name = '', typeText = '', ...rest] = line.words;
    const match = /^(\[\])?(\w+)(\?)?(.*)$/.exec(typeText);
    if (!/^[a-z]\w*$/.test(name) || match === null) throw this.#error(line, 'expected: name type [versions] ...');
    let nullable = match[3] === '?' ? ALL : NONE;
    if (match[4]) nullable = this.#versions(line, match[4]);
    let versions: Versions | null = null;
    let tag: number | null = null;
    let tagged = NONE;
    let value: string | null = null;
    const flags = new Set<string>();
    for (let i = 0; i < rest.length; i++) {
      const word = rest[i]!;
      const tagMatch = /^@(\d+)(?::(.+))?$/.exec(word);
      if (tagMatch !== null) {
        tag = Number(tagMatch[1]);
        tagged = tagMatch[2] === undefined ? ALL : this.#versions(line, tagMatch[2]);
      } else if (word === '=') value = rest[++i] ?? '';
      else if (word === 'ignorable' || word === 'mapKey' || word === 'inflexible') flags.add(word);
      else if (versions === null) versions = this.#versions(line, word);
      else throw this.#error(line, `unexpected "${word}"`);
    }
    const present = versions ?? ALL;
    return {
      name,
      type: this.#type(line, match[1] === '[]', match[2]!),
      versions: present,
      nullable: intersect(nullable, present),
      tag,
      tagged: intersect(tagged, present),
      default: value,
      isIgnorable: flags.has('ignorable'),
      isMapKey: flags.has('mapKey'),
      isFlexible: !flags.has('inflexible'),
    };
  }

  #type(line: Line, isArray: boolean, name: string): FieldType {
    if ((SCALARS as readonly string[]).includes(name)) return { base: name as Scalar, struct: '', isArray };
    if (!/^[A-Z]/.test(name)) throw this.#error(line, `unknown type "${name}"`);
    return { base: 'struct', struct: name, isArray };
  }

  #define(line: Line, structs: Map<string, Struct>, struct: Struct): void {
    if (structs.has(struct.name)) throw this.#error(line, `struct ${struct.name} is defined twice`);
    structs.set(struct.name, struct);
  }

  #check(line: Line, message: Message): void {
    const all = [message, ...message.structs.values()];
    for (const { name, fields } of all) {
      const names = new Set(fields.map((field) => field.name));
      if (names.size !== fields.length) throw this.#error(line, `${name} has two fields of one name`);
      const tags = fields.filter((field) => field.tag !== null).map((field) => field.tag);
      if (new Set(tags).size !== tags.length) throw this.#error(line, `${name} has two fields of one tag`);
      for (const field of fields) {
        if (field.type.base === 'struct' && !message.structs.has(field.type.struct)) {
          throw this.#error(line, `${name}.${field.name}: struct ${field.type.struct} is not defined`);
        }
        if (!isNone(field.tagged) && !covers(message.flexible, intersect(field.tagged, message.versions))) {
          throw this.#error(line, `${name}.${field.name} is tagged in versions that are not flexible`);
        }
        if (field.default === 'null' && isNone(field.nullable)) {
          throw this.#error(line, `${name}.${field.name} defaults to null, yet is never nullable`);
        }
      }
    }
  }

  #versions(line: Line, text: string): Versions {
    const versions = parseVersions(text);
    if (versions === null) throw this.#error(line, `"${text}" is no version range`);
    return versions;
  }

  #peek(): Line | undefined {
    return this.#lines[this.#at];
  }

  #next(): Line {
    return this.#lines[this.#at++]!;
  }

  #error(line: Line, message: string): Error {
    return new Error(`${this.#fileName}:${line.number}: ${message}`);
  }
}
