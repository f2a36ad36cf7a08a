/** The command-line tools of Apache Kafka against the broker, unchanged, with what they print checked. */
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { CODECS, clients } from './support/clients.ts';
import { corpus } from './support/corpus.ts';
import { whyNoJava } from './support/places.ts';
import { kafkaTool, type RunOptions } from './support/run.ts';
import {
  createTopics,
  DESCRIBE_QUORUM,
  freshTopic,
  INIT_PRODUCER_ID,
  JOIN_GROUP,
  LIST_TRANSACTIONS,
  suite,
  target,
  whyNotServed,
} from './support/suite.ts';

const server = ['--bootstrap-server', target.bootstrap];

function tool(name: string, args: readonly string[], options?: RunOptions): Promise<string> {
  return kafkaTool(name, [...server, ...args], options);
}

async function produceLines(topic: string, lines: readonly string[], args: readonly string[] = []): Promise<void> {
  await tool('kafka-console-producer', ['--topic', topic, ...args], {
    input: lines.map((line) => `${line}\n`).join(''),
  });
}

suite("Apache Kafka's tools", whyNoJava(), () => {
  describe('kafka-topics', () => {
    const topic = freshTopic('topics');
    test('creates a topic with partitions and configs', async () => {
      const args = [
        '--create',
        '--topic',
        topic,
        '--partitions',
        '3',
        '--replication-factor',
        '1',
        '--config',
        'retention.ms=86400000',
      ];
      expect(await tool('kafka-topics', args)).toContain(`Created topic ${topic}.`);
    });
    test('refuses to create it twice', async () => {
      await expect(tool('kafka-topics', ['--create', '--topic', topic])).rejects.toThrow(
        `Topic '${topic}' already exists.`,
      );
    });
    test('refuses an invalid name', async () => {
      await expect(tool('kafka-topics', ['--create', '--topic', 'a/b'])).rejects.toThrow(
        /illegal|legal characters|invalid/i,
      );
    });
    test('lists it', async () => {
      expect((await tool('kafka-topics', ['--list'])).split('\n')).toContain(topic);
    });
    test('describes partitions, leader, replicas, ISR and configs', async () => {
      const output = await tool('kafka-topics', ['--describe', '--topic', topic]);
      expect(output).toMatch(
        new RegExp(
          `Topic: ${topic}\\s+TopicId: [\\w-]{22}\\s+PartitionCount: 3\\s+ReplicationFactor: 1\\s+Configs: .*retention.ms=86400000`,
        ),
      );
      expect(output.match(/Partition: \d+\s+Leader: (\d+)\s+Replicas: \1\s+Isr: \1/g)).toHaveLength(3);
    });
    test('adds partitions', async () => {
      await tool('kafka-topics', ['--alter', '--topic', topic, '--partitions', '5']);
      expect(await tool('kafka-topics', ['--describe', '--topic', topic])).toContain('PartitionCount: 5');
    });
    test('refuses to take partitions away', async () => {
      await expect(tool('kafka-topics', ['--alter', '--topic', topic, '--partitions', '2'])).rejects.toThrow(
        /5 partition/,
      );
    });
    test('deletes it', async () => {
      await tool('kafka-topics', ['--delete', '--topic', topic]);
      expect((await tool('kafka-topics', ['--list'])).split('\n')).not.toContain(topic);
    });
    test('says that a deleted topic does not exist', async () => {
      await expect(tool('kafka-topics', ['--describe', '--topic', topic])).rejects.toThrow('does not exist');
    });
  });

  describe('kafka-configs', () => {
    const topic = freshTopic('configs');
    const entity = ['--entity-type', 'topics', '--entity-name', topic];
    beforeAll(() => createTopics([topic]));
    test('adds topic configs', async () => {
      const added = 'retention.bytes=123456,cleanup.policy=[compact,delete]';
      expect(await tool('kafka-configs', ['--alter', ...entity, '--add-config', added])).toContain(
        `Completed updating config for topic ${topic}.`,
      );
    });
    test('shows them with their source and synonyms', async () => {
      const output = await tool('kafka-configs', ['--describe', ...entity]);
      expect(output).toMatch(
        /retention\.bytes=123456 sensitive=false synonyms=\{DYNAMIC_TOPIC_CONFIG:retention\.bytes=123456/,
      );
      expect(output).toMatch(/cleanup\.policy=compact,delete sensitive=false/);
    });
    test('shows every config with --all', async () => {
      const output = await tool('kafka-configs', ['--describe', '--all', ...entity]);
      for (const name of [
        'segment.bytes',
        'min.insync.replicas',
        'compression.type',
        'message.timestamp.type',
        'unclean.leader.election.enable',
        'flush.messages',
      ]) {
        expect(output).toMatch(new RegExp(`^\\s+${name}=\\S+ sensitive=false synonyms=\\{`, 'm'));
      }
    });
    test('takes a config away', async () => {
      await tool('kafka-configs', ['--alter', ...entity, '--delete-config', 'retention.bytes']);
      expect(await tool('kafka-configs', ['--describe', ...entity])).not.toContain('retention.bytes=123456');
    });
    test('refuses an unknown name and a bad value', async () => {
      await expect(tool('kafka-configs', ['--alter', ...entity, '--add-config', 'no.such.config=1'])).rejects.toThrow(
        /no\.such\.config/,
      );
      await expect(tool('kafka-configs', ['--alter', ...entity, '--add-config', 'retention.ms=soon'])).rejects.toThrow(
        /retention\.ms/,
      );
    });
    test('changes a dynamic broker config and takes it back', async () => {
      const nodes = /node\.id=(\d+)/.exec(
        await tool('kafka-configs', ['--describe', '--all', '--entity-type', 'brokers', '--entity-default']).catch(
          () => '',
        ),
      );
      const broker = ['--entity-type', 'brokers', '--entity-name', nodes?.[1] ?? '1'];
      await tool('kafka-configs', ['--alter', ...broker, '--add-config', 'log.cleaner.io.buffer.size=524289']);
      expect(await tool('kafka-configs', ['--describe', ...broker])).toMatch(
        /log\.cleaner\.io\.buffer\.size=524289 sensitive=false synonyms=\{DYNAMIC_BROKER_CONFIG/,
      );
      await tool('kafka-configs', ['--alter', ...broker, '--delete-config', 'log.cleaner.io.buffer.size']);
      expect(await tool('kafka-configs', ['--describe', ...broker])).not.toContain('524289');
    });
  });

  describe('records and offsets', () => {
    const topic = freshTopic('lines');
    beforeAll(() => createTopics([topic], {}, 1));
    test('kafka-console-producer writes and kafka-console-consumer reads keys, headers and values', async () => {
      const parse = ['--reader-property', 'parse.key=true', '--reader-property', 'parse.headers=true'];
      await produceLines(topic, ['h1:v1,h2:v2\tk1\tone', 'h1:v3\tk2\tzwei ü', 'h1:v4\tk3\tthree'], parse);
      const show = ['print.key', 'print.headers', 'print.offset', 'print.partition'].flatMap((name) => [
        '--formatter-property',
        `${name}=true`,
      ]);
      const group = target.apis.includes(JOIN_GROUP) ? [] : ['--partition', '0'];
      const output = await tool('kafka-console-consumer', [
        '--topic',
        topic,
        '--from-beginning',
        '--max-messages',
        '3',
        '--timeout-ms',
        '20000',
        ...group,
        ...show,
      ]);
      expect(output.trim().split('\n')).toEqual([
        'Partition:0\tOffset:0\th1:v1,h2:v2\tk1\tone',
        'Partition:0\tOffset:1\th1:v3\tk2\tzwei ü',
        'Partition:0\tOffset:2\th1:v4\tk3\tthree',
      ]);
    });
    for (const codec of CODECS.slice(1)) {
      test(`kafka-console-producer compresses with ${codec}`, async () => {
        const compressed = freshTopic(`console-${codec}`);
        await createTopics([compressed], {}, 1);
        await produceLines(compressed, ['a line', 'another line'], ['--compression-codec', codec]);
        const output = await tool('kafka-console-consumer', [
          '--topic',
          compressed,
          '--partition',
          '0',
          '--offset',
          'earliest',
          '--max-messages',
          '2',
          '--timeout-ms',
          '20000',
        ]);
        expect(output).toBe('a line\nanother line\n');
      });
    }
    test('kafka-get-offsets shows the latest, the earliest and the largest timestamp', async () => {
      expect(await tool('kafka-get-offsets', ['--topic', topic])).toBe(`${topic}:0:3\n`);
      expect(await tool('kafka-get-offsets', ['--topic', topic, '--time', 'earliest'])).toBe(`${topic}:0:0\n`);
      expect(await tool('kafka-get-offsets', ['--topic', topic, '--time', 'max-timestamp'])).toMatch(
        new RegExp(`^${topic}:0:[012]\n$`),
      );
    });
    test('kafka-delete-records moves the earliest offset', async () => {
      const file = join(tmpdir(), `${topic}.json`);
      await writeFile(file, JSON.stringify({ version: 1, partitions: [{ topic, partition: 0, offset: 2 }] }));
      expect(await tool('kafka-delete-records', ['--offset-json-file', file])).toMatch(/low_watermark:\s*2/);
      expect(await tool('kafka-get-offsets', ['--topic', topic, '--time', 'earliest'])).toBe(`${topic}:0:2\n`);
    });
    test('kafka-log-dirs shows the directory and the size of each partition', async () => {
      const output = await tool('kafka-log-dirs', ['--describe', '--topic-list', topic]);
      const found = JSON.parse(output.split('\n').find((line) => line.startsWith('{'))!) as {
        brokers: {
          logDirs: {
            error: string | null;
            logDir: string;
            partitions: { partition: string; size: number; offsetLag: number; isFuture: boolean }[];
          }[];
        }[];
      };
      const partitions = found.brokers.flatMap((broker) => broker.logDirs).flatMap((dir) => dir.partitions);
      expect(partitions).toHaveLength(1);
      expect(partitions[0]).toMatchObject({ partition: `${topic}-0`, offsetLag: 0, isFuture: false });
      expect(partitions[0]!.size).toBeGreaterThan(100);
    });
  });

  suite(
    'kafka-dump-log',
    target.logDir === '' ? "the broker's log directory is not known (COMPAT_LOG_DIR)" : null,
    () => {
      const topic = freshTopic('dumped');
      const records = corpus();
      const writer = clients.find((client) => client.name === 'java')!;
      // The partition of the big record, so that segments roll: their indexes and snapshots are then complete on disk.
      const partition = records.find((record) => record.value !== null && record.value.length > 100_000)!.partition;
      const folder = `${target.logDir}/${topic}-${partition}`;
      async function files(ending: string): Promise<string[]> {
        const names = (await readdir(folder)).filter((file) => file.endsWith(ending)).sort();
        if (names.length === 0) throw new Error(`no ${ending} in ${topic}-${partition}`);
        return names.map((name) => `${folder}/${name}`);
      }
      beforeAll(async () => {
        await createTopics([topic], { 'index.interval.bytes': '1', 'segment.bytes': '2097152' });
        for (const codec of CODECS) await writer.produce(target.bootstrap, topic, codec, records);
      });
      const inPartition = records.filter((record) => record.partition === partition).length;

      test('reads every batch of every segment, each valid, and every record', async () => {
        const output = await kafkaTool('kafka-dump-log', [
          '--deep-iteration',
          '--files',
          (await files('.log')).join(','),
        ]);
        expect(output).toContain('Log starting offset: 0');
        expect(output).not.toContain('isvalid: false');
        expect(output.match(/\| offset: \d+ /g)).toHaveLength(inPartition * CODECS.length);
        for (const codec of CODECS) expect(output.toLowerCase()).toContain(`compresscodec: ${codec}`);
      });
      test('finds the indexes of a rolled segment sound', async () => {
        const segments = await files('.log');
        expect(segments.length).toBeGreaterThan(1);
        const stem = segments[0]!.slice(0, -4);
        const index = await kafkaTool('kafka-dump-log', ['--files', `${stem}.index`, '--index-sanity-check']);
        expect(index).toContain('passed sanity check.');
        expect(await kafkaTool('kafka-dump-log', ['--files', `${stem}.index`])).toMatch(/^offset: \d+ position: \d+$/m);
        const verified = await kafkaTool('kafka-dump-log', [
          '--files',
          `${stem}.index,${stem}.timeindex`,
          '--verify-index-only',
        ]);
        expect(verified).not.toMatch(/Found timestamp mismatch|Found out of order|Non-consecutive|Mismatches in/);
      });
      test('reads the producer snapshot of a rolled segment', async () => {
        const snapshots = await files('.snapshot');
        const output = await kafkaTool('kafka-dump-log', ['--files', snapshots.at(-1)!]);
        expect(output).toMatch(/producerId: \d+ producerEpoch: 0/);
      });
    },
  );

  suite('groups', whyNotServed(JOIN_GROUP, 'JoinGroup'), () => {
    const topic = freshTopic('grouped');
    const group = `${topic}-group`;
    beforeAll(async () => {
      await createTopics([topic], {}, 2);
      await produceLines(
        topic,
        Array.from({ length: 20 }, (_, n) => `line ${n}`),
      );
    });
    test('kafka-console-consumer reads as a group member and commits', async () => {
      const output = await tool('kafka-console-consumer', [
        '--topic',
        topic,
        '--group',
        group,
        '--from-beginning',
        '--max-messages',
        '20',
        '--timeout-ms',
        '20000',
      ]);
      expect(output.trim().split('\n').sort()).toEqual(Array.from({ length: 20 }, (_, n) => `line ${n}`).sort());
    });
    test('kafka-consumer-groups lists and describes it, with no lag', async () => {
      expect((await tool('kafka-consumer-groups', ['--list'])).split('\n')).toContain(group);
      const rows = (await tool('kafka-consumer-groups', ['--describe', '--group', group]))
        .split('\n')
        .filter((line) => line.includes(topic));
      expect(rows).toHaveLength(2);
      let end = 0;
      for (const row of rows) {
        const [, , , current, logEnd, lag] = row.trim().split(/\s+/);
        expect([current, lag]).toEqual([logEnd, '0']);
        end += Number(logEnd);
      }
      expect(end).toBe(20);
    });
    test('kafka-consumer-groups shows its state', async () => {
      expect(await tool('kafka-consumer-groups', ['--describe', '--group', group, '--state'])).toMatch(
        new RegExp(`${group}\\s.*Empty\\s+0`),
      );
    });
    test('kafka-consumer-groups resets offsets', async () => {
      await tool('kafka-consumer-groups', [
        '--reset-offsets',
        '--to-earliest',
        '--execute',
        '--group',
        group,
        '--topic',
        topic,
      ]);
      const rows = (await tool('kafka-consumer-groups', ['--describe', '--group', group]))
        .split('\n')
        .filter((line) => line.includes(topic));
      expect(rows.map((row) => row.trim().split(/\s+/)[3])).toEqual(['0', '0']);
    });
    test('kafka-groups lists it', async () => {
      expect(await tool('kafka-groups', ['--list'])).toMatch(new RegExp(`^${group}\\s+\\w+\\s+consumer`, 'm'));
    });
    test('kafka-consumer-groups deletes it', async () => {
      expect(await tool('kafka-consumer-groups', ['--delete', '--group', group])).toContain('was successful');
      expect((await tool('kafka-consumer-groups', ['--list'])).split('\n')).not.toContain(group);
    });
  });

  suite('kafka-transactions', whyNotServed(LIST_TRANSACTIONS, 'ListTransactions'), () => {
    test('lists transactions', async () => {
      expect(await tool('kafka-transactions', ['list'])).toMatch(
        /TransactionalId\s+Coordinator\s+ProducerId\s+TransactionState/,
      );
    });
  });

  suite('kafka-metadata-quorum', whyNotServed(DESCRIBE_QUORUM, 'DescribeQuorum'), () => {
    test('describes the quorum', async () => {
      const output = await tool('kafka-metadata-quorum', ['describe', '--status']);
      expect(output).toMatch(/ClusterId:\s+\S+/);
      expect(output).toMatch(/LeaderId:\s+\d+/);
      expect(output).toMatch(/CurrentVoters:\s+\[/);
    });
  });

  describe('the rest', () => {
    test('kafka-broker-api-versions reads what the broker serves', async () => {
      const output = await tool('kafka-broker-api-versions', []);
      expect(output).toMatch(/Produce\(0\): \d+ to \d+ \[usable: \d+\]/);
      expect(output).toMatch(/Fetch\(1\): \d+ to \d+ \[usable: \d+\]/);
    });
    test('kafka-cluster shows the cluster id', async () => {
      expect(await kafkaTool('kafka-cluster', ['cluster-id', '--bootstrap-server', target.bootstrap])).toMatch(
        /Cluster ID: [\w-]{22}/,
      );
    });
    test('kafka-producer-perf-test and kafka-consumer-perf-test run to their end', async () => {
      const topic = freshTopic('perf');
      await createTopics([topic]);
      const acks = target.apis.includes(INIT_PRODUCER_ID) ? 'all' : '1';
      const produced = await kafkaTool('kafka-producer-perf-test', [
        '--topic',
        topic,
        '--num-records',
        '20000',
        '--record-size',
        '1000',
        '--throughput',
        '-1',
        '--producer-props',
        `bootstrap.servers=${target.bootstrap}`,
        `acks=${acks}`,
        `enable.idempotence=${acks === 'all'}`,
      ]);
      expect(produced).toContain('20000 records sent');
      if (!target.apis.includes(JOIN_GROUP)) return; // the consumer's tool subscribes
      const consumed = await tool('kafka-consumer-perf-test', [
        '--topic',
        topic,
        '--num-records',
        '20000',
        '--timeout',
        '30000',
      ]);
      expect(consumed).toMatch(/, 20000, /);
    });
  });
});
