import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const command = `${dist}bundle/cli/main.js`;
let child: ChildProcess | null = null;
let directory = '';
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  if (directory !== '') rmSync(directory, { recursive: true, force: true });
});

test('every thread has its entry in the bundle', () => {
  const entries = readdirSync(`${dist}workers`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('-thread.js'),
  );
  expect(entries.length).toBeGreaterThan(3);
  for (const entry of entries) expect(existsSync(`${dist}bundle/workers/${entry}`), entry).toBe(true);
});

test('the bundled command serves, from threads of its own, and ends with 0', { timeout: 60_000 }, async () => {
  directory = mkdtempSync(join(tmpdir(), 'chronik-bundle-'));
  const settings = ['listeners=PLAINTEXT://127.0.0.1:0', `log.dirs=${directory}`].flatMap((each) => [
    '--override',
    each,
  ]);
  child = spawn(process.execPath, [command, 'start', ...settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  let banner = '';
  child.stdout!.on('data', (chunk) => {
    banner += chunk;
  });
  const deadline = Date.now() + 30_000;
  while (!/127\.0\.0\.1:\d+/.test(banner) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 20));
  const server = /127\.0\.0\.1:\d+/.exec(banner)![0];
  const run = (args: string[], input = ''): string => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [command, ...args, '--bootstrap-server', server], {
      input,
    });
    expect(status, String(stderr)).toBe(0);
    return String(stdout);
  };
  run(['produce', 'lines'], 'one\ntwo\n');
  expect(run(['consume', 'lines', '--from-beginning', '--exit-at-end'])).toBe('one\ntwo\n');
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});
