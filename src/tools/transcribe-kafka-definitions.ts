/**
 * Transcribes Kafka's message definitions (JSON with comments) into our schema text, taking names, types, versions
 * and defaults and leaving the prose. Run when a new Kafka release adds versions:
 * `node dist/tools/transcribe-kafka-definitions.js <definitions folder> <schema folder>`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { kebabCase } from './codegen/names.ts';
import { intersect, isNone, parseVersions, type Versions } from './schema/versions.ts';

interface JsonField {
  name: string;
  type: string;
  versions?: string;
  nullableVersions?: string;
  taggedVersions?: string;
  flexibleVersions?: string;
  tag?: number;
  /** Kafka's own generator takes a bare null for no default at all; only the text "null" means null. */
  default?: string | number | boolean | null;
  ignorable?: boolean;
  mapKey?: boolean;
  fields?: JsonField[];
}

interface JsonMessage {
  apiKey?: number;
  type: string;
  name: string;
  validVersions: string;
  flexibleVersions?: string;
  listeners?: string[];
  latestVersionUnstable?: boolean;
  fields?: JsonField[];
  commonStructs?: { name: string; versions: string; fields: JsonField[] }[];
}

const KIND_ORDER = ['request', 'response', 'coordinator-key', 'coordinator-value', 'metadata', 'header', 'data'];
const IMPLICIT_DEFAULTS = ['', '0', 'false'];

/** Schema file name to its text. `sources` are the texts of the JSON files. */
export function transcribe(sources: readonly string[]): Map<string, string> {
  const files = new Map<string, JsonMessage[]>();
  for (const source of sources) {
    const message = JSON.parse(source.replace(/(^|\s)\/\/.*$/gm, '')) as JsonMessage;
    if (message.fields === undefined || message.validVersions === 'none') continue;
    const stem = message.type === 'header' ? 'Headers' : message.name.replace(/(Request|Response|Key|Value)$/, '');
    const file = `${kebabCase(stem)}.schema`;
    files.set(file, [...(files.get(file) ?? []), message]);
  }
  const texts = new Map<string, string>();
  for (const [file, messages] of [...files].sort()) {
    messages.sort((a, b) => KIND_ORDER.indexOf(a.type) - KIND_ORDER.indexOf(b.type) || a.name.localeCompare(b.name));
    texts.set(file, messages.map(messageText).join('\n'));
  }
  return texts;
}

function messageText(message: JsonMessage): string {
  const kind = message.type.replace('coordinator-', '').replace('metadata', 'record');
  const head = [kind, message.name];
  if (message.apiKey !== undefined) head.push(`key=${message.apiKey}`);
  head.push(`versions=${message.validVersions}`);
  if (message.flexibleVersions !== undefined && message.flexibleVersions !== 'none') {
    head.push(`flexible=${message.flexibleVersions}`);
  }
  if (message.listeners !== undefined) head.push(`listeners=${message.listeners.join(',')}`);
  if (message.latestVersionUnstable === true) head.push('latest=unstable');
  const valid = versionsOf(message.validVersions);
  const lines = [head.join(' '), ...fieldLines(message.fields!, valid, 1)];
  for (const struct of message.commonStructs ?? []) {
    lines.push(`struct ${struct.name}${struct.versions === '0+' ? '' : ` ${struct.versions}`}`);
    lines.push(...fieldLines(struct.fields, valid, 1));
  }
  return `${lines.join('\n')}\n`;
}

function fieldLines(fields: readonly JsonField[], within: Versions, depth: number): string[] {
  return fields.flatMap((field) => {
    const versions = field.versions ?? field.taggedVersions!;
    const present = intersect(versionsOf(versions), within);
    if (isNone(present)) return [];
    const words = [lowerFirst(field.name), field.type];
    if (field.nullableVersions !== undefined) {
      const nullable = intersect(versionsOf(field.nullableVersions), within);
      const isAlways = nullable.min <= present.min && nullable.max >= present.max;
      words[1] += isAlways ? '?' : `?${field.nullableVersions}`;
    }
    if (present.min !== within.min || present.max !== within.max) words.push(versions);
    if (field.tag !== undefined) {
      words.push(field.taggedVersions === versions ? `@${field.tag}` : `@${field.tag}:${field.taggedVersions}`);
    }
    const value = String(field.default ?? '').toLowerCase();
    if (!IMPLICIT_DEFAULTS.includes(value)) words.push('=', value);
    if (field.ignorable === true) words.push('ignorable');
    if (field.mapKey === true) words.push('mapKey');
    if (field.flexibleVersions === 'none') words.push('inflexible');
    return ['  '.repeat(depth) + words.join(' '), ...fieldLines(field.fields ?? [], present, depth + 1)];
  });
}

function versionsOf(text: string): Versions {
  const versions = parseVersions(text);
  if (versions === null) throw new Error(`"${text}" is no version range`);
  return versions;
}

function lowerFirst(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}

const [program, definitions, target] = process.argv.slice(1);
const isMain = program !== undefined && import.meta.url === pathToFileURL(program).href;
if (isMain && (definitions === undefined || target === undefined)) {
  console.error('usage: transcribe-kafka-definitions.js <definitions folder> <schema folder>');
  process.exitCode = 1;
} else if (isMain && definitions !== undefined && target !== undefined) {
  mkdirSync(target, { recursive: true });
  const names = readdirSync(definitions).filter((name) => name.endsWith('.json'));
  const texts = transcribe(names.map((name) => readFileSync(join(definitions, name), 'utf8')));
  for (const [file, text] of texts) writeFileSync(join(target, file), text);
}
