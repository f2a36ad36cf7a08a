/**
 * Fetch as Kafka's own consumer (incremental sessions, topic ids) and librdkafka (no sessions) use it, from the ring and,
 * after a restart, from files. Java needs the jars that `test/wire/java/fetch.sh` fetches.
 */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunningBroker, startBroker } from '../../../../src/broker/start-broker.ts';
import { createTopic } from '../../../../src/client/admin.ts';
import { KafkaClient } from '../../../../src/client/kafka-client.ts';
import { ApiKey } from '../../../../src/core/protocol/api-keys.ts';
import type { FetchRequest } from '../../../../src/core/protocol/generated/fetch-request.ts';
import { temporaryDirectory } from '../../../support/logs.ts';

const run = promisify(execFile);
const jars = new URL('../../../../.compat/jars', import.meta.url).pathname;
const source = new URL('java/FetchWhileProducing.java', import.meta.url).pathname;
const PARTITIONS = 5;
const properties = { 'num.partitions': PARTITIONS, 'log.segment.bytes': 1_048_576 };

function runs(command: string, argument: string): boolean {
  try {
    execFileSync(command, [argument], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let temporary: { path: string; remove(): void };
let broker: RunningBroker;
beforeEach(async () => {
  temporary = temporaryDirectory();
  broker = await startBroker({ directory: join(temporary.path, 'data'), properties });
});
afterEach(async () => {
  await broker.stop();
  temporary.remove();
});

async function restart(): Promise<void> {
  await broker.stop();
  broker = await startBroker({ directory: join(temporary.path, 'data'), properties });
}

async function withTopic(name: string): Promise<void> {
  const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
  await createTopic(client, { name, partitions: PARTITIONS, replicationFactor: 1, configs: new Map() });
  await client.close();
}

const missing = !existsSync(jars) ? 'no jars: run test/wire/java/fetch.sh' : runs('java', '-version') ? '' : 'no java';

describe.skipIf(missing !== '')(`Kafka’s consumer${missing === '' ? '' : ` (skipped: ${missing})`}`, () => {
  test.each(['read_uncommitted', 'read_committed'])(
    '%s, with a session, while records come',
    async (isolation) => {
      const epochs = new Set<number>();
      const versions = new Set<number>();
      const read = async (produce: number, expected: number): Promise<void> => {
        broker.intercept(ApiKey.Fetch, (request, { apiVersion }) => {
          epochs.add((request as FetchRequest).sessionEpoch);
          versions.add(apiVersion);
          return undefined;
        });
        const given = [broker.bootstrapServers, 'orders', PARTITIONS, produce, expected, isolation].map(String);
        const { stdout } = await run('java', ['-cp', `${jars}/*`, source, ...given]);
        expect(stdout).toContain(`read ${expected}\n`);
      };
      await withTopic('orders');
      await read(20_000, 20_000);
      await restart();
      await read(5_000, 25_000);
      expect(epochs.size).toBeGreaterThan(5);
      expect([...versions]).toEqual([18]);
    },
    120_000,
  );
});

const hasKcat = runs('kcat', '-V');

describe.skipIf(!hasKcat)(`kcat${hasKcat ? '' : ' (skipped: not installed)'}`, () => {
  test('reads every line it wrote, whatever its limits', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => `${i} ${'x'.repeat(i % 90)}`);
    const file = join(temporary.path, 'lines');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const kcat = (...more: string[]) =>
      run('kcat', ['-b', broker.bootstrapServers, '-t', 'lines', ...more], { maxBuffer: 1e9 });
    await withTopic('lines');
    await kcat('-P', '-l', file, '-X', 'topic.partitioner=random');
    const limits = [
      [],
      ['-X', 'fetch.message.max.bytes=5000'],
      ['-X', 'fetch.min.bytes=100000', '-X', 'isolation.level=read_uncommitted'],
    ];
    for (const from of ['ring', 'files']) {
      if (from === 'files') await restart();
      for (const more of limits) {
        const { stdout } = await kcat(
          '-C',
          '-o',
          '0',
          '-c',
          String(lines.length),
          '-q',
          '-X',
          'check.crcs=true',
          ...more,
        );
        expect(stdout.split('\n').slice(0, -1).sort()).toEqual([...lines].sort());
      }
    }
  }, 60_000);
});
