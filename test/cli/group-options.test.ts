/** What `chronik group` makes of its arguments, and how it decides where a group goes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ParsedOptions, UsageError } from '../../src/cli/command.ts';
import { formatCsvOffsets, parseCsvOffsets } from '../../src/cli/groups/offsets-csv.ts';
import { type PartitionFacts, planReset } from '../../src/cli/groups/reset-plan.ts';
import { parseStrategy } from '../../src/cli/groups/reset-strategy.ts';
import { isInScope, parseTopicScopes } from '../../src/cli/groups/topic-scope.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');

function strategy(values: Record<string, string | boolean>) {
  return parseStrategy(new ParsedOptions(values), NOW);
}

describe('the strategy', () => {
  test.each<[string, string]>([
    ['2026-01-31T12:30:15.250', '2026-01-31T12:30:15.250Z'],
    ['2026-01-31T12:30:15.250Z', '2026-01-31T12:30:15.250Z'],
    ['2026-01-31T12:30:15.250+01:00', '2026-01-31T11:30:15.250Z'],
    ['2026-01-31T12:30:15.250-0530', '2026-01-31T18:00:15.250Z'],
    ['2026-01-31T12:30:15+02', '2026-01-31T10:30:15.000Z'],
    ['2026-01-31T12:30', '2026-01-31T12:30:00.000Z'],
  ])('--to-datetime %s', (text, expected) => {
    expect(strategy({ 'to-datetime': text })).toEqual({ kind: 'time', timestamp: Date.parse(expected) });
  });

  test.each(['2026-01-31', 'yesterday', '2026-02-31T00:00:00', '2026-01-31T25:00:00', '2026-01-31T12:30:15.1234', ''])(
    '--to-datetime %s is refused',
    (text) => {
      expect(() => strategy({ 'to-datetime': text })).toThrow(UsageError);
    },
  );

  test.each<[string, number]>([
    ['P7D', 7 * 86_400_000],
    ['PT1H', 3_600_000],
    ['P1DT2H30M', 86_400_000 + 9_000_000],
    ['PT0.5S', 500],
    ['pt90m', 5_400_000],
  ])('--by-duration %s', (text, ms) => {
    expect(strategy({ 'by-duration': text })).toEqual({ kind: 'time', timestamp: NOW - ms });
  });

  test.each(['P', 'PT', 'P1DT', '1H', 'P1M', 'P1H', ''])('--by-duration %s is refused', (text) => {
    expect(() => strategy({ 'by-duration': text })).toThrow(UsageError);
  });

  test('is exactly one', () => {
    expect(() => strategy({})).toThrow('give one of --to-earliest');
    expect(() => strategy({ 'to-earliest': true, 'to-latest': true })).toThrow('not --to-earliest and --to-latest');
    expect(strategy({ 'shift-by': '-3' })).toEqual({ kind: 'shift', by: -3 });
    expect(() => strategy({ 'to-offset': '-1' })).toThrow('--to-offset');
  });
});

test('topics and their partitions', () => {
  const scopes = parseTopicScopes(['a', 'b:0,2,2']);
  expect(scopes).toEqual([
    { topic: 'a', partitions: null },
    { topic: 'b', partitions: [0, 2] },
  ]);
  expect([isInScope(scopes, 'a', 9), isInScope(scopes, 'b', 2), isInScope(scopes, 'b', 1)]).toEqual([
    true,
    true,
    false,
  ]);
  for (const wrong of ['', ':1', 'a:', 'a:x', 'a:1:2']) expect(() => parseTopicScopes([wrong])).toThrow(UsageError);
});

describe('the plan', () => {
  const facts = (part: Partial<PartitionFacts>): PartitionFacts => ({
    topic: 't',
    partition: 0,
    committed: 15,
    start: 10,
    end: 20,
    wanted: null,
    ...part,
  });
  const planned = (kind: Parameters<typeof planReset>[0], part: Partial<PartitionFacts> = {}) => {
    const { rows, notes, refusal } = planReset(kind, [facts(part)]);
    return [rows[0]?.newOffset ?? null, notes.length, refusal === null];
  };

  test('for every strategy', () => {
    expect(planned({ kind: 'earliest' })).toEqual([10, 0, true]);
    expect(planned({ kind: 'latest' })).toEqual([20, 0, true]);
    expect(planned({ kind: 'current' })).toEqual([15, 0, true]);
    expect(planned({ kind: 'current' }, { committed: null })).toEqual([20, 0, true]);
    expect(planned({ kind: 'current' }, { committed: 3 })).toEqual([3, 0, true]);
    expect(planned({ kind: 'offset', offset: 12 })).toEqual([12, 0, true]);
    expect(planned({ kind: 'shift', by: -3 })).toEqual([12, 0, true]);
    expect(planned({ kind: 'time', timestamp: 0 }, { wanted: 13 })).toEqual([13, 0, true]);
    expect(planned({ kind: 'file', path: 'f' }, { wanted: 14 })).toEqual([14, 0, true]);
  });

  test('never leaves the log, and says so', () => {
    expect(planned({ kind: 'offset', offset: 5 })).toEqual([10, 1, true]);
    expect(planned({ kind: 'offset', offset: 50 })).toEqual([20, 1, true]);
    expect(planned({ kind: 'shift', by: 100 })).toEqual([20, 1, true]);
    expect(planned({ kind: 'time', timestamp: 0 }, { wanted: -1 })).toEqual([20, 1, true]);
  });

  test('shifts nothing at all where one partition has nothing committed', () => {
    expect(planned({ kind: 'shift', by: 1 }, { committed: null })).toEqual([null, 0, false]);
  });

  test('leaves out what is not there', () => {
    expect(planned({ kind: 'earliest' }, { start: null })).toEqual([null, 1, true]);
  });
});

describe('exported offsets', () => {
  test('look as those of Kafka', () => {
    expect(formatCsvOffsets([{ group: null, topic: 'bar', partition: 0, offset: 2 }])).toBe('bar,0,2\n');
    expect(formatCsvOffsets([{ group: 'a,"b', topic: 'bar', partition: 0, offset: 2 }])).toBe('"a,""b",bar,0,2\n');
  });

  test('are read back as they were written', () => {
    const line = fc.record({
      group: fc.option(fc.string({ minLength: 1 }).filter((text) => !/[\r\n]/.test(text))),
      topic: fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/),
      partition: fc.nat(),
      offset: fc.maxSafeNat(),
    });
    fc.assert(
      fc.property(fc.array(line), (rows) => {
        expect(parseCsvOffsets(formatCsvOffsets(rows))).toEqual(rows);
      }),
    );
  });

  test.each(['t,0', 't,0,x', 't,-1,0', ',0,0', '"t,0,0', 'a,b,c,0,0'])('%s is no line of them', (text) => {
    expect(parseCsvOffsets(`ok,0,0\n${text}\n`)).toContain('line 2');
  });
});
