/**
 * `chronik group` against a broker of our own, with kafkajs as the members. With CHRONIK_TEST_BOOTSTRAP=host:port on that
 * cluster instead, of whatever make; it should be empty.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBroker } from '../../src/broker/start-broker.ts';
import { runCli } from '../../src/cli/run-cli.ts';
import { ioFor, type Run, run } from './support/run.ts';

const elsewhere = process.env['CHRONIK_TEST_BOOTSTRAP'];
const directory = mkdtempSync(join(tmpdir(), 'chronik-groups-'));
const broker =
  elsewhere === undefined ? await startBroker() : { bootstrapServers: elsewhere, stop: () => Promise.resolve() };
const consumers: Consumer[] = [];

afterAll(async () => {
  for (const consumer of consumers) await consumer.disconnect();
  await broker.stop();
  rmSync(directory, { recursive: true });
});

async function chronik(command: string): Promise<Run> {
  return run([...command.split(' '), '-b', broker.bootstrapServers], { workingDirectory: directory });
}

async function done(command: string): Promise<string> {
  const { code, stdout, stderr } = await chronik(command);
  expect([command, code, stderr.replace(/.*nothing was changed.*\n/, '')]).toEqual([command, 0, '']);
  return stdout;
}

async function jsonOf<T>(command: string): Promise<T> {
  return JSON.parse(await done(`${command} --json`)) as T;
}

interface Described {
  state: string;
  lag: number;
  members: { clientId: string; assignment: { topic: string; partition: number }[] }[];
  partitions: { topic: string; partition: number; currentOffset: number | null; logEndOffset: number; lag: number }[];
}

/** `topic-partition@offset`, of what the group has committed. */
async function committed(group: string): Promise<string[]> {
  const [described] = await jsonOf<Described[]>(`group describe ${group}`);
  return described!.partitions.map(({ topic, partition, currentOffset }) => `${topic}-${partition}@${currentOffset}`);
}

async function member(group: string, topic: string): Promise<Consumer> {
  const kafka = new Kafka({ clientId: 'js', brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: group });
  consumers.push(consumer);
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let joined = () => {};
  const isIn = new Promise<void>((resolve) => (joined = resolve));
  consumer.on(consumer.events.GROUP_JOIN, () => joined());
  await consumer.run({ eachMessage: async () => {} });
  await isIn;
  return consumer;
}

beforeAll(async () => {
  await done('topic create read -p 2');
  await done('topic alter read -s message.timestamp.before.max.ms=9223372036854775807 -s retention.ms=-1');
  for (const partition of [0, 1]) {
    const lines = Array.from(
      { length: 10 },
      (_, number) => `{"value":"${number}","timestamp":${(number + 1) * 1000}}\n`,
    );
    const { code } = await run(
      ['produce', 'read', '-p', String(partition), '-i', 'json', '-b', broker.bootstrapServers],
      {
        stdin: [lines.join('')],
      },
    );
    expect(code).toBe(0);
  }
});

