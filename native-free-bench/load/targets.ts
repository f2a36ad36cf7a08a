/** What the load is put on: the floor probe, our broker, and Apache Kafka where it is fetched; each a child process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From dist/native-free-bench/load/. */
const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Target {
  readonly name: string;
  readonly port: number;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

export const KINDS = ['floor', 'chronik', 'kafka', 'kafka-flush'] as const;
export type Kind = (typeof KINDS)[number];

/** null when the target can be started here, else the reason why not. */
export function whyNot(kind: Kind): string | null {
  if (kind === 'floor') return null;
  if (kind === 'chronik')
    return existsSync(`${root}dist/bundle/cli/main.js`) ? null : 'the broker is not built: npm run build';
  return existsSync(`${root}.compat/kafka/libs`)
    ? null
    : "Apache Kafka is not fetched: run 'npm run compat:fetch' (needs Java and Maven)";
}

/** A port that was free a moment ago, as was the one after it (Apache Kafka takes two). */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await bound(0);
    if (port !== 0 && (await bound(port + 1)) !== 0) return port;
  }
}

/** @returns the port that could be bound, released again; 0 when it is taken */
function bound(port: number): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(0));
    server.listen(port, '127.0.0.1', () => {
      const found = (server.address() as { port: number }).port;
      server.close(() => resolve(found));
    });
  });
}

/** Starts a target on an empty directory. @throws with its last words when it does not serve within a minute */
export async function start(kind: Kind): Promise<Target> {
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), `bench-${kind}-`));
  const [program, args] = commandOf(kind, directory, port);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const keep = (chunk: Buffer): void => {
    log = (log + chunk.toString()).slice(-3_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  for (
    const deadline = Date.now() + 60_000;
    !(await listens(port));
    await new Promise((resolve) => setTimeout(resolve, 20))
  ) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${kind} does not serve:\n${log}`);
    }
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(kind === 'floor' ? 'SIGKILL' : 'SIGTERM');
      const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await once(child, 'exit');
      clearTimeout(limit);
    }
    rmSync(directory, { recursive: true, force: true });
  };
  return { name: kind, port, child, stop };
}

function commandOf(kind: Kind, directory: string, port: number): [string, string[]] {
  if (kind === 'floor')
    return [
      process.execPath,
      [fileURLToPath(new URL('../floor/floor-probe.js', import.meta.url)), String(port), `${directory}/probe`],
    ];
  if (kind === 'chronik') {
    const settings = [`listeners=PLAINTEXT://127.0.0.1:${port}`, `log.dirs=${directory}`];
    return [
      process.execPath,
      [`${root}dist/bundle/cli/main.js`, 'start', ...settings.flatMap((setting) => ['--override', setting])],
    ];
  }
  const flush = kind === 'kafka-flush' ? ['log.flush.interval.messages=1'] : [];
  return [`${root}test/compatibility/kafka/start.sh`, [directory, String(port), ...flush]];
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
