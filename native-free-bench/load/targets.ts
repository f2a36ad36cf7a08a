/** What the load is put on: the floor probe, our broker, and Apache Kafka where it is fetched; each node a child process. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** From dist/native-free-bench/load/. */
const root = fileURLToPath(new URL('../../..', import.meta.url));
export const chronikCommand = `${root}dist/bundle/cli/main.js`;
export const compatDirectory = process.env['COMPAT_DIR'] ?? `${root}.compat`;
export const kafkaScripts = `${root}test/compatibility/kafka`;

export interface Target {
  readonly name: string;
  /** Of the first node. */
  readonly port: number;
  /** All nodes. */
  readonly bootstrapServers: string;
  /** Of the nodes' processes, one each. */
  readonly pids: readonly number[];
  /** Data of all nodes. */
  readonly directory: string;
  /** When the first process was started, by performance.now(). */
  readonly startedAt: number;
  /** Ends the processes and removes their data. */
  stop(): Promise<void>;
}

interface Node {
  readonly id: number;
  readonly directory: string;
  /** Its successor is the controller's. */
  readonly port: number;
}

/** Between two looks at whether it serves: what is measured of a start must not be this. */
const LOOK_AGAIN_MS = 2;

export const KINDS = ['floor', 'chronik', 'chronik-no-addons', 'kafka', 'kafka-flush'] as const;
export type Kind = (typeof KINDS)[number];

/** With compiled addons, or without any: the two modes in which everything must run. */
function isChronik(kind: Kind): boolean {
  return kind === 'chronik' || kind === 'chronik-no-addons';
}

/** null when the target can be started here, else the reason why not. */
export function whyNot(kind: Kind): string | null {
  if (kind === 'floor') return null;
  if (isChronik(kind)) return existsSync(chronikCommand) ? null : 'the broker is not built: npm run build';
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0)
    return 'no java on the PATH: Apache Kafka needs Java 17 or newer';
  return existsSync(`${compatDirectory}/kafka/libs`)
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

/**
 * Starts a target on an empty directory, as one node or as a cluster on this machine. Apache Kafka's directories are
 * formatted before the clock of `startedAt` runs. @throws with its last words when it does not serve within a minute
 */
export async function start(kind: Kind, nodeCount = 1): Promise<Target> {
  const directory = mkdtempSync(join(tmpdir(), `bench-${kind}-`));
  const nodes: Node[] = [];
  while (nodes.length < nodeCount) {
    const port = await freePort();
    if (nodes.some((other) => Math.abs(other.port - port) < 2)) continue;
    const id = nodes.length + 1;
    nodes.push({ id, directory: nodeCount === 1 ? directory : join(directory, `node-${id}`), port });
  }
  const children: ChildProcess[] = [];
  // Ctrl-C, or a fault of the bench itself: neither brokers nor gigabytes stay behind.
  const abandon = (): void => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true, maxRetries: 20 });
  };
  exitOnSignals();
  process.once('exit', abandon);
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => end(child, kind === 'floor' ? 'SIGKILL' : 'SIGTERM')));
    rmSync(directory, { recursive: true, force: true });
    process.off('exit', abandon);
  };
  try {
    if (kind === 'kafka' || kind === 'kafka-flush') for (const node of nodes) format(kind, node, nodes);
    const startedAt = performance.now();
    const logs = nodes.map((node) => {
      const [program, args] = commandOf(kind, node, nodes);
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      children.push(child);
      return lastWords(child);
    });
    const deadline = Date.now() + 60_000;
    for (const [at, { port }] of nodes.entries()) {
      while (!(await listens(port))) {
        const child = children[at]!;
        if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline)
          throw new Error(`${kind} does not serve:\n${logs[at]!()}`);
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
    }
    return {
      name: kind,
      port: nodes[0]!.port,
      bootstrapServers: nodes.map(({ port }) => `127.0.0.1:${port}`).join(','),
      pids: children.map((child) => child.pid!),
      directory,
      startedAt,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

let exitsOnSignals = false;
/** A signal ends a process without its exit handlers, unless somebody listens. */
function exitOnSignals(): void {
  if (exitsOnSignals) return;
  exitsOnSignals = true;
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

function lastWords(child: ChildProcess): () => string {
  let log = '';
  const keep = (chunk: Buffer): void => {
    log = (log + chunk.toString()).slice(-3_000);
  };
  child.stdout!.on('data', keep);
  child.stderr!.on('data', keep);
  return () => log;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const limit = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(limit);
}

function commandOf(kind: Kind, node: Node, nodes: readonly Node[]): [string, string[]] {
  if (kind === 'floor')
    return [
      process.execPath,
      [
        fileURLToPath(new URL('../floor/floor-probe.js', import.meta.url)),
        String(node.port),
        `${node.directory}/probe`,
      ],
    ];
  if (isChronik(kind)) {
    const settings =
      nodes.length === 1
        ? [`listeners=PLAINTEXT://127.0.0.1:${node.port}`]
        : ['process.roles=broker,controller', 'controller.listener.names=CONTROLLER', ...membership(node, nodes)];
    settings.push(`log.dirs=${node.directory}`);
    const flags = kind === 'chronik-no-addons' ? ['--no-addons'] : [];
    const overrides = settings.flatMap((setting) => ['--override', setting]);
    return [process.execPath, [...flags, chronikCommand, 'start', ...overrides]];
  }
  return [`${kafkaScripts}/start.sh`, kafkaArguments(kind, node, nodes)];
}

function kafkaArguments(kind: Kind, node: Node, nodes: readonly Node[]): string[] {
  const flush = kind === 'kafka-flush' ? ['log.flush.interval.messages=1'] : [];
  const cluster =
    nodes.length === 1 ? [] : [...membership(node, nodes), `advertised.listeners=PLAINTEXT://127.0.0.1:${node.port}`];
  return [node.directory, String(node.port), ...cluster, ...flush];
}

/** What makes a process one node of a cluster in combined mode; the same properties for both brokers. */
function membership(node: Node, nodes: readonly Node[]): string[] {
  return [
    `node.id=${node.id}`,
    `listeners=PLAINTEXT://127.0.0.1:${node.port},CONTROLLER://127.0.0.1:${node.port + 1}`,
    `controller.quorum.voters=${nodes.map(({ id, port }) => `${id}@127.0.0.1:${port + 1}`).join(',')}`,
    'offsets.topic.replication.factor=3',
  ];
}

function format(kind: Kind, node: Node, nodes: readonly Node[]): void {
  const { status, stderr } = spawnSync(`${kafkaScripts}/start.sh`, kafkaArguments(kind, node, nodes), {
    env: { ...process.env, KAFKA_FORMAT_ONLY: '1' },
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`${kind} cannot be formatted:\n${stderr.slice(-3_000)}`);
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
