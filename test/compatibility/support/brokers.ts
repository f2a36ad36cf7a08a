/** Brokers as child processes: ours and Apache Kafka, each on loopback with a directory of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { waitUntilReady } from './api-versions.ts';
import { compatDir, projectRoot, suiteDir } from './places.ts';

export interface RunningBroker {
  readonly bootstrap: string;
  /** The folder that holds `<topic>-<partition>` folders. */
  readonly logDir: string;
  readonly child: ChildProcess;
  /** SIGTERM, then SIGKILL after 20 s. */
  stop(): Promise<void>;
}

const ourMain = `${projectRoot}dist/bundle/cli/main.js`;
/** The command exists before there is a broker for it to start. */
const ourBroker = `${projectRoot}dist/bundle/index.js`;

/** null when our broker is built, else the reason why it cannot start. */
export function whyNoChronik(): string | null {
  return existsSync(ourMain) && existsSync(ourBroker) ? null : 'the broker is not built: npm run build';
}

/** A port that was free a moment ago, whose successor was free as well (Apache Kafka takes two). */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error('no free ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** @param settings Kafka properties that differ from the defaults */
export async function startChronik(
  directory: string,
  port: number,
  settings: Record<string, string> = {},
): Promise<RunningBroker> {
  const properties = { listeners: `PLAINTEXT://127.0.0.1:${port}`, 'log.dirs': directory, ...settings };
  const overrides = Object.entries(properties).flatMap(([name, value]) => ['--override', `${name}=${value}`]);
  const child = spawn(process.execPath, [ourMain, 'start', ...overrides], { stdio: ['ignore', 'ignore', 'pipe'] });
  return await running('chronik', child, `127.0.0.1:${port}`, directory, 10_000);
}

/** @param settings Kafka properties that differ from those in kafka/start.sh */
export async function startApacheKafka(
  directory: string,
  port: number,
  settings: Record<string, string> = {},
): Promise<RunningBroker> {
  const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const child = spawn(`${suiteDir}/kafka/start.sh`, [directory, String(port), ...pairs], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { KAFKA_HEAP_OPTS: '-Xmx512M', ...process.env, COMPAT_DIR: compatDir },
  });
  return await running('Apache Kafka', child, `127.0.0.1:${port}`, `${directory}/logs`, 60_000);
}

async function running(
  name: string,
  child: ChildProcess,
  bootstrap: string,
  logDir: string,
  timeoutMs: number,
): Promise<RunningBroker> {
  let log = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-4_000);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stopped = (): string | null =>
    child.exitCode === null && child.signalCode === null
      ? null
      : `${name} ended (${child.exitCode ?? child.signalCode}) instead of serving:\n${log}`;
  try {
    await waitUntilReady(bootstrap, timeoutMs, stopped);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(limit);
  };
  return { bootstrap, logDir, child, stop };
}
