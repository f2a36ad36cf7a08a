// RE2 expressions against V8's, which agree wherever both accept an expression; and that no expression is slow.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRegex, RegexError } from '../../../src/core/groups/regex/regex.ts';

const matches = (pattern: string, text: string): boolean => {
  const regex = compileRegex(pattern);
  if (regex instanceof RegexError) throw regex;
  return regex.matches(text);
};

describe('regular expressions', () => {
  test('agree with V8 on random expressions and texts', () => {
    const atom = fc.oneof(
      fc.constantFrom(
        'a',
        'b',
        'c',
        '.',
        '\\.',
        '-',
        '_',
        '[ab]',
        '[^a]',
        '[a-c]',
        '\\d',
        '\\w',
        '\\W',
        '\\s',
        '[\\d_]',
        '^',
        '$',
        '\\b',
        '\\B',
        '(?:)',
        '[a\\-c]',
        'x{',
        '\\x61',
        '\\t',
      ),
    );
    const expression = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        atom,
        fc.tuple(tie('node'), tie('node')).map(([a, b]) => a + b),
        fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(${a}|${b})`),
        fc
          .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,1}', '{0}', '*?', '+?'))
          .map(([a, q]) => `(?:${a})${q}`),
      ),
    })).node;
    const texts = fc.array(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.', '-', '_', '1', ' ', 'x', '{', '\n'), maxLength: 6 }),
      { minLength: 4, maxLength: 8 },
    );
    fc.assert(
      fc.property(expression, texts, (pattern, samples) => {
        let oracle: RegExp;
        try {
          oracle = new RegExp(`^(?:${pattern})$`);
        } catch {
          return;
        }
        for (const sample of samples)
          expect(matches(pattern, sample), `${pattern} on ${JSON.stringify(sample)}`).toBe(oracle.test(sample));
      }),
      { numRuns: 3000 },
    );
  });

  test.each<[string, string[], string[]]>([
    ['orders-.*', ['orders-', 'orders-eu'], ['order', 'my-orders-eu']],
    ['(?i)ORDERS', ['orders', 'OrDeRs'], ['order']],
    ['a(?i)b|c', ['aB', 'ab', 'C'], ['Ab']],
    ['(?i:a)b', ['Ab', 'ab'], ['aB']],
    ['(?i)[^a]', ['b'], ['a', 'A']],
    ['(?s)a.b', ['a\nb'], ['ab']],
    ['(?m)^a$\n^b$', ['a\nb'], ['ab']],
    ['[[:alpha:]_]+', ['aZ_'], ['a1', '']],
    ['[[:^digit:]]', ['x'], ['1']],
    ['\\pL+', ['größe'], ['1']],
    ['\\p{Greek}', ['λ'], ['l']],
    ['\\P{Lu}|\\p{^Lu}b', ['a', 'ab'], ['A']],
    ['\\Qa.b*\\E+', ['a.b*', 'a.b**'], ['axb']],
    ['(?P<name>a)(?<other>b)', ['ab'], ['a']],
    ['\\Aab\\z', ['ab'], ['b']],
    ['a{,3}', ['a{,3}'], ['aaa']],
    ['[]a]', [']', 'a'], ['b']],
    ['[^]a]', ['b'], [']', 'a']],
    ['[a-]', ['a', '-'], ['b']],
    ['\\012\\x{1F600}', ['\n😀'], ['😀']],
    ['a|', ['a', ''], ['b']],
    ['', [''], ['a']],
    ['.', ['😀', 'a'], ['ab', '']],
    ['\\07', ['\u0007'], ['7']],
  ])('%s', (pattern, yes, no) => {
    for (const text of yes) expect(matches(pattern, text), text).toBe(true);
    for (const text of no) expect(matches(pattern, text), text).toBe(false);
  });

  test.each([
    '(',
    ')',
    'a)',
    '[',
    '[a',
    '[b-a]',
    '*',
    'a**',
    'a+++',
    '\\',
    'a{1001}',
    'a{2,1}',
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(a)\\1',
    '\\Z',
    '\\pX',
    '\\p{Nothing}',
    '[[:nothing:]]',
    '\\8',
    '(?',
    '(?P<>a)',
    '\\x{110000}',
    '\\C',
  ])('%s is refused', (pattern) => {
    expect(compileRegex(pattern)).toBeInstanceOf(RegexError);
  });

  test.each(['(a*)*b', '(a|a)*b', '(.*)*(.*)*(.*)*x', '((a{0,30}){0,30})b', '(x+x+)+y'])('%s is linear', (pattern) => {
    const started = performance.now();
    expect(matches(pattern, 'a'.repeat(249))).toBe(false);
    expect(performance.now() - started).toBeLessThan(500);
  });

  test.each([
    '((((a{1000}){1000}){1000}){1000})',
    '(((((?:){1000}){1000}){1000}){1000}){1000}',
    '((((a{0}){1000}){1000}){1000}){1000}',
    `${'('.repeat(5000)}${')'.repeat(5000)}`,
    '(|){1000}'.repeat(900),
    'a'.repeat(20_000),
  ])('an expression made to explode is refused or harmless: %.30s', (pattern) => {
    const started = performance.now();
    const regex = compileRegex(pattern);
    if (!(regex instanceof RegexError)) regex.matches('aaaa');
    expect(performance.now() - started).toBeLessThan(500);
  });
});
