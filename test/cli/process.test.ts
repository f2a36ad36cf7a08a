/** The compiled command as a process: signals, exit codes and streams as a shell sees them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

let directory: string;
let children: ChildProcess[];

beforeEach(() => {
  expect(existsSync(main), 'dist/ is built by npm test').toBe(true);
  directory = mkdtempSync(join(tmpdir(), 'chronik-process-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  rmSync(directory, { recursive: true, force: true });
});

function chronik(...argv: string[]) {
  // An environment of its own: KAFKA_* variables of whoever runs the tests are not theirs.
  const child = spawn(process.execPath, [main, ...argv], {
    cwd: directory,
    env: { PATH: process.env['PATH'] },
    stdio: 'pipe',
  });
  children.push(child);
  const streams = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (streams.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (streams.stderr += String(chunk)));
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    ...streams,
  }));
  const banner = new Promise<{ bootstrapServers: string }>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(JSON.parse(String(chunk)) as { bootstrapServers: string }));
    ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  banner.catch(() => {});
  return { child, ended, banner };
}

const start = (...more: string[]) => chronik('start', '--json', '-o', 'listeners=PLAINTEXT://127.0.0.1:0', ...more);

test.each(['SIGTERM', 'SIGINT'] as const)('start serves until %s, and ends with 0', async (signal) => {
  const { child, banner, ended } = start();
  const { bootstrapServers } = await banner;
  const listed = await chronik('cluster', 'info', '--json', '-b', bootstrapServers).ended;
  expect([listed.code, listed.stderr]).toEqual([0, '']);
  expect(JSON.parse(listed.stdout)).toMatchObject({ brokers: [{ id: 1 }] });
  child.kill(signal);
  const { code, stdout, stderr } = await ended;
  expect([code, stdout.trim().split('\n').length]).toEqual([0, 1]);
  for (const line of stderr
    .trim()
    .split('\n')
    .filter((text) => text !== ''))
    expect(() => JSON.parse(line)).not.toThrow();
  expect(existsSync(join(directory, 'data', 'meta.properties'))).toBe(true);
});

test.each([
  ['npm', true],
  ['anybody else', false],
])('the shell of %s ends with its signal: what npm started stops in order, another goes on', async (_, isNpm) => {
  const command = `"${process.execPath}" "${main}" start --json -o listeners=PLAINTEXT://127.0.0.1:0; true`;
  const shell = spawn('sh', ['-c', command], {
    cwd: directory,
    env: { PATH: process.env['PATH'], ...(isNpm ? { npm_lifecycle_event: 'start' } : {}) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(shell);
  const [banner] = await once(shell.stdout, 'data');
  const isServing = (): boolean => !existsSync(join(directory, 'data', '.kafka_cleanshutdown'));
  const broker = JSON.parse(readFileSync(join(directory, 'data', '.lock'), 'utf8')) as { pid: number };
  try {
    const { bootstrapServers } = JSON.parse(String(banner)) as { bootstrapServers: string };
    const isClosed = once(shell.stdout, 'close').then(() => true);
    shell.kill('SIGTERM');
    const isGone = await Promise.race([isClosed, setTimeout(isNpm ? 20_000 : 1_500, false)]);
    expect([isGone, isServing()]).toEqual(isNpm ? [true, false] : [false, true]);
    const asked = await chronik('cluster', 'info', '--json', '-b', bootstrapServers).ended;
    expect(asked.code === 0).toBe(!isGone);
  } finally {
    if (isServing()) process.kill(broker.pid, 'SIGKILL');
  }
});

test('--ephemeral removes its directory at the end', async () => {
  const { child, banner, ended } = start('--ephemeral');
  const before = (await banner) as unknown as { dataDirectories: string[]; durability: string };
  expect([before.dataDirectories, before.durability]).toEqual([[], expect.stringContaining('--ephemeral')]);
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect(existsSync(join(directory, 'data'))).toBe(false);
});

test('a signal that comes twice at once is one request to stop; a later one ends the process', async () => {
  const nodeIo = new URL('../../dist/cli/node-io.js', import.meta.url).href;
  const script = `import { nodeIo } from '${nodeIo}';
    setInterval(() => {}, 1_000);
    nodeIo().terminated.then((signal) => console.log(signal));
    console.log('ready');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let stdout = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  await expect.poll(() => stdout, { timeout: 10_000 }).toBe('ready\n');
  // As `timeout` does, and npm behind a terminal.
  child.kill('SIGTERM');
  await expect.poll(() => stdout, { interval: 5 }).toBe('ready\nSIGTERM\n');
  child.kill('SIGTERM');
  await setTimeout(900);
  expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  child.kill('SIGTERM');
  const [, signal] = await once(child, 'exit');
  expect(signal).toBe('SIGTERM');
});

test('a second broker on the same directory, or address, is refused by name', async () => {
  const first = start();
  const { bootstrapServers } = await first.banner;
  const sameDirectory = await start().ended;
  expect([sameDirectory.code, sameDirectory.stdout]).toEqual([1, '']);
  expect(sameDirectory.stderr).toContain(join(directory, 'data'));
  const sameAddress = await chronik('start', '-o', `listeners=PLAINTEXT://${bootstrapServers}`, '-o', 'log.dirs=other')
    .ended;
  expect([sameAddress.code, sameAddress.stdout]).toEqual([1, '']);
  expect(sameAddress.stderr).toContain('listeners');
  expect(`${sameDirectory.stderr}${sameAddress.stderr}`).not.toContain('    at ');
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(0);
});

test('a reader that closes the pipe early is no error', async () => {
  const child = spawn('sh', ['-c', `"${process.execPath}" "${main}" config reference broker | head -n 1; echo "$?"`], {
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  await once(child, 'close');
  expect([stdout, stderr]).toEqual([expect.stringMatching(/^### `.*`\n0\n$/), '']);
});
