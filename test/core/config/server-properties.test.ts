import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readServerProperties } from '../../../src/core/config/server-properties.ts';

/** Random texts over the grammar's special characters, and what java.util.Properties made of each (null: refused). */
const recorded = JSON.parse(readFileSync(new URL('kafka/java-properties.json', import.meta.url), 'utf8')) as [
  string,
  Record<string, string> | null,
][];

test('reads what java.util.Properties reads', () => {
  for (const [text, expected] of recorded) {
    const outcome = readServerProperties(text);
    // What a backslash at the end of the whole file continues is nobody's business; Java's answer depends on its buffers.
    if (text.trimEnd().endsWith('\\')) continue;
    const got = 'error' in outcome ? null : Object.fromEntries([...outcome.properties].sort());
    expect([text, got]).toEqual([text, expected === null ? null : Object.fromEntries(Object.entries(expected).sort())]);
  }
});

test('reads a file as people write it', () => {
  const outcome = readServerProperties(
    [
      '\uFEFF# the node',
      'node.id=3',
      '  listeners = PLAINTEXT://:9092, \\',
      '      CONTROLLER://:9093',
      'log.dirs: /a,/b',
      'node.id=4',
    ].join('\r\n'),
  );
  expect(outcome).toEqual({
    properties: new Map([
      ['node.id', '4'],
      ['listeners', 'PLAINTEXT://:9092, CONTROLLER://:9093'],
      ['log.dirs', '/a,/b'],
    ]),
  });
});

test('names the line of a malformed escape', () => {
  expect(readServerProperties('a=1\nb=\\\n  2\nc=\\u12')).toEqual({ error: 'Malformed \\uxxxx encoding.', line: 4 });
});