describe('reset-offsets', () => {
  test('shows what it would do, and does it when told to', async () => {
    const dry = await chronik('group reset-offsets fresh --topic read --to-earliest');
    expect([dry.code, dry.stderr]).toEqual([0, expect.stringContaining('nothing was changed')]);
    expect(dry.stdout).toMatch(/fresh +read +0 +- +0/);
    expect((await chronik('group describe fresh')).code).toBe(1);
    await done('group reset-offsets fresh --topic read:0 --to-offset 4 --execute');
    expect(await committed('fresh')).toEqual(['read-0@4']);
    await done('group reset-offsets fresh --topic read --to-current --execute');
    expect(await committed('fresh')).toEqual(['read-0@4', 'read-1@10']);
    await done('group reset-offsets fresh --all-topics --shift-by -3 --execute');
    expect(await committed('fresh')).toEqual(['read-0@1', 'read-1@7']);
    await done('group reset-offsets fresh --all-topics --to-datetime 1970-01-01T00:00:05.500 --execute');
    expect(await committed('fresh')).toEqual(['read-0@5', 'read-1@5']);
    await done('group reset-offsets fresh --all-topics --to-latest --execute');
    expect(await committed('fresh')).toEqual(['read-0@10', 'read-1@10']);
  });

  test('tells what it had to change', async () => {
    const high = await chronik('group reset-offsets bounds --topic read:1 --to-offset 99 --execute');
    expect([high.code, high.stderr]).toEqual([0, expect.stringContaining('read-1: offset 99 is after the last')]);
    expect(await committed('bounds')).toEqual(['read-1@10']);
    const young = await chronik('group reset-offsets bounds --topic read:1 --by-duration PT1S --execute');
    expect(young.stderr).toContain('read-1 has no record that young');
    const unshiftable = await chronik('group reset-offsets bounds --topic read --shift-by 1 --execute');
    expect([unshiftable.code, unshiftable.stderr]).toEqual([1, expect.stringContaining('read-0 cannot be shifted')]);
    const missing = await chronik('group reset-offsets bounds --topic nothing --to-earliest --execute');
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('there is no such topic')]);
  });

  test('exports to a file and comes back from it, for one group and for several', async () => {
    await done('group reset-offsets csv --topic read --to-offset 6 --execute');
    const one = await done('group reset-offsets csv --all-topics --to-current --export');
    expect(one).toBe('read,0,6\nread,1,6\n');
    writeFileSync(join(directory, 'one.csv'), one);
    await done('group reset-offsets csv --all-topics --to-earliest --execute');
    await done('group reset-offsets csv --from-file one.csv --execute');
    expect(await committed('csv')).toEqual(['read-0@6', 'read-1@6']);
    await done('group reset-offsets csv2 --topic read --to-offset 7 --execute');
    const two = await done('group reset-offsets csv csv2 --all-topics --to-current --export');
    expect(two).toBe('csv,read,0,6\ncsv,read,1,6\ncsv2,read,0,7\ncsv2,read,1,7\n');
    writeFileSync(join(directory, 'two.csv'), two.replaceAll(/,[67]\n/g, ',2\n'));
    await done('group reset-offsets csv csv2 --from-file two.csv --topic read:1 --execute');
    expect(await committed('csv2')).toEqual(['read-0@7', 'read-1@2']);
    const unclear = await chronik('group reset-offsets csv csv2 --from-file one.csv');
    expect([unclear.code, unclear.stderr]).toEqual([2, expect.stringContaining('--from-file one.csv')]);
  });

  test.each([
    ['group reset-offsets g --topic read', 'give one of --to-earliest'],
    ['group reset-offsets g --to-earliest', '--topic or --all-topics'],
    ['group reset-offsets --topic read --to-earliest', 'either groups or --all-groups'],
    ['group reset-offsets g --all-topics --topic read --to-earliest', 'either --topic or --all-topics'],
    ['group reset-offsets g --topic read --to-earliest --execute --dry-run', 'either --execute or --dry-run'],
    ['group reset-offsets g --topic read --to-datetime now', '--to-datetime takes a time'],
    ['group describe g --members --state', 'give one of'],
    ['group list --state Asleep', '--state is one of PreparingRebalance, CompletingRebalance, Stable, Dead, Empty'],
    ['group delete-offsets g', 'it needs --topic'],
  ])('%s', async (command, message) => {
    const { code, stderr } = await chronik(command);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});

test('a group with members is described, and left alone', async () => {
  await done('group reset-offsets active --topic read --to-offset 3 --execute');
  await member('active', 'read');
  const [described] = await jsonOf<Described[]>('group describe active');
  expect(described).toMatchObject({
    groupId: 'active',
    type: 'classic',
    state: 'Stable',
    assignor: 'RoundRobinAssigner',
  });
  expect(described!.members).toMatchObject([
    {
      clientId: 'js',
      assignment: [
        { topic: 'read', partition: 0 },
        { topic: 'read', partition: 1 },
      ],
    },
  ]);
  const offsets = await done('group describe active');
  expect(offsets).toMatch(/read +0 +\d+ +10 +\d+ +js-\S+ +\/127\.0\.0\.1 +js/);
  expect(await done('group describe active --members --verbose')).toMatch(/js-\S+ .* 2 +- +- +read:0,1 +- +-/);
  expect(await done('group describe active --state')).toMatch(
    /active +127\.0\.0\.1:\d+ \(1\) +classic +RoundRobin\w+ +Stable +1/,
  );
  expect(await jsonOf('group list --state stable')).toMatchObject([{ groupId: 'active', type: 'classic' }]);
  const reset = await chronik('group reset-offsets active --topic read --to-earliest --execute');
  expect([reset.code, reset.stderr]).toEqual([1, expect.stringContaining('it is Stable: stop its members first')]);
  const deleted = await chronik('group delete active');
  expect([deleted.code, deleted.stderr]).toEqual([1, expect.stringContaining('NON_EMPTY_GROUP')]);
  const subscribed = await chronik('group delete-offsets active --topic read:0');
  expect([subscribed.code, subscribed.stdout]).toEqual([1, expect.stringContaining('GROUP_SUBSCRIBED_TO_TOPIC')]);
});

