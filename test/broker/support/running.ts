/** A broker of a test on a directory of its own: its log lines collected, its disk replaceable, its configuration plain. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Broker } from '../../../src/broker/broker.ts';
import { LevelledLogger } from '../../../src/broker/levelled-logger.ts';
import { resolveBrokerConfig } from '../../../src/core/config/broker-config.ts';
import type { FileSystem } from '../../../src/runtime/files/file-system.ts';
import { createLogger } from '../../../src/runtime/logging/logger.ts';

export interface TestBroker {
  readonly broker: Broker;
  readonly bootstrapServers: string;
  /** Lines of the broker's log, warnings and errors, as they were written. */
  readonly complaints: readonly string[];
  /** What the process was told it cannot go on with. */
  readonly fatal: readonly Error[];
  stop(): Promise<void>;
}

export interface TestBrokerOptions {
  readonly directories: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly files?: FileSystem;
  /** Filled while the broker starts, so that a refused start shows its lines too. */
  readonly complaints?: string[];
}

const DEFAULTS = {
  'node.id': '1',
  listeners: 'PLAINTEXT://127.0.0.1:0',
  'chronik.threads': 'in-thread',
  'chronik.ring.bytes': String(1024 * 1024),
  'chronik.journal.bytes': String(1024 * 1024),
  'offsets.topic.num.partitions': '1',
};

export async function startTestBroker(options: TestBrokerOptions): Promise<TestBroker> {
  const properties = new Map(
    Object.entries({ ...DEFAULTS, 'log.dirs': options.directories.join(','), ...options.properties }),
  );
  const outcome = resolveBrokerConfig(properties, { hostName: 'localhost', clusterId: null });
  if ('errors' in outcome) throw new Error(outcome.errors.map(({ message }) => message).join('; '));
  const complaints = options.complaints ?? [];
  const fatal: Error[] = [];
  const logger = new LevelledLogger(createLogger('debug', { write: (line) => void complaints.push(line) }), 'warn');
  const broker = await Broker.start({
    config: outcome.config,
    logger,
    loggers: logger,
    onFatal: (error) => fatal.push(error),
    ...(options.files === undefined ? {} : { files: options.files }),
  });
  return { broker, bootstrapServers: broker.bootstrapServers, complaints, fatal, stop: () => broker.stop() };
}

/** Calls `use` with a new directory, and removes it after. */
export async function withDirectory<Result>(use: (path: string) => Promise<Result>): Promise<Result> {
  const path = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  try {
    return await use(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
