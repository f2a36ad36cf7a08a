/** Every client writes the corpus with every codec, and every client reads what every other wrote: the same bytes. */
import { beforeAll, expect, test } from 'vitest';
import { type Client, CODECS, type Codec, clients, type ReadRecord } from './support/clients.ts';
import { corpus, describeRecord, PARTITIONS } from './support/corpus.ts';
import { createTopics, freshTopic, JOIN_GROUP, suite, target, whyNotServed } from './support/suite.ts';

const records = corpus();
const topicNames = new Map<string, string>();
const written = new Set<string>();
const writers = clients.filter((client) => client.whyNot === null);

function countOf(writer: Client): number {
  return records.filter((record) => writer.canWrite(record)).length;
}

function topicOf(client: string, codec: Codec): string {
  const id = `${client}-${codec}`;
  const name = topicNames.get(id) ?? freshTopic(id);
  topicNames.set(id, name);
  return name;
}

/** Everything that each writer could write is there as the reader shows it, in order, at offsets without gaps. */
function expectRecords(
  reader: Client,
  read: readonly ReadRecord[],
  sources: readonly { readonly writer: Client; readonly topic: string }[],
): void {
  for (const { writer, topic } of sources) {
    const shown = records.filter((record) => writer.canWrite(record)).map((record) => reader.shows(record));
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const inPartition = <T extends { readonly partition: number }>(list: readonly T[]): T[] =>
        list.filter((record) => record.partition === partition);
      const got = inPartition(read.filter((record) => record.topic === topic));
      const want = inPartition(shown);
      expect(
        got.map((record) => describeRecord(record, writer.writesTimestamps)),
        `${writer.name}, partition ${partition}`,
      ).toEqual(want.map((record) => describeRecord(record, writer.writesTimestamps)));
      expect(
        got.map((record) => record.offset),
        `offsets of ${writer.name}, partition ${partition}`,
      ).toEqual(want.map((_, offset) => offset));
    }
  }
}

suite('records', null, () => {
  beforeAll(async () => {
    await createTopics(writers.flatMap((client) => CODECS.map((codec) => topicOf(client.name, codec))));
  });

  for (const writer of clients) {
    suite(`${writer.name} writes`, writer.whyNot, () => {
      for (const codec of CODECS) {
        test(`the corpus with codec ${codec}`, async () => {
          const topic = topicOf(writer.name, codec);
          await writer.produce(
            target.bootstrap,
            topic,
            codec,
            records.filter((record) => writer.canWrite(record)),
          );
          written.add(topic);
        });
      }
    });
  }

  for (const reader of clients) {
    const whyNot = reader.whyNot ?? (reader.needsGroups ? whyNotServed(JOIN_GROUP, 'JoinGroup') : null);
    suite(`${reader.name} reads`, whyNot, () => {
      for (const codec of CODECS) {
        test(`what every client wrote with codec ${codec}`, async () => {
          const sources = writers.filter((writer) => written.has(topicOf(writer.name, codec)));
          expect(sources.length).toBeGreaterThan(0);
          const count = sources.reduce((sum, writer) => sum + countOf(writer), 0);
          const read = await reader.consume(
            target.bootstrap,
            sources.map((writer) => topicOf(writer.name, codec)),
            count,
          );
          expectRecords(
            reader,
            read,
            sources.map((writer) => ({ writer, topic: topicOf(writer.name, codec) })),
          );
        });
      }
    });
  }

  for (const codec of ['uncompressed', 'zstd'] as const) {
    test(`what all write with gzip to topics of compression.type ${codec}`, async () => {
      const sources = writers.map((writer) => ({ writer, topic: freshTopic(`${writer.name}-to-${codec}`) }));
      await createTopics(
        sources.map(({ topic }) => topic),
        { 'compression.type': codec },
      );
      for (const { writer, topic } of sources) {
        const own = records.filter((record) => writer.canWrite(record));
        await writer.produce(target.bootstrap, topic, 'gzip', own);
      }
      const reader = writers.find((client) => client.name === 'java') ?? writers[0]!;
      const count = sources.reduce((sum, { writer }) => sum + countOf(writer), 0);
      const topics = sources.map(({ topic }) => topic);
      expectRecords(reader, await reader.consume(target.bootstrap, topics, count), sources);
    });
  }
});
