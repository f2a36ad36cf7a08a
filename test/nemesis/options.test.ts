import { describe, expect, test } from 'vitest';
import { Prng } from '../crash/prng.ts';
import { ALL } from './faults/all.ts';
import { cutsOf, SHAPES } from './faults/partition.ts';
import { pauseMs } from './faults/pause.ts';
import { FAULTS, readOptions } from './options.ts';

describe('the command line', () => {
  test('kills by default', () => {
    expect(readOptions([])).toMatchObject({ kills: 20, faults: ['kill'], isMixed: false, nodes: 3 });
  });

  test('takes faults in turn, all of them, and mixed', () => {
    expect(readOptions(['--faults', 'pause,clock', '--kills', '3']).faults).toEqual(['pause', 'clock']);
    expect(readOptions(['--faults', 'all', '--mixed'])).toMatchObject({ faults: FAULTS, isMixed: true });
  });

  test.each([
    [['--faults', 'fire'], '--faults fire: kill, pause'],
    [['--targets', 'king'], '--targets king: leader'],
    [['--kills', 'many'], '--kills many: a whole number'],
    [['--nodes', '2'], '--nodes 2: a whole number'],
    [['--slow'], "Unknown option '--slow'"],
  ])('refuses %s', (args, words) => {
    expect(() => readOptions(args)).toThrow(words);
  });

  test('every fault that it names is there', () => {
    expect(Object.keys(ALL).sort()).toEqual([...FAULTS].sort());
  });
});

test('pauses are shorter than every timeout, and longer than every lease', () => {
  const prng = new Prng(1);
  const pauses = Array.from({ length: 200 }, () => pauseMs(prng));
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(500);
  expect(Math.min(...pauses)).toBeLessThan(700);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(20_000);
  expect(Math.max(...pauses)).toBeGreaterThan(15_000);
});

test('cuts are of the shape they are called by', () => {
  const cuts = Object.fromEntries(SHAPES.map((shape) => [shape, cutsOf(shape, 2, [1, 3], new Prng(1)).map(String)]));
  expect(cuts['outwards']).toEqual(['2,1', '2,3']);
  expect(cuts['inwards']).toEqual(['1,2', '3,2']);
  expect(cuts['from its peers']!.sort()).toEqual(['1,2', '2,1', '2,3', '3,2']);
  expect(cuts['from all']!.sort()).toEqual(['0,2', '1,2', '2,0', '2,1', '2,3', '3,2']);
  expect(cuts['from one peer']).toHaveLength(2);
});
