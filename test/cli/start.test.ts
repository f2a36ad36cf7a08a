import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningBroker, type StartBroker, startCommand } from '../../src/cli/commands/start.ts';
import { runCommand } from '../../src/cli/run-cli.ts';
import type { BrokerConfig } from '../../src/core/config/broker-config.ts';
import { ioFor, type RunOptions } from './support/run.ts';

let directory: string;
/** What the broker was started with, and what became of it. */
let started: BrokerConfig[];
let stops: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chronik-start-'));
  started = [];
  stops = 0;
});
afterEach(() => rmSync(directory, { recursive: true }));

const startBroker: StartBroker = async (config): Promise<RunningBroker> => {
  started.push(config);
  return {
    bootstrapServers: '127.0.0.1:4711',
    async stop() {
      stops += 1;
    },
  };
};

async function start(argv: string[], options: RunOptions = {}, broker: StartBroker = startBroker) {
  const { io, result } = ioFor({ workingDirectory: directory, signal: Promise.resolve('SIGTERM'), ...options });
  const code = await runCommand(startCommand(broker), argv, io);
  return { code, ...result() };
}

test('says where it is once it is ready, and stops in good order at a signal', async () => {
  let signal = (_name: string) => {};
  const running = start([], { signal: new Promise((resolve) => (signal = resolve)) });
  await expect.poll(() => started.length).toBe(1);
  expect(stops).toBe(0);
  signal('SIGTERM');
  const { code, stdout, stderr } = await running;
  expect([code, stops, stderr]).toEqual([0, 1, '']);
  expect(stdout).toContain('127.0.0.1:4711');
  expect(stdout).toContain(join(directory, 'data'));
  expect(started[0]!.logDirs).toEqual([join(directory, 'data')]);
});

test('the banner as JSON is one line', async () => {
  const { stdout } = await start(['--json', '-o', 'node.id=7', '-o', 'log.dirs=/a,/b']);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(stdout)).toMatchObject({
    bootstrapServers: '127.0.0.1:4711',
    nodeId: 7,
    dataDirectories: ['/a', '/b'],
  });
});

test('--ephemeral leaves nothing behind, whatever the environment says', async () => {
  const seen: boolean[] = [];
  const environment = { KAFKA_LOG_DIRS: join(directory, 'kept'), KAFKA_CHRONIK_FLUSH: 'fsync' };
  const { code, stdout } = await start(['--ephemeral'], { environment }, async (config, options) => {
    seen.push(existsSync(config.logDirs[0]!));
    return startBroker(config, options);
  });
  expect([code, seen, started[0]!.flush]).toEqual([0, [true], 'os']);
  expect(stdout).toContain('--ephemeral');
  expect(existsSync(started[0]!.logDirs[0]!)).toBe(false);
  expect(existsSync(join(directory, 'kept'))).toBe(false);
});

test('configuration errors are told all at once, and no broker is started', async () => {
  writeFileSync(join(directory, 'server.properties'), 'num.partitions=0\nlisteners=SSL://:1\n');
  const { code, stdout, stderr } = await start(['server.properties']);
  expect([code, stdout, started]).toEqual([2, '', []]);
  expect(stderr).toContain('num.partitions');
  expect(stderr).toContain('listener SSL would speak SSL, which is not available yet');
});

test('warnings do not stop it, unless --strict', async () => {
  const lenient = await start(['-o', 'num.io.threads=9', '-o', 'num.partition=2']);
  expect([lenient.code, started.length]).toEqual([0, 1]);
  expect(lenient.stderr).toBe(
    'chronik start: warning: num.io.threads has no effect: sockets and requests are served by one event loop; see chronik.threads\n' +
      'chronik start: warning: num.partition is not a property of this broker: did you mean num.partitions?\n',
  );
  const strict = await start(['--strict', '-o', 'num.partition=2']);
  expect([strict.code, started.length]).toEqual([2, 1]);
});

test('an address in use names the property to change', async () => {
  const failure = Object.assign(new Error('listen EADDRINUSE: address already in use 127.0.0.1:9092'), {
    code: 'EADDRINUSE',
  });
  const { code, stdout, stderr } = await start([], {}, () => Promise.reject(failure));
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('address already in use 127.0.0.1:9092: another process listens there; change listeners');
  expect(stderr).not.toContain('at ');
});

test('a full disk is nothing that another listener would help', async () => {
  const failure = Object.assign(new Error('/a: ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const { code, stderr } = await start(['-o', 'log.dirs=/a'], {}, () => Promise.reject(failure));
  expect([code, stderr]).toEqual([
    1,
    'chronik start: /a: ENOSPC: no space left on device, write: make room there, or change log.dirs (/a)\n',
  ]);
});

test('--ephemeral and a directory contradict each other', async () => {
  const { code, stderr } = await start(['--ephemeral', '-o', 'log.dirs=x']);
  expect([code, started]).toEqual([2, []]);
  expect(stderr).toContain('--ephemeral chooses log.dirs itself');
});
