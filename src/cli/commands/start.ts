import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrokerConfig } from '../../core/config/broker-config.ts';
import type { LogLevel } from '../../runtime/logging/logger.ts';
import { CommandError, JSON_OPTION, parseAssignment } from '../cluster-options.ts';
import { type Command, type CommandIo, EXIT_OK, EXIT_USAGE, type Invocation, UsageError } from '../command.ts';
import { bannerFacts, formatBanner } from '../start/banner.ts';
import { loadConfig } from '../start/load-config.ts';

/** What `start` needs of a broker that runs. */
export interface RunningBroker {
  readonly bootstrapServers: string;
  /** Drains, flushes, hands leadership over. */
  stop(): Promise<void>;
}

export type StartBroker = (
  config: BrokerConfig,
  options: { readonly logLevel: LogLevel; readonly signal: AbortSignal },
) => Promise<RunningBroker>;

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** The command over a way to start brokers: the real one, or a test's. */
export function startCommand(startBroker: StartBroker): Command {
  return {
    name: 'start',
    summary: 'Run a broker',
    arguments: '[server.properties]',
    argumentCount: [0, 1],
    options: {
      override: {
        type: 'string',
        short: 'o',
        multiple: true,
        value: 'name=value',
        description: 'Set a property, whatever the file says',
      },
      ephemeral: {
        type: 'boolean',
        description: 'Keep the data in a temporary directory, without fsync, until the broker stops',
      },
      strict: { type: 'boolean', description: 'Refuse to start when a property is unknown or has no effect' },
      'log-level': { type: 'string', value: 'level', description: `${LOG_LEVELS.join(', ')} (info)` },
      json: { ...JSON_OPTION, description: 'Write the banner as one line of JSON' },
    },
    details: `
Properties have the names they have in Kafka. The environment (KAFKA_NUM_PARTITIONS=3) wins over --override, which wins
over the file. Without a file the broker listens on 127.0.0.1:9092, keeps its data in ./data, starts groups at once
(group.initial.rebalance.delay.ms=0) and keeps its internal topics small; a file of your own gets Kafka's defaults.
Logs go to standard error. SIGTERM and SIGINT stop the broker in good order; a second one kills it.`,
    async run(invocation) {
      const { options, io } = invocation;
      const isEphemeral = options.has('ephemeral');
      const logLevel = options.oneOf('log-level', LOG_LEVELS, 'info');
      const temporary = isEphemeral ? mkdtempSync(join(tmpdir(), 'chronik-')) : null;
      try {
        const config = configOf(invocation, temporary);
        if (config === null) return EXIT_USAGE;
        const terminated = io.terminated;
        const abort = new AbortController();
        // A node may have to wait for the others of its quorum: it can be told to stop before it serves.
        void terminated.then(() => abort.abort());
        const broker = await startBroker(config, { logLevel, signal: abort.signal }).catch((error: unknown) => {
          if (abort.signal.aborted) return null;
          throw withProperty(error, config);
        });
        if (broker === null) return EXIT_OK;
        const facts = bannerFacts(config, broker.bootstrapServers, isEphemeral, performance.now());
        await io.write(options.has('json') ? `${JSON.stringify(facts)}\n` : formatBanner(facts));
        await terminated;
        await broker.stop();
        return EXIT_OK;
      } finally {
        if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
      }
    },
  };
}

/** What the system refuses has a property that would change it. */
function withProperty(error: unknown, config: BrokerConfig): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  const addresses = config.properties.get('listeners') ?? 'PLAINTEXT://:9092';
  if (code === 'EADDRINUSE')
    return new CommandError(`${message}: another process listens there; change listeners (${addresses})`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CommandError(`${message}: this machine has no such address; change listeners (${addresses})`);
  const directories = `log.dirs (${config.logDirs.join(',')})`;
  if (code === 'ENOSPC') return new CommandError(`${message}: make room there, or change ${directories}`);
  if (code === 'EROFS' || code === 'ENOTDIR') return new CommandError(`${message}: change ${directories}`);
  if (code === 'EACCES' || code === 'EPERM')
    return new CommandError(`${message}: change ${directories} or listeners (${addresses})`);
  // A plain Error is a sentence for the operator; a TypeError or a broken invariant is for us, with its stack.
  return error instanceof Error && error.name === 'Error' ? new CommandError(error.message) : error;
}

/** Null when there is no valid one; the reasons have been told. */
function configOf({ arguments: [file], options, io }: Invocation, temporary: string | null): BrokerConfig | null {
  const overrides = new Map(options.texts('override').map((text) => parseAssignment('override', text)));
  const environment = { ...io.environment };
  if (temporary !== null) {
    for (const property of ['log.dirs', 'chronik.flush']) {
      if (overrides.has(property)) throw new UsageError(`--ephemeral chooses ${property} itself: remove the override`);
    }
    overrides.set('log.dirs', temporary).set('chronik.flush', 'os');
    delete environment['KAFKA_LOG_DIRS'];
    delete environment['KAFKA_CHRONIK_FLUSH'];
  }
  const loaded = loadConfig({ file: file ?? null, overrides, environment, workingDirectory: io.workingDirectory });
  for (const warning of loaded.warnings)
    io.writeError(`chronik start: ${options.has('strict') ? 'error' : 'warning'}: ${warning}\n`);
  if ('errors' in loaded) {
    for (const error of loaded.errors) io.writeError(`chronik start: error: ${error}\n`);
    return null;
  }
  if (options.has('strict') && loaded.warnings.length > 0) return null;
  return { ...loaded.config, logDirs: absolute(loaded.config.logDirs, io) };
}

function absolute(directories: readonly string[], io: CommandIo): string[] {
  return directories.map((directory) => resolve(io.workingDirectory, directory));
}