test('offsets and groups are deleted', async () => {
  await done('group reset-offsets gone --topic read --to-earliest --execute');
  await done('topic create brief');
  await done('group reset-offsets gone --topic brief --to-earliest --execute');
  expect(await done('group delete-offsets gone --topic read:0')).toMatch(/read +0 +deleted/);
  expect(await committed('gone')).toEqual(['brief-0@0', 'read-1@0']);
  const nothing = await chronik('group delete-offsets gone --topic other');
  expect([nothing.code, nothing.stderr]).toEqual([1, expect.stringContaining('committed nothing in other')]);
  expect((await jsonOf<{ groupId: string }[]>('group list')).map(({ groupId }) => groupId)).toContain('gone');
  expect(await done('group delete gone')).toBe('Deleted gone\n');
  expect((await jsonOf<{ groupId: string }[]>('group list')).map(({ groupId }) => groupId)).not.toContain('gone');
  const again = await chronik('group delete gone');
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('GROUP_ID_NOT_FOUND')]);
  expect(await done('group delete gone --if-exists')).toBe('gone does not exist\n');
});

describe.each(['classic', 'consumer'])('consume --group, protocol %s', (protocol) => {
  const consume = (rest: string) => `consume read --group ${protocol}-reader --protocol ${protocol} ${rest}`;

  test('takes what it was asked for, and the next takes the rest', async () => {
    const first = await done(consume('--from-beginning -n 7 -f %p@%o\\n'));
    expect(first.trim().split('\n')).toHaveLength(7);
    const rest = await done(consume('--exit-at-end -f %p@%o\\n'));
    const all = `${first}${rest}`.trim().split('\n').sort();
    expect(all).toEqual([0, 1].flatMap((p) => Array.from({ length: 10 }, (_, n) => `${p}@${n}`)));
    expect(await done(consume('--exit-at-end'))).toBe('');
    expect(await committed(`${protocol}-reader`)).toEqual(['read-0@10', 'read-1@10']);
  });

  test('tells what it is given, and goes when it is told to', async () => {
    let stop = (_signal: string) => {};
    const signal = new Promise<string>((resolve) => (stop = resolve));
    const command = `consume read --group ${protocol}-told --protocol ${protocol} --from-beginning --progress`;
    const { io, result } = ioFor({ signal });
    const reading = runCli([...command.split(' '), '-b', broker.bootstrapServers], io, '1.2.3');
    await expect.poll(() => result().stdout.split('\n').length - 1, { timeout: 10_000 }).toBe(20);
    expect(await done(`group describe ${protocol}-told --members`)).toMatch(/chronik-cli +2\n/);
    stop('SIGTERM');
    expect([await reading, result().stderr]).toEqual([0, 'assigned read:0,1\n']);
    expect(await jsonOf(`group describe ${protocol}-told`)).toMatchObject([{ state: 'Empty', lag: 0 }]);
  });
});

test.each([
  ['consume read --group g --offset 5', '--offset does not go with --group'],
  ['consume read --group g -p 0', '--partition does not go with --group'],
  ['consume read --protocol classic', '--protocol belongs to --group'],
  ['consume read --group g --protocol share', '--protocol is one of classic, consumer'],
])('%s', async (command, message) => {
  const { code, stderr } = await chronik(command);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
