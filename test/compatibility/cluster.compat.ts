/** Apache Kafka's tools for operators against three of our brokers, unchanged, with what they print and do checked. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whyNoChronik } from './support/brokers.ts';
import { projectRoot, whyNoJava } from './support/places.ts';
import { kafkaTool } from './support/run.ts';
import { suite } from './support/suite.ts';

interface Banner {
  readonly bootstrapServers: string;
  readonly clusterId: string;
}

let child: ChildProcess;
let banner: Banner;
let folder: string;

const tool = (name: string, ...args: string[]) =>
  kafkaTool(name, ['--bootstrap-server', banner.bootstrapServers, ...args]);

async function eventually<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (attempt === 15) throw new Error(`still: ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** One line of `kafka-topics --describe` by partition. */
async function describe(topic: string): Promise<{ leader: string; replicas: string; isr: string }[]> {
  const output = await tool('kafka-topics', '--describe', '--topic', topic);
  const line = /Partition: (\d+)\s+Leader: (\S+)\s+Replicas: (\S+)\s+Isr: (\S*)/g;
  return [...output.matchAll(line)].map(([, , leader, replicas, isr]) => ({
    leader: leader!,
    replicas: replicas!,
    isr: isr!,
  }));
}

suite("Apache Kafka's tools for a cluster", whyNoJava() ?? whyNoChronik(), () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compat-cluster-'));
    const args = [`${projectRoot}dist/bundle/cli/main.js`, 'dev', '--json', '--port', '0', '--data', `${folder}/data`];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout!, 'data')) as [Buffer];
    banner = JSON.parse(line.toString()) as Banner;
    await tool('kafka-topics', '--create', '--topic', 'moves', '--replica-assignment', '1:2:3,2:3:1');
  });

  afterAll(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(folder, { recursive: true, force: true });
  });

  test('kafka-metadata-quorum shows the voters and how far they are', async () => {
    const status = await tool('kafka-metadata-quorum', 'describe', '--status');
    expect(status).toContain(`ClusterId:              ${banner.clusterId}`);
    expect(status).toMatch(/LeaderId: +[123]\n/);
    expect(status.match(/"id": \d/g)).toHaveLength(3);
    const replication = await eventually(
      () => tool('kafka-metadata-quorum', 'describe', '--replication'),
      (text) => text.split('\n').filter((line) => /\t0\s*\t/.test(line)).length === 3,
    );
    expect(replication.match(/Leader/g)).toHaveLength(1);
    expect(replication.match(/Follower/g)).toHaveLength(2);
  });

  test('kafka-cluster knows the cluster, and unregisters a broker', async () => {
    const server = ['--bootstrap-server', banner.bootstrapServers];
    expect(await kafkaTool('kafka-cluster', ['cluster-id', ...server])).toContain(banner.clusterId);
    const endpoints = await kafkaTool('kafka-cluster', ['list-endpoints', ...server]);
    expect(endpoints.match(/unfenced/g)).toHaveLength(3);
    await expect(kafkaTool('kafka-cluster', ['unregister', ...server, '--id', '9'])).rejects.toThrow(
      /Broker ID 9 is not currently registered/,
    );
  });

  test('kafka-features shows and refuses', async () => {
    expect(await tool('kafka-features', 'describe')).toMatch(/Feature: metadata.version.*FinalizedVersionLevel: 4/);
    await expect(tool('kafka-features', 'upgrade', '--feature', 'group.version=7')).rejects.toThrow(/group.version/);
  });

  test('kafka-reassign-partitions moves replicas, verifies it, and takes a move back', async () => {
    const plan = join(folder, 'plan.json');
    await writeFile(
      plan,
      JSON.stringify({ version: 1, partitions: [{ topic: 'moves', partition: 0, replicas: [3, 1] }] }),
    );
    const executed = await tool('kafka-reassign-partitions', '--reassignment-json-file', plan, '--execute');
    expect(executed).toContain('Successfully started partition reassignment for moves-0');
    const verified = await eventually(
      () => tool('kafka-reassign-partitions', '--reassignment-json-file', plan, '--verify'),
      (text) => text.includes('is completed'),
    );
    expect(verified).toContain('Reassignment of partition moves-0 is completed.');
    expect((await describe('moves'))[0]).toMatchObject({ replicas: '3,1' });
    expect(await tool('kafka-reassign-partitions', '--list')).toContain('No partition reassignments found.');
  });

  test('kafka-reassign-partitions --throttle moves replicas no faster than that, and takes the throttle away', async () => {
    await tool('kafka-topics', '--create', '--topic', 'slowly', '--replica-assignment', '1:2');
    const load = ['--topic', 'slowly', '--num-records', '600', '--record-size', '10000', '--throughput', '-1'];
    const server = `bootstrap.servers=${banner.bootstrapServers}`;
    await kafkaTool('kafka-producer-perf-test', [...load, '--producer-props', server, 'acks=all']);
    const plan = join(folder, 'slow-plan.json');
    const move = { topic: 'slowly', partition: 0, replicas: [1, 3] };
    await writeFile(plan, JSON.stringify({ version: 1, partitions: [move] }));
    const reassign = (...args: string[]) =>
      tool('kafka-reassign-partitions', '--reassignment-json-file', plan, ...args);
    const executed = await reassign('--execute', '--throttle', '1000000');
    const begin = performance.now();
    expect(executed).toContain('The inter-broker throttle limit was set to 1000000 B/s');
    const configs = await tool('kafka-configs', '--describe', '--entity-type', 'topics', '--entity-name', 'slowly');
    expect(configs).toContain('leader.replication.throttled.replicas=0:1,0:2');
    expect(configs).toContain('follower.replication.throttled.replicas=0:3');
    expect(await reassign('--verify', '--preserve-throttles')).toContain('is still in progress');
    const verified = await eventually(
      () => reassign('--verify'),
      (text) => text.includes('is completed'),
    );
    expect(performance.now() - begin).toBeGreaterThan(4_000);
    expect(verified).toContain('Clearing broker-level throttles on brokers 1,2,3');
    expect(verified).toContain('Clearing topic-level throttles on topic slowly');
    const after = await tool('kafka-configs', '--describe', '--entity-type', 'brokers', '--entity-name', '3');
    expect(after).not.toContain('throttled');
    expect((await describe('slowly'))[0]).toMatchObject({ replicas: '1,3' });
  });

  test('kafka-leader-election gives a partition to its preferred leader', async () => {
    const [, before] = await describe('moves');
    // The same replicas in another order: who leads stays, who should lead is another.
    const others = before!.replicas.split(',').filter((id) => id !== before!.leader);
    const replicas = [...others, before!.leader].map(Number);
    const plan = join(folder, 'order.json');
    await writeFile(plan, JSON.stringify({ version: 1, partitions: [{ topic: 'moves', partition: 1, replicas }] }));
    await tool('kafka-reassign-partitions', '--reassignment-json-file', plan, '--execute');
    expect((await describe('moves'))[1]).toMatchObject({ leader: before!.leader, replicas: replicas.join(',') });
    const one = ['--election-type', 'preferred', '--topic', 'moves', '--partition', '1'];
    expect(await tool('kafka-leader-election', ...one)).toContain(
      'Successfully completed leader election (PREFERRED) for partitions moves-1',
    );
    expect((await describe('moves'))[1]!.leader).toBe(others[0]);
    expect(await tool('kafka-leader-election', ...one)).toContain('Valid replica already elected for partitions');
  });
});
