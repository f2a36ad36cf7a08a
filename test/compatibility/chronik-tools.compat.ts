/** `chronik group` and `chronik txn` beside Kafka's own tools: the same figures for the same groups, the same files. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { clients } from './support/clients.ts';
import { projectRoot, whyNoJava } from './support/places.ts';
import { kafkaTool, run } from './support/run.ts';
import {
  createTopics,
  freshTopic,
  JOIN_GROUP,
  LIST_TRANSACTIONS,
  suite,
  target,
  whyNotServed,
} from './support/suite.ts';

async function chronik(...args: string[]): Promise<string> {
  const command = [`${projectRoot}dist/cli/main.js`, ...args, '-b', target.bootstrap];
  return (await run(process.execPath, command)).toString();
}

async function json<T>(...args: string[]): Promise<T> {
  return JSON.parse(await chronik(...args, '--json')) as T;
}

function tool(name: string, ...args: string[]): Promise<string> {
  return kafkaTool(name, ['--bootstrap-server', target.bootstrap, ...args]);
}

/** The columns of a table of Kafka's, by their titles, of the lines that contain `word`. */
function rows(output: string, word: string): Record<string, string>[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const titles = lines
    .find((line) => /^(GROUP|TOPIC|TransactionalId)\b/.test(line))!
    .trim()
    .split(/\s+/);
  return lines
    .filter((line) => line.includes(word) && !line.startsWith(titles[0]!) && !/^warn/i.test(line))
    .map((line) =>
      Object.fromEntries(
        line
          .trim()
          .split(/\s+/)
          .map((cell, column) => [titles[column]!, cell]),
      ),
    );
}

const STRATEGIES = [
  ['--to-current'],
  ['--shift-by', '-3'],
  ['--shift-by', '300'],
  ['--to-earliest'],
  ['--to-latest'],
  ['--to-offset', '4'],
  ['--to-offset', '400'],
  ['--by-duration', 'P1D'],
  ['--by-duration', 'PT0S'],
  ['--to-datetime', '2020-01-31T12:00:00.000'],
  ['--to-datetime', '2020-01-31T12:00:00.000+02:00'],
];

interface Described {
  state: string;
  type: string;
  partitions: { topic: string; partition: number; currentOffset: number; logEndOffset: number; lag: number }[];
}

/** `topic-partition current end lag`, as each of the two tells it. */
async function both(group: string, topic: string): Promise<[theirs: string[], ours: string[]]> {
  const theirs = rows(await tool('kafka-consumer-groups', '--describe', '--group', group), topic).map((row) =>
    [`${row['TOPIC']}-${row['PARTITION']}`, row['CURRENT-OFFSET'], row['LOG-END-OFFSET'], row['LAG']].join(' '),
  );
  const [described] = await json<Described[]>('group', 'describe', group);
  const ours = described!.partitions.map(({ topic: name, partition, currentOffset, logEndOffset, lag }) =>
    [`${name}-${partition}`, currentOffset, logEndOffset, lag].join(' '),
  );
  return [theirs.sort(), ours.sort()];
}

