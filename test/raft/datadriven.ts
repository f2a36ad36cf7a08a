/**
 * Reads scripts of the datadriven kind: a directive line, input lines, `----`, and what is expected, up to a blank
 * line. Where `----` is doubled, the expectation may hold blank lines and ends at the next doubled `----`.
 */

export interface Argument {
  readonly key: string;
  /** Of `key=value` or `key=(a, b)`; empty for a bare word. */
  readonly values: readonly string[];
}

export interface Case {
  readonly line: number;
  readonly command: string;
  readonly args: readonly Argument[];
  readonly input: string;
  readonly expected: string;
}

export function parseCases(text: string): Case[] {
  const lines = text.split('\n');
  const cases: Case[] = [];
  let at = 0;
  while (at < lines.length) {
    const start = at;
    let directive = lines[at++]!.trim();
    if (directive === '' || directive.startsWith('#')) continue;
    while (directive.endsWith('\\')) directive = `${directive.slice(0, -1)} ${lines[at++]!.trim()}`;
    const input: string[] = [];
    while (at < lines.length && lines[at] !== '----') input.push(lines[at++]!);
    if (at === lines.length) throw new Error(`line ${start + 1}: a directive without ----`);
    at++;
    const expected: string[] = [];
    if (lines[at] === '----') {
      at++;
      while (!(lines[at] === '----' && lines[at + 1] === '----')) {
        if (at >= lines.length) throw new Error(`line ${start + 1}: an unfinished expectation`);
        expected.push(lines[at++]!);
      }
      at += 2;
    } else {
      while (at < lines.length && lines[at] !== '') expected.push(lines[at++]!);
    }
    const { command, args } = parseDirective(directive);
    cases.push({ line: start + 1, command, args, input: input.join('\n').trim(), expected: expected.join('\n') });
  }
  return cases;
}

function parseDirective(directive: string): { command: string; args: Argument[] } {
  const words = directive.match(/[^\s=]+(=(\([^)]*\)|\S*))?/g) ?? [];
  const [command, ...rest] = words;
  const args = rest.map((word): Argument => {
    const equals = word.indexOf('=');
    if (equals < 0) return { key: word, values: [] };
    const value = word.slice(equals + 1);
    const list = value.startsWith('(') ? value.slice(1, -1).split(',') : [value];
    return { key: word.slice(0, equals), values: list.map((item) => item.trim()).filter((item) => item !== '') };
  });
  return { command: command!, args };
}

/** The values of a named argument; empty where it is missing. */
export function valuesOf(args: readonly Argument[], key: string): readonly string[] {
  return args.find((arg) => arg.key === key)?.values ?? [];
}

/** Bare numbers among the arguments: mostly node ids. */
export function numbersOf(args: readonly Argument[]): number[] {
  return args.filter((arg) => arg.values.length === 0).map((arg) => Number(arg.key));
}
