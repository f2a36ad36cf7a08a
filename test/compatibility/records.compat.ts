/** Every client writes the corpus with every codec, and every client reads what every other wrote: the same bytes. */
import { beforeAll, expect, test } from 'vitest';
import { CODECS, type Codec, clients, type ReadRecord } from './support/clients.ts';
import { corpus, describeRecord, PARTITIONS } from './support/corpus.ts';
import { createTopics, freshTopic, JOIN_GROUP, suite, target, whyNotServed } from './support/suite.ts';

const records = corpus();
const topicNames = new Map<string, string>();
const written = new Set<string>();
const writers = clients.filter((client) => client.whyNot === null);

function topicOf(client: string, codec: Codec): string {
  const id = `${client}-${codec}`;
  const name = topicNames.get(id) ?? freshTopic(id);
  topicNames.set(id, name);
  return name;
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
          const expected = sources.map((writer) => records.filter((record) => writer.canWrite(record)));
          const count = expected.reduce((sum, list) => sum + list.length, 0);
          const read = await reader.consume(
            target.bootstrap,
            sources.map((writer) => topicOf(writer.name, codec)),
            count,
          );
          for (const [n, writer] of sources.entries()) {
            const shown = expected[n]!.map((record) => reader.shows(record));
            const topic = topicOf(writer.name, codec);
            for (let partition = 0; partition < PARTITIONS; partition++) {
              const inPartition = (list: readonly { readonly partition: number }[]) =>
                list.filter((record) => record.partition === partition);
              const got = inPartition(read.filter((record) => record.topic === topic)) as ReadRecord[];
              const want = inPartition(shown) as ReadRecord[];
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
        });
      }
    });
  }
});
