/**
 * Decides once which broker the suites talk to: `COMPAT_BOOTSTRAP=host:port` (one that runs), `COMPAT_BROKER=apache` (a
 * fresh Apache Kafka, to prove the suites themselves), or else ours. Says loudly what cannot run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { askApiVersions } from './api-versions.ts';
import { freePort, type RunningBroker, startApacheKafka, startChronik, whyNoChronik } from './brokers.ts';
import { clients } from './clients.ts';
import { whyNoJava } from './places.ts';

export interface Target {
  readonly kind: 'chronik' | 'apache' | 'given';
  readonly bootstrap: string;
  /** Empty when the broker's files cannot be seen from here. */
  readonly logDir: string;
  /** API keys that the broker advertises. */
  readonly apis: readonly number[];
  /** Empty, or the reason why no suite can run. */
  readonly whyNot: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    target: Target;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const absent: string[] = clients
    .filter((client) => client.whyNot !== null)
    .map((client) => `${client.name}: ${client.whyNot}`);
  if (whyNoJava() !== null) absent.push(`Apache Kafka's tools: ${whyNoJava()}`);
  for (const line of absent) console.warn(`SKIPPED ${line}`);

  const given = process.env['COMPAT_BOOTSTRAP'];
  if (given !== undefined) {
    await provide(project, 'given', given, process.env['COMPAT_LOG_DIR'] ?? '');
    return undefined;
  }
  const apache = process.env['COMPAT_BROKER'] === 'apache';
  const whyNot = apache ? whyNoJava() : whyNoChronik();
  if (whyNot !== null) {
    console.warn(`SKIPPED every suite: ${whyNot}`);
    project.provide('target', { kind: 'chronik', bootstrap: '', logDir: '', apis: [], whyNot });
    return undefined;
  }
  const directory = await mkdtemp(join(tmpdir(), 'compat-'));
  const settings = {
    'auto.create.topics.enable': 'true',
    // Members of the new protocol learn of a change with their next heartbeat.
    'group.consumer.min.heartbeat.interval.ms': '500',
    'group.consumer.heartbeat.interval.ms': '500',
  };
  const start = apache ? startApacheKafka : startChronik;
  const broker: RunningBroker = await start(directory, await freePort(), settings);
  await provide(project, apache ? 'apache' : 'chronik', broker.bootstrap, broker.logDir);
  return async () => {
    await broker.stop();
    await rm(directory, { recursive: true, force: true });
  };
}

async function provide(project: TestProject, kind: Target['kind'], bootstrap: string, logDir: string): Promise<void> {
  const apis = [...(await askApiVersions(bootstrap)).keys()];
  project.provide('target', { kind, bootstrap, logDir, apis, whyNot: '' });
}
