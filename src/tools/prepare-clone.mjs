// Makes a fresh clone runnable: installs what the lockfile names, then compiles changed floors and joins them.
// Runs before `npm start` and `npm test`, on nothing but Node and npm; a second run costs one `tsc -b` check.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const lockfile = readFileSync(join(root, 'package-lock.json'), 'utf8');
const stamp = join(root, 'node_modules', '.installed-lockfile.json');

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lockfile) {
  console.error('Installing dependencies (first run, or the lockfile changed) ...');
  // Not `npm ci`: it refuses a lockfile without download addresses for the optional packages of other platforms.
  run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  // `npx chronik` in the clone, as it is in a project that has chronik installed.
  const command = join(root, 'node_modules', '.bin', 'chronik');
  writeFileSync(command, "#!/usr/bin/env node\nimport('../../dist/bundle/cli/main.js');\n");
  chmodSync(command, 0o755);
  writeFileSync(stamp, lockfile);
}
run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
run(process.execPath, [join(root, 'dist', 'tools', 'bundle.js')]);
