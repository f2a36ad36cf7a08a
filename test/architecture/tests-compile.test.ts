/** The tests themselves are type-checked: vitest only strips types, so that a test could go on calling what is no more. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('every test compiles', { timeout: 120_000 }, () => {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', `${root}test/tsconfig.json`], { cwd: root });
  expect(stdout.toString()).toBe('');
});
