/**
 * `npm run bench:profile -- CASE`: one case in a process of its own, so that the shapes it sees are only its own, with
 * a CPU profile per thread in results/profile/. Ends after `--time` ms (3000).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [filter, time = '3000'] = process.argv.slice(2);
if (filter === undefined) {
  console.error('npm run bench:profile -- CASE [MILLISECONDS]');
  process.exit(64);
}
const folder = fileURLToPath(new URL('../../native-free-bench/results/profile', import.meta.url));
mkdirSync(folder, { recursive: true });
const bench = fileURLToPath(new URL('./bench.js', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  ['--cpu-prof', `--cpu-prof-dir=${folder}`, bench, '--only', 'micro', '--filter', filter, '--time', time],
  { stdio: 'inherit' },
);
console.log(`profiles, one per thread: ${folder}`);
process.exitCode = status ?? 1;
