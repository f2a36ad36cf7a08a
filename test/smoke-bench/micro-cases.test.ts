/**
 * Every micro case once in both modes with tiny inputs, so that the bench cannot rot: columns agree, nothing throws,
 * threads end, and what is written can be read again.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECTIONS } from '../../native-free-bench/corpus.ts';
import { addon } from '../../native-free-bench/native.ts';
import type { Results } from '../../native-free-bench/results.ts';

const bench = fileURLToPath(new URL('../../dist/native-free-bench/bench.js', import.meta.url));
const isBuilt = existsSync(bench);

describe.skipIf(!isBuilt)(isBuilt ? 'native-free-bench' : 'native-free-bench [SKIPPED: not built]', () => {
  let folder = '';
  let results: Results;
  let stdout = '';
  const rowsOf = (mode: string) => results.micro.filter((row) => row.mode === mode);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'smoke-bench-'));
    const args = [bench, '--smoke', '--only', 'micro', '--output', join(folder, 'a')];
    const run = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 170_000 });
    expect(run.status, run.stderr).toBe(0);
    stdout = run.stdout;
    results = JSON.parse(readFileSync(join(folder, 'a.json'), 'utf8')) as Results;
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(Object.keys(SECTIONS))('measures %s in both modes', (section) => {
    for (const mode of ['node', 'no-addons']) {
      const rows = rowsOf(mode).filter((row) => row.section === section);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(row.p50, row.name).toBeGreaterThan(0);
        expect(row.p99, row.name).toBeGreaterThanOrEqual(row.p50);
        expect(row.checksum, row.name).toMatch(/^[0-9a-f]{8}$/);
        expect(row.samples, row.name).toBeGreaterThan(1);
        expect(stdout).toContain(`${row.name}  [${row.checksum}]`);
      }
    }
  });

  test('gives the same bytes in both modes', () => {
    const checksums = (mode: string) => Object.fromEntries(rowsOf(mode).map(({ name, checksum }) => [name, checksum]));
    expect(checksums('no-addons')).toEqual(checksums('node'));
  });

  test('loads no addon where it says so', () => {
    expect(results.addons['no-addons']).toEqual([]);
    // node:zlib is compiled into Node: no addon, and still native.
    const native = rowsOf('no-addons').filter(({ column, name }) => column === 'native' && !/^(gzip|zstd)/.test(name));
    expect(native).toEqual([]);
    // Where the addon is installed for this platform, the other mode has it.
    const isThere = addon('@node-rs/crc32') !== null;
    const crc = rowsOf('node').some(({ section, column }) => section === 'crc32c' && column === 'native');
    expect(crc).toBe(isThere);
  });

  test('writes a page that holds every case and loads nothing', () => {
    const page = readFileSync(join(folder, 'a.html'), 'utf8');
    for (const { title } of Object.values(SECTIONS)) expect(page).toContain(`<h2>${title}</h2>`);
    expect(page.match(/<circle/g)!.length).toBeGreaterThanOrEqual(results.micro.length);
    expect(page).not.toMatch(/\b(src|href)=|url\(/);
  });

  test('compares a file with itself', () => {
    const file = join(folder, 'a.json');
    const run = spawnSync(process.execPath, [bench, '--compare', file, file], { encoding: 'utf8', timeout: 30_000 });
    expect(run.stdout).toContain(`0 better, 0 worse, ${results.micro.length} within noise`);
    expect(run.status).toBe(0);
  });
});
