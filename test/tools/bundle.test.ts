import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

test('code is kept of every program that starts with a broker or a cluster', () => {
  const kept = readdirSync(`${dist}bundle/shared`, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.code'),
  );
  for (const name of ['main', 'start-here', 'node-process', 'controller-thread', 'wal-thread', 'replication-thread'])
    expect(kept.map((each) => each.split(/[\\/]/)[0])).toContain(name);
});

/** Tells on standard error, on every thread, which files were run with code that was kept of them. */
const TELL_KEPT_CODE = `
const vm = require('node:vm');
const { writeSync } = require('node:fs');
vm.Script = class extends vm.Script {
  constructor(code, options) {
    super(code, options);
    writeSync(2, 'kept ' + require('node:path').basename(options.filename) + ' ' + (this.cachedDataRejected === false) + '\\n');
  }
};`;

test('the bundled command serves, from threads of its own, with kept code, and ends with 0', {
  timeout: 60_000,
}, async () => {
  directory = mkdtempSync(join(tmpdir(), 'chronik-bundle-'));
  const probe = join(directory, 'probe.cjs');
  writeFileSync(probe, TELL_KEPT_CODE);
  const settings = ['listeners=PLAINTEXT://127.0.0.1:0', `log.dirs=${directory}/data`].flatMap((each) => [
    '--override',
    each,
  ]);
  child = spawn(process.execPath, ['--require', probe, command, 'start', ...settings], { stdio: 'pipe' });
  let banner = '';
  let told = '';
  child.stderr!.on('data', (chunk) => {
    told += chunk;
  });
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
  for (const file of ['main', 'start-here', 'controller-thread', 'control-log-thread', 'wal-thread'])
    expect(told).toMatch(new RegExp(`^kept ${file}-.* true$`, 'm'));
});

test('a file runs without kept code, and with code that is not of this V8', () => {
  directory = mkdtempSync(join(tmpdir(), 'chronik-bundle-'));
  copyFileSync(`${dist}bundle/load.cjs`, join(directory, 'load.cjs'));
  writeFileSync(join(directory, 'one.cjs'), "exports.value = require('./two.cjs').value + 1;");
  writeFileSync(join(directory, 'two.cjs'), 'exports.value = 1;');
  const run = () => {
    const program = `console.log(require('./load.cjs')(process.cwd() + '/one.cjs').value)`;
    return String(spawnSync(process.execPath, ['--eval', program], { cwd: directory }).stdout);
  };
  expect(run()).toBe('2\n');
  const kept = join(directory, `two.cjs.${process.versions.v8}-${process.arch}.code`);
  for (const code of [Buffer.alloc(0), Buffer.alloc(4_096), Buffer.alloc(4_096, 'code')]) {
    writeFileSync(kept, code);
    expect(run()).toBe('2\n');
  }
});
