import { describe, expect, test } from 'vitest';
import { parseOffsetRange, resolvePoint } from '../../src/cli/offset-range.ts';

const NOW = 1_700_000_000_000;
const time = (timestamp: number) => ({ kind: 'time', timestamp });

test.each([
  ['start', { from: { kind: 'start', distance: 0 }, to: null }],
  ['end', { from: { kind: 'end', distance: 0 }, to: null }],
  ['1234', { from: { kind: 'offset', offset: 1234 }, to: null }],
  ['-10', { from: { kind: 'end', distance: -10 }, to: null }],
  ['+10', { from: { kind: 'start', distance: 10 }, to: null }],
  ['start:end', { from: { kind: 'start', distance: 0 }, to: { kind: 'end', distance: 0 } }],
  [':5', { from: { kind: 'start', distance: 0 }, to: { kind: 'offset', offset: 5 } }],
  ['5:', { from: { kind: 'offset', offset: 5 }, to: { kind: 'end', distance: 0 } }],
  ['@5', { from: time(5), to: null }],
  ['@-2h:@-30m', { from: time(NOW - 7_200_000), to: time(NOW - 1_800_000) }],
  ['@2025-01-01T00:00:00Z', { from: time(1_735_689_600_000), to: null }],
  ['@2025-01-01T00:00:00Z:@2025-01-01T00:00:01Z', { from: time(1_735_689_600_000), to: time(1_735_689_601_000) }],
])('%s', (text, range) => {
  expect(parseOffsetRange(text, NOW)).toEqual(range);
});

test.each(['', 'x', '1.5', '1:2:3', '@', '@tomorrow', '--5', '99999999999999999999'])('refuses %j', (text) => {
  expect(() => parseOffsetRange(text, NOW)).toThrow('--offset does not understand');
});

test.each(['9:8', 'end:-1', '+2:start', '@5:@4', '@-1h:@-2h'])('%s ends before it begins', (text) => {
  expect(() => parseOffsetRange(text, NOW)).toThrow('ends before it begins');
});

describe('points', () => {
  test('stay inside the log', () => {
    expect(resolvePoint({ kind: 'end', distance: -10 }, 20, 15, 20)).toBe(15);
    expect(resolvePoint({ kind: 'start', distance: 10 }, 15, 15, 20)).toBe(20);
    expect(resolvePoint({ kind: 'end', distance: -3 }, 20, 15, 20)).toBe(17);
  });

  test('a time after the last record is the end', () => {
    expect(resolvePoint({ kind: 'time', timestamp: 9 }, -1, 0, 20)).toBe(20);
  });
});
