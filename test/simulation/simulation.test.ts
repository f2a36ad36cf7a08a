/** A few seeds of the whole-broker simulation, and that a seed is a run: the same one twice is the same to the last event. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const worker = fileURLToPath(new URL('../../dist/simulation/few-seeds.js', import.meta.url));

describe('whole brokers in virtual time', () => {
  test('a seed gives the same events again, after other seeds and in another process', { timeout: 120_000 }, () => {
    const hashes = (...seeds: number[]): string[] => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [worker, ...seeds.map(String)], {
        encoding: 'utf8',
      });
      expect(status, stderr).toBe(0);
      return stdout.trim().split('\n');
    };
    const [first, other, again] = hashes(1, 5, 1);
    expect(again).toBe(first);
    expect(hashes(1)).toEqual([first]);
    for (const run of [first, other]) expect(run).toMatch(/in order$/);
  });
});
