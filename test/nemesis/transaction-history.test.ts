import { describe, expect, test } from 'vitest';
import { type Outcome, TransactionHistory } from './transaction-history.ts';

/** Two records each, in partitions 0 and 1. */
function history(...outcomes: Outcome[]): TransactionHistory {
  const all = new TransactionHistory(4, 2, 2);
  for (const outcome of outcomes) all.end(all.begin(), outcome);
  return all;
}

describe('the judge of transactions', () => {
  test('is content with what was committed, and with all or nothing of what nobody knows', () => {
    const all = history('committed', 'aborted', 'unknown', 'unknown', 'committed');
    expect(
      all.judge([
        ['4/0/0', '9/0/0', '4/2/0', '4/4/0'],
        ['4/0/1', '4/2/1', '4/4/1'],
      ]),
    ).toEqual([]);
    expect(all.count('unknown')).toBe(2);
  });

  const cases: [string, TransactionHistory, string[][], string][] = [
    [
      'what was committed and is lost',
      history('committed'),
      [[], []],
      'transaction 4/0 (committed): 0 of its 2 records are there',
    ],
    ['a part', history('unknown'), [['4/0/0'], []], 'transaction 4/0 (unknown): 1 of its 2 records are there'],
    ['what was aborted', history('aborted'), [['4/0/0'], ['4/0/1']], '0: 4/0/0 was aborted, and is read'],
    ['what is twice', history('committed'), [['4/0/0', '4/0/0'], ['4/0/1']], '0: 4/0/0 is there after 0/0'],
    [
      'disorder',
      history('committed', 'committed'),
      [
        ['4/1/0', '4/0/0'],
        ['4/0/1', '4/1/1'],
      ],
      '0: 4/0/0 is there after 1/0',
    ],
    ['what nobody wrote', history(), [['4/0/0'], []], '0: 4/0/0 was never written'],
    ['the wrong partition', history('committed'), [['4/0/1'], ['4/0/0']], '0: 4/0/1 belongs elsewhere'],
  ];
  test.each(cases)('notices %s', (_name, all, partitions, problem) => {
    expect(all.judge(partitions)).toContain(problem);
  });
});
