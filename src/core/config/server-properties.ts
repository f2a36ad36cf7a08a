/**
 * Reads a server.properties file: the .properties grammar of java.util.Properties (comments with # or !, `=`, `:` or white
 * space between key and value, lines continued by a backslash, \uXXXX and the usual escapes). A later line wins.
 */

export type PropertiesOutcome =
  | { readonly properties: Map<string, string> }
  /** `line` counts from 1. */
  | { readonly error: string; readonly line: number };

const BLANK = ' \t\f';

export function readServerProperties(text: string): PropertiesOutcome {
  const properties = new Map<string, string>();
  // A byte order mark is not part of the first key.
  const lines = (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text).split(/\r\n|\r|\n/);
  let next = 0;
  while (next < lines.length) {
    const first = next;
    let logical = trimStart(lines[next]!);
    next += 1;
    if (logical === '' || logical.startsWith('#') || logical.startsWith('!')) continue;
    while (isContinued(logical)) {
      logical = logical.slice(0, -1);
      // A lone backslash begins nothing: what follows is a line of its own, comments included.
      if (logical === '' || next >= lines.length) break;
      logical += trimStart(lines[next]!);
      next += 1;
    }
    if (logical === '') continue;
    const keyEnd = findKeyEnd(logical);
    const key = plainText(logical.slice(0, keyEnd));
    const value = plainText(logical.slice(findValueStart(logical, keyEnd)));
    if (key === null || value === null) return { error: 'Malformed \\uxxxx encoding.', line: first + 1 };
    properties.set(key, value);
  }
  return { properties };
}

function trimStart(line: string): string {
  let start = 0;
  while (start < line.length && BLANK.includes(line[start]!)) start += 1;
  return line.slice(start);
}

/** An odd number of backslashes at the end; an even number is escaped backslashes. */
function isContinued(line: string): boolean {
  let backslashes = 0;
  while (backslashes < line.length && line[line.length - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function findKeyEnd(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at]!;
    if (character === '\\') at += 1;
    else if (character === '=' || character === ':' || BLANK.includes(character)) return at;
  }
  return line.length;
}

/** White space, at most one separator, white space. */
function findValueStart(line: string, keyEnd: number): number {
  let at = keyEnd;
  while (at < line.length && BLANK.includes(line[at]!)) at += 1;
  if (line[at] === '=' || line[at] === ':') at += 1;
  while (at < line.length && BLANK.includes(line[at]!)) at += 1;
  return at;
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Null when a unicode escape is malformed. */
function plainText(text: string): string | null {
  if (!text.includes('\\')) return text;
  let plain = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character !== '\\') {
      plain += character;
      continue;
    }
    at += 1;
    const escaped = text[at] ?? '';
    if (escaped === 'u') {
      const digits = text.slice(at + 1, at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) return null;
      plain += String.fromCharCode(Number.parseInt(digits, 16));
      at += 4;
    } else {
      plain += ESCAPES[escaped] ?? escaped;
    }
  }
  return plain;
}
