/**
 * kafkajs against our broker on Node alone: the part of test/compatibility that needs no other runtime. Every codec
 * there and back, restart in between, and the calls that an application makes on its first day.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askApiVersions } from '../compatibility/support/api-versions.ts';
import {
  freePort,
  type RunningBroker,
  startApacheKafka,
  startChronik,
  whyNoChronik,
} from '../compatibility/support/brokers.ts';
import { CODECS, clients } from '../compatibility/support/clients.ts';
import { corpus, describeRecord } from '../compatibility/support/corpus.ts';

const JOIN_GROUP = 11;
/** `COMPAT_BROKER=apache` proves the test itself against Apache Kafka. */
const apache = process.env['COMPAT_BROKER'] === 'apache';
const whyNot = apache ? null : whyNoChronik();
const kafkajs = clients.find((client) => client.name === 'kafkajs')!;
const records = corpus().filter((record) => kafkajs.canWrite(record));

describe.skipIf(whyNot !== null)(whyNot === null ? 'kafkajs' : `kafkajs [SKIPPED: ${whyNot}]`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'kafkajs-'));
  let broker: RunningBroker;
  let admin: Admin;
  let hasGroups = false;

  beforeAll(async () => {
    const start = apache ? startApacheKafka : startChronik;
    broker = await start(directory, await freePort());
    hasGroups = (await askApiVersions(broker.bootstrap)).has(JOIN_GROUP);
    admin = new Kafka({ brokers: [broker.bootstrap], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  }, 60_000);
  afterAll(async () => {
    await admin?.disconnect();
    await broker?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('creates topics, describes them, and says which exist', async () => {
    const configEntries = [
      { name: 'max.message.bytes', value: '4194304' },
      { name: 'retention.ms', value: '-1' },
    ];
    const topics = CODECS.map((codec) => ({
      topic: `records-${codec}`,
      numPartitions: 3,
      replicationFactor: 1,
      configEntries,
    }));
    expect(await admin.createTopics({ topics, waitForLeaders: true })).toBe(true);
    expect(await admin.createTopics({ topics, waitForLeaders: true })).toBe(false);
    expect(await admin.listTopics()).toEqual(expect.arrayContaining(topics.map(({ topic }) => topic)));
    const { topics: described } = await admin.fetchTopicMetadata({ topics: ['records-none'] });
    expect(described[0]!.partitions.map((partition) => [partition.isr.length, partition.replicas.length])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  for (const codec of CODECS) {
    test(`writes and reads every kind of record with codec ${codec}`, async ({ skip }) => {
      await kafkajs.produce(broker.bootstrap, `records-${codec}`, codec, records);
      if (!hasGroups) return skip('the broker does not serve JoinGroup: written, not read');
      const read = await kafkajs.consume(broker.bootstrap, [`records-${codec}`], records.length);
      for (let partition = 0; partition < 3; partition++) {
        const lines = (list: typeof records): string[] =>
          list.filter((record) => record.partition === partition).map((record) => describeRecord(record, true));
        expect(lines(read)).toEqual(lines(records));
      }
    }, 60_000);
  }

  test('sees offsets, deletes records and deletes the topic', async () => {
    const count = records.filter((record) => record.partition === 0).length;
    const ends = async (): Promise<unknown> =>
      (await admin.fetchTopicOffsets('records-none')).find(({ partition }) => partition === 0);
    expect(await ends()).toMatchObject({ low: '0', high: String(count) });
    await admin.deleteTopicRecords({ topic: 'records-none', partitions: [{ partition: 0, offset: '10' }] });
    expect(await ends()).toMatchObject({ low: '10', high: String(count) });
    await admin.deleteTopics({ topics: ['records-none'] });
    expect(await admin.listTopics()).not.toContain('records-none');
  });

  test('finds everything again after a restart', async () => {
    const before = await admin.fetchTopicOffsets('records-lz4');
    await admin.disconnect();
    await broker.stop();
    broker = await (apache ? startApacheKafka : startChronik)(directory, await freePort());
    admin = new Kafka({ brokers: [broker.bootstrap], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    expect(await admin.fetchTopicOffsets('records-lz4')).toEqual(before);
    expect(await admin.listTopics()).not.toContain('records-none');
  }, 60_000);
});
