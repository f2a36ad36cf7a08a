import { describe, expect, test } from 'vitest';
import { PartitionHistory, percentile } from './history.ts';

function history(produced: number, ...acknowledgements: [baseOffset: number, count: number][]): PartitionHistory {
  const partition = new PartitionHistory('t-0');
  partition.produced = produced;
  for (const [i, [baseOffset, count]] of acknowledgements.entries())
    partition.onAcknowledged(baseOffset, count, i * 10);
  return partition;
}

const read = (...values: number[]) => values.map((value, offset) => ({ offset, value }));

describe('the judge', () => {
  test('is content with what was acknowledged, and with more of it that was not', () => {
    expect(history(4, [0, 2]).judge(read(0, 1, 2), false)).toEqual([]);
    expect(history(4, [0, 2], [2, 2]).judge(read(0, 1, 2, 3), true)).toEqual([]);
  });

  const cases: [string, PartitionHistory, { offset: number; value: number }[], string][] = [
    ['what is lost', history(3, [0, 3]), read(0, 1), '2 was acknowledged and is lost'],
    ['what is there twice', history(3, [0, 2]), read(0, 1, 1), '1 is there twice, at 1 and 2'],
    ['what is out of order', history(3, [0, 1]), read(0, 2, 1), '1 comes after 2, at 2'],
    ['what nobody produced', history(2, [0, 1]), read(0, 7), '7 was never produced, at 1'],
    ['another offset than was told', history(2, [5, 1]), read(0), '0 was acknowledged at 5 and is at 0'],
    ['a hole', history(2, [0, 1]), [...read(0), { offset: 2, value: 1 }], 'offset 2 follows 0'],
  ];
  test.each(cases)('notices %s', (_name, partition, records, problem) => {
    expect(partition.judge(records, false)).toEqual([`t-0: ${problem}`]);
  });

  test('notices more than there should be, once all is settled', () => {
    expect(history(3, [0, 2]).judge(read(0, 1, 2), true)).toEqual(['t-0: 3 records for 2 acknowledged ones']);
  });
});

test('a silence lasts until the next acknowledgement', () => {
  const partition = history(9, [0, 1], [1, 1], [2, 1]);
  expect(partition.silenceAfter(5)).toBe(5);
  expect(partition.silenceAfter(25)).toBeNull();
});

test('the longest silence of a time', () => {
  const partition = history(9, [0, 1], [1, 1], [2, 1]);
  partition.onAcknowledged(3, 1, 50);
  expect(partition.longestSilence(12, 18)).toBe(10);
  expect(partition.longestSilence(12, 30)).toBe(30);
});

test('percentiles', () => {
  expect(percentile([3, 1, 2], 0.5)).toBe(2);
  expect(percentile([1, 2, 3, 4], 0.99)).toBe(4);
  expect(percentile([], 0.5)).toBeNaN();
});
