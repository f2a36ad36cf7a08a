/** Every micro case once with tiny inputs, so that the bench cannot rot: columns agree, nothing throws, threads end. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const bench = fileURLToPath(new URL('../../dist/native-free-bench/bench.js', import.meta.url));
const isBuilt = existsSync(bench);

describe.skipIf(!isBuilt)(isBuilt ? 'native-free-bench' : 'native-free-bench [SKIPPED: not built]', () => {
  for (const flags of [[], ['--no-addons']]) {
    test(`runs every case with node ${flags.join(' ')}`, () => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, bench, '--smoke', '--only', 'micro'], {
        encoding: 'utf8',
        timeout: 60_000,
      });
      expect(stderr.replace(/^.*ExperimentalWarning.*$/gm, '')).not.toMatch(/Error/);
      expect(status).toBe(0);
      for (const name of [
        'bytes',
        'crc32c',
        'record batch',
        'produce request',
        'lz4',
        'ring',
        'doorbell',
        'group commit',
      ])
        expect(stdout).toContain(`${name}: `);
      // node:zlib is compiled into Node: no addon, and still native.
      const native = stdout.split('\n').filter((line) => / native /.test(line) && !/^(gzip|zstd)/.test(line));
      if (flags.length > 0) expect(native).toEqual([]);
      else expect(native.length).toBeGreaterThan(0);
    });
  }
});
