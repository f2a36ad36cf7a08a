/** Bytes as a quoted string with the escapes of C. */

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

export function quote(bytes: Uint8Array): string {
  let result = '';
  for (const character of new TextDecoder().decode(bytes)) {
    const code = character.codePointAt(0)!;
    const isControl = code < 0x20 || code === 0x7f;
    result += ESCAPES[character] ?? (isControl ? `\\x${code.toString(16).padStart(2, '0')}` : character);
  }
  return `"${result}"`;
}
