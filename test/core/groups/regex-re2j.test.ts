/** Our regular expressions against RE2/J, which Kafka uses. Needs Java 17 and the jars that `test/wire/java/fetch.sh` fetches. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRegex, RegexError } from '../../../src/core/groups/regex/regex.ts';

const jars = new URL('../../../.compat/jars/', import.meta.url).pathname;
const source = new URL('java/Re2jOracle.java', import.meta.url).pathname;
const jar = existsSync(jars) ? readdirSync(jars).find((name) => name.startsWith('re2j')) : undefined;
const missing = jar === undefined ? 'no jars: run test/wire/java/fetch.sh' : hasJava() ? '' : 'no java';

function hasJava(): boolean {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const PIECES = [
  'a',
  'b',
  '.',
  '*',
  '+',
  '?',
  '|',
  '(',
  ')',
  '[',
  ']',
  '^',
  '$',
  '\\',
  '-',
  '{',
  '}',
  '1',
  '2',
  ',',
  'd',
  'w',
  's',
  'b',
  'B',
  'Q',
  'E',
  'A',
  'z',
  '(?i)',
  '(?:',
  '(?P<n>',
  '\\pL',
  '\\d',
  '\\W',
];
const MORE_PIECES = [
  '[^',
  '[a-z]',
  '[[:alpha:]]',
  '\\.',
  '\\x41',
  '\\n',
  '\\0',
  '\\12',
  'é',
  '😀',
  '\\Q',
  '\\E',
  '{1,2}',
  '(?s)',
  '(?m:',
  '\\p{Greek}',
  '_',
  'A',
  'Z',
  '\\b',
];
const TEXTS = [
  '',
  'a',
  'b',
  'ab',
  'A',
  '1',
  'a1',
  'aa',
  'abab',
  '-',
  '.',
  '\n',
  'a\n',
  'é',
  '😀',
  '_',
  'a b',
  '\\',
  '{',
  'a{1}',
  'λ',
  'B',
  'aB',
  ']',
  '^',
  'E',
  'z',
];
/** RE2/J lets a repetition after flags or quotes reach back, and refuses one of a literal brace; we do neither. */
const QUIRKS = /\{[*+?]|\(\?\w+\)[*+?{]|\{\{\d|\\Q\\E[*+?{]/;

describe.skipIf(missing !== '')(`RE2/J${missing === '' ? '' : ` (skipped: ${missing})`}`, () => {
  test('accepts what we accept, and matches what we match', { timeout: 120_000 }, () => {
    const expression = fc
      .array(fc.constantFrom(...PIECES, ...MORE_PIECES), { maxLength: 8 })
      .map((pieces) => pieces.join(''));
    const patterns = [
      ...new Set(fc.sample(expression, { numRuns: 6000, seed: Number(process.env['REGEX_SEED'] ?? 7) })),
    ].filter((pattern) => !QUIRKS.test(pattern));
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const input = patterns.map((pattern) => [pattern, ...TEXTS].map(base64).join(' ')).join('\n');
    const answers = execFileSync('java', ['-cp', `${jars}${jar}`, source], { input, maxBuffer: 1e8 })
      .toString()
      .split('\n');
    const differences = patterns.flatMap((pattern, i) => {
      const regex = compileRegex(pattern);
      const ours = regex instanceof RegexError ? 'E' : TEXTS.map((text) => (regex.matches(text) ? '1' : '0')).join('');
      return ours === answers[i] ? [] : [`${pattern}: ours ${ours}, theirs ${answers[i]}`];
    });
    expect(differences).toEqual([]);
    expect(answers.filter((answer) => answer !== 'E').length).toBeGreaterThan(1000);
  });
});
