/**
 * The doors through which a broker is started: by a whole configuration (the `chronik` command), or embedded in a program
 * with little more than nothing said. Everything behind them is the same broker.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrokerConfig, resolveBrokerConfig } from '../core/config/broker-config.ts';
import { withFriendlyDefaults } from '../core/config/friendly-defaults.ts';
import type { CounterSnapshot } from '../runtime/counters/thread-figures.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { UnsyncedFileSystem } from '../runtime/files/unsynced-file-system.ts';
import { createLogger, type LogLevel } from '../runtime/logging/logger.ts';
import type { Interceptor } from '../server/interceptors.ts';
import type { BoundListener } from '../server/listener.ts';
import { Broker } from './broker.ts';
import { type EmbeddedProperties, embeddedProperties } from './embedded-properties.ts';
import { LevelledLogger } from './levelled-logger.ts';

export interface RunningBroker {
  /** What clients take as `bootstrap.servers`. */
  readonly bootstrapServers: string;
  readonly clusterId: string;
  readonly nodeId: number;
  readonly listeners: readonly BoundListener[];
  readonly dataDirectories: readonly string[];
  /** Looks at requests of one API (by key) before their handler, and decides what becomes of them. Returns the way back. */
  intercept(apiKey: number, interceptor: Interceptor): () => void;
  /** The figures of its threads at this moment; two readings tell what happened in between. Costs a copy of 30 KB. */
  counters(): CounterSnapshot;
  /** Answers what is under way, flushes, and leaves no handle open. May be called more than once. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface StartOptions {
  readonly logLevel?: LogLevel;
  /** The metadata log or the last log directory is lost. The broker serves no more; by default the process ends. */
  readonly onFatal?: (error: Error) => void;
  /** Gives up a start that is under way; `startBroker` then rejects. A broker that runs is stopped by `stop`. */
  readonly signal?: AbortSignal;
}

export interface EmbeddedBrokerOptions extends StartOptions {
  /** Where the data is kept. Without it, in a temporary directory that goes when the broker stops. */
  readonly directory?: string;
  /** On 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /**
   * `in-thread` (the default) runs everything on the caller's thread and starts fastest; `dedicated` gives disk and
   * metadata threads of their own, as `chronik start` does.
   */
  readonly threads?: 'in-thread' | 'dedicated';
  /** Broker properties by Kafka's names; they win over everything above. */
  readonly properties?: EmbeddedProperties;
}

/** Small memory, on top of the friendly defaults: a test may have many brokers. */
const EMBEDDED_SIZES: Readonly<Record<string, string>> = {
  'chronik.ring.bytes': String(8 * 1024 * 1024),
  'chronik.journal.bytes': String(8 * 1024 * 1024),
};

/** Starts a broker in this process. Resolves when clients are served. */
export async function startBroker(options: EmbeddedBrokerOptions = {}): Promise<RunningBroker> {
  const temporary = options.directory === undefined ? mkdtempSync(join(tmpdir(), 'chronik-')) : null;
  const discard = (): void => {
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
  };
  try {
    const config = embeddedConfig(options, temporary ?? resolve(options.directory!));
    // What goes with the broker survives no crash anyway, its metadata neither.
    const files = temporary !== null && config.flush === 'os' ? new UnsyncedFileSystem() : null;
    const start = { ...options, logLevel: options.logLevel ?? 'error', onFatal: options.onFatal ?? (() => {}) };
    const running = await startOn(files, config, start);
    if (temporary === null) return running;
    const stop = async (): Promise<void> => {
      await running.stop();
      discard();
    };
    return { ...running, stop, [Symbol.asyncDispose ?? ASYNC_DISPOSE]: stop } as RunningBroker;
  } catch (error) {
    discard();
    throw error;
  }
}

/** Starts a broker as its configuration says. Rejects with a sentence for the operator. */
export function startBrokerFromConfig(config: BrokerConfig, options: StartOptions = {}): Promise<RunningBroker> {
  return startOn(null, config, options);
}

/** `files` null: the real disk. */
async function startOn(files: FileSystem | null, config: BrokerConfig, options: StartOptions): Promise<RunningBroker> {
  const level = options.logLevel ?? 'info';
  const logger = new LevelledLogger(createLogger('debug'), level);
  const broker = await Broker.start({
    config,
    logger,
    loggers: logger,
    onFatal: options.onFatal ?? exitOnFatal,
    ...(files === null ? {} : { files }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => {
    stopped ??= broker.stop();
    return stopped;
  };
  const running = {
    bootstrapServers: broker.bootstrapServers,
    clusterId: broker.clusterId,
    nodeId: config.nodeId,
    listeners: broker.listeners,
    dataDirectories: config.logDirs,
    intercept: (apiKey: number, interceptor: Interceptor) => broker.server.intercept(apiKey, interceptor),
    counters: () => broker.gauges.shared.read(),
    stop,
    [Symbol.asyncDispose ?? ASYNC_DISPOSE]: stop,
  };
  return running as RunningBroker;
}

/** Node 20.19 has `Symbol.asyncDispose`; where it is missing the method stands under a name nobody calls. */
const ASYNC_DISPOSE = 'asyncDispose';

function exitOnFatal(): void {
  process.exit(1);
}

function embeddedConfig(options: EmbeddedBrokerOptions, directory: string): BrokerConfig {
  const properties = new Map<string, string>(Object.entries(EMBEDDED_SIZES));
  properties.set('node.id', '1');
  properties.set('listeners', `PLAINTEXT://127.0.0.1:${options.port ?? 0}`);
  properties.set('log.dirs', directory);
  properties.set('chronik.threads', options.threads ?? 'in-thread');
  // A directory that goes with the broker needs no disk to be waited for.
  if (options.directory === undefined) properties.set('chronik.flush', 'os');
  for (const [name, value] of embeddedProperties(options.properties)) properties.set(name, value);
  const outcome = resolveBrokerConfig(withFriendlyDefaults(properties), { hostName: hostname(), clusterId: null });
  if ('errors' in outcome) throw new Error(outcome.errors.map(({ message }) => message).join('; '));
  return outcome.config;
}
