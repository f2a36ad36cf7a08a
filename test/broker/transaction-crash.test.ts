/**
 * The broker is killed the moment a producer has its answer to EndTxn: the decision is durable, its markers may not be.
 * After every start each transaction is complete, as it was decided.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { LATEST, listOffsets } from '../../src/client/list-offsets.ts';
import { freePort } from '../crash/free-port.ts';
import { withDirectory } from './support/running.ts';
import { TopicClient } from './support/topic-client.ts';
import { TransactionWire } from './support/transaction-wire.ts';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const ROUNDS = 5;
const PARTITIONS = 4;

async function start(directory: string, port: number): Promise<ChildProcess> {
  const overrides = [
    `listeners=PLAINTEXT://127.0.0.1:${port}`,
    `log.dirs=${directory}`,
    'transaction.state.log.num.partitions=2',
    'offsets.topic.num.partitions=2',
  ].flatMap((pair) => ['--override', pair]);
  const child = spawn(process.execPath, [MAIN, 'start', ...overrides], { stdio: 'ignore' });
  const client = new KafkaClient({ bootstrapServers: `127.0.0.1:${port}`, retry: { deadlineMs: 20_000 } });
  for (const deadline = Date.now() + 20_000; ; await new Promise((done) => setTimeout(done, 20))) {
    const isUp = await client.anyBroker().then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (Date.now() > deadline || child.exitCode !== null) throw new Error('the broker does not start');
  }
  await client.close();
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test.skipIf(!existsSync(MAIN))(
  'a coordinator killed between decision and markers completes the outcome',
  async () => {
    await withDirectory(async (directory) => {
      const port = await freePort();
      const address = `127.0.0.1:${port}`;
      let child = await start(directory, port);
      const wanted: string[] = [];
      try {
        const topics = new TopicClient(address);
        await topics.create('t', {}, PARTITIONS);
        await topics.close();
        for (let round = 0; round < ROUNDS; round++) {
          const commits = round % 2 === 0;
          const producers = await Promise.all(
            Array.from({ length: 4 }, async (_, n) => {
              const producer = await TransactionWire.open(address, `id-${n}`);
              await producer.find();
              expect(await producer.init()).toBe('NONE');
              for (let partition = 0; partition < PARTITIONS; partition++)
                expect(await producer.produce('t', partition, [`${round}-${n}`], 12)).toBe('NONE');
              return producer;
            }),
          );
          if (commits) wanted.push(...producers.map((_, n) => `${round}-${n}`));
          // Of four ends at once the kill finds some at every stage.
          const ends = producers.map((producer) => producer.end(commits, 5));
          expect(await Promise.race(ends)).toBe('NONE');
          await kill(child);
          const outcomes = await Promise.allSettled(ends);
          // What was not answered may have been decided either way.
          if (commits) {
            outcomes.forEach((outcome, n) => {
              if (outcome.status === 'rejected') wanted.splice(wanted.indexOf(`${round}-${n}`), 1, `?${round}-${n}`);
            });
          }
          for (const producer of producers) producer.close();
          child = await start(directory, port);
          await check(address, wanted);
        }
      } finally {
        await kill(child);
      }
    });
  },
  120_000,
);

/** Nothing stays open, and what was answered is there; a `?` stands for what nobody was told. */
async function check(address: string, wanted: readonly string[]): Promise<void> {
  const topics = new TopicClient(address);
  const queries = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: 't', partition, timestamp: LATEST }));
  // A transaction that had not been decided is ended by the next producer of its id.
  for (let n = 0; n < 4; n++) {
    const producer = await TransactionWire.open(address, `id-${n}`);
    await producer.find();
    expect(await producer.init()).toBe('NONE');
    producer.close();
  }
  const ends = await listOffsets(topics.client, queries);
  expect(await listOffsets(topics.client, queries, true)).toEqual(ends);
  const perPartition = await Promise.all(queries.map(({ partition }) => topics.readAll('t', partition)));
  const sorted = perPartition.map(({ values }) => [...values.values()].sort());
  // All or nothing: every partition has the same.
  for (const values of sorted) expect(values).toEqual(sorted[0]);
  const told = wanted.filter((value) => !value.startsWith('?'));
  const perhaps = new Set(wanted.map((value) => value.replace('?', '')));
  expect(sorted[0]).toEqual(expect.arrayContaining(told));
  for (const value of sorted[0]!) expect(perhaps).toContain(value);
  await topics.close();
}