suite('chronik and kafka-consumer-groups', whyNoJava() ?? whyNotServed(JOIN_GROUP, 'JoinGroup'), () => {
  const java = clients.find((client) => client.name === 'java')!;
  const records = Array.from({ length: 30 }, (_, n) => ({
    partition: n % 3,
    timestamp: Date.now(),
    key: null,
    value: Buffer.from(`record ${n}`),
    headers: [],
  }));

  for (const protocol of ['classic', 'consumer'] as const) {
    describe(`a group of the ${protocol} protocol`, () => {
      const topic = freshTopic(`figures-${protocol}`);
      const group = freshTopic(`group-${protocol}`);
      beforeAll(async () => {
        await createTopics([topic]);
        await java.produce(target.bootstrap, topic, 'none', records.slice(0, 20));
      });

      test('is described with the same offsets, ends and lags', async () => {
        await java.group(target.bootstrap, topic, group, protocol, 20);
        await java.produce(target.bootstrap, topic, 'none', records.slice(20));
        const [theirs, ours] = await both(group, topic);
        expect(ours).toEqual(theirs);
        const lags = ours.map((line) => Number(line.split(' ')[3]));
        expect(lags.reduce((sum, lag) => sum + lag)).toBe(10);
      });

      test('is listed with the same type and state', async () => {
        const [row] = rows(await tool('kafka-groups', '--list'), group);
        const listed = await json<{ groupId: string; type: string; protocolType: string; state: string }[]>(
          'group',
          'list',
        );
        const own = listed.find(({ groupId }) => groupId === group)!;
        expect([own.type, own.protocolType]).toEqual([row!['TYPE']!.toLowerCase(), row!['PROTOCOL']]);
        const state = rows(await tool('kafka-consumer-groups', '--describe', '--group', group, '--state'), group);
        expect(Object.values(state[0]!)).toContain(own.state);
      });

      test('is read on by chronik consume, and what it committed is seen by both', async () => {
        const out = await chronik('consume', topic, '--group', group, '--protocol', protocol, '--exit-at-end');
        expect(out.trim().split('\n')).toHaveLength(10);
        const [theirs, ours] = await both(group, topic);
        expect(ours).toEqual(theirs);
        expect(ours.every((line) => line.endsWith(' 0'))).toBe(true);
      });

      test.each(protocol === 'classic' ? STRATEGIES : STRATEGIES.slice(0, 2))(
        'would be reset alike: %s %s',
        async (...strategy) => {
          const options = ['--topic', topic, ...strategy];
          const theirs = rows(
            await tool('kafka-consumer-groups', '--reset-offsets', '--group', group, ...options, '--dry-run'),
            topic,
          );
          const { offsets } = await json<{ offsets: { partition: number; newOffset: number }[] }>(
            'group',
            'reset-offsets',
            group,
            ...options,
          );
          expect(offsets.map(({ partition, newOffset }) => `${partition} ${newOffset}`).sort()).toEqual(
            theirs.map((row) => `${row['PARTITION']} ${row['NEW-OFFSET']}`).sort(),
          );
          expect(offsets).toHaveLength(3);
        },
      );

      test('is exported and imported by either for the other', async () => {
        const scope = ['--all-topics', '--to-offset', '7', '--export'];
        const ours = await chronik('group', 'reset-offsets', group, ...scope);
        const theirs = await tool('kafka-consumer-groups', '--reset-offsets', '--group', group, ...scope, '--dry-run');
        const lines = (text: string) =>
          text
            .trim()
            .split('\n')
            .map((line) => line.replaceAll('"', ''))
            .sort();
        expect(lines(ours)).toEqual(lines(theirs));
        const file = join(tmpdir(), `${group}.csv`);
        await writeFile(file, ours.replaceAll(',7\n', ',5\n'));
        await tool('kafka-consumer-groups', '--reset-offsets', '--group', group, '--from-file', file, '--execute');
        expect((await both(group, topic))[1].map((line) => line.split(' ')[1])).toEqual(['5', '5', '5']);
        await writeFile(file, theirs);
        await chronik('group', 'reset-offsets', group, '--from-file', file, '--execute');
        expect((await both(group, topic))[0].map((line) => line.split(' ')[1])).toEqual(['7', '7', '7']);
      });

      test('is deleted by chronik for both', async () => {
        expect(await chronik('group', 'delete', group)).toBe(`Deleted ${group}\n`);
        expect((await tool('kafka-consumer-groups', '--list')).split('\n')).not.toContain(group);
      });
    });
  }
});

suite('chronik and kafka-transactions', whyNoJava() ?? whyNotServed(LIST_TRANSACTIONS, 'ListTransactions'), () => {
  test('list and describe the same transactions', async () => {
    const java = clients.find((client) => client.name === 'java')!;
    const topic = freshTopic('transacted');
    await createTopics([topic]);
    await java.transact(target.bootstrap, topic, topic, 'ca');
    const [row] = rows(await tool('kafka-transactions', 'list'), topic);
    const listed = await json<{ transactionalId: string; coordinator: number; producerId: number; state: string }[]>(
      'txn',
      'list',
    );
    const { coordinator, producerId, state } = listed.find(({ transactionalId }) => transactionalId === topic)!;
    expect([String(coordinator), String(producerId), state]).toEqual([
      row!['Coordinator'],
      row!['ProducerId'],
      row!['TransactionState'],
    ]);
    const described = await tool('kafka-transactions', 'describe', '--transactional-id', topic);
    const [own] = await json<{ producerEpoch: number; timeoutMs: number }[]>('txn', 'describe', topic);
    expect(described).toMatch(
      new RegExp(`\\s${producerId}\\s+${own!.producerEpoch}\\s+${state}\\s+${own!.timeoutMs}\\s`),
    );
    const theirProducers = await tool('kafka-transactions', 'describe-producers', '--topic', topic, '--partition', '0');
    const ourProducers = await json<{ producerId: number; producerEpoch: number; lastSequence: number }[]>(
      'txn',
      'producers',
      `${topic}:0`,
    );
    for (const producer of ourProducers) {
      expect(theirProducers).toMatch(
        new RegExp(
          `^${producer.producerId}\\s+${producer.producerEpoch}\\s+-?\\d+\\s+${producer.lastSequence}\\s`,
          'm',
        ),
      );
    }
  });
});
