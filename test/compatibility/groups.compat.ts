/** Consumer groups as the libraries use them: one member goes on where another stopped, and two of different kinds share. */
import { beforeAll, expect, test } from 'vitest';
import { clients, type ReadRecord } from './support/clients.ts';
import type { CorpusRecord } from './support/corpus.ts';
import {
  CONSUMER_GROUP_HEARTBEAT,
  createTopics,
  freshTopic,
  JOIN_GROUP,
  suite,
  target,
  whyNotServed,
} from './support/suite.ts';

const COUNT = 120;
const PARTITIONS = 3;
const topic = freshTopic('shared');
const records: CorpusRecord[] = Array.from({ length: COUNT }, (_, n) => ({
  partition: n % PARTITIONS,
  timestamp: Date.now(),
  key: null,
  value: Buffer.from(`record ${n}`),
  headers: [],
}));

function places(read: readonly ReadRecord[]): string[] {
  return read.map((record) => `${record.partition}@${record.offset}`).sort();
}

const everything = records.map((record, n) => `${record.partition}@${Math.floor(n / PARTITIONS)}`).sort();

suite('groups', whyNotServed(JOIN_GROUP, 'JoinGroup'), () => {
  beforeAll(async () => {
    await createTopics([topic]);
    await clients.find((client) => client.name === 'kafkajs')!.produce(target.bootstrap, topic, 'none', records);
  });

  for (const client of clients) {
    for (const protocol of client.groupProtocols) {
      const whyNot =
        client.whyNot ??
        (protocol === 'consumer' ? whyNotServed(CONSUMER_GROUP_HEARTBEAT, 'ConsumerGroupHeartbeat') : null);
      suite(`${client.name}, protocol ${protocol}`, whyNot, () => {
        test('a second member goes on where the first one committed', async () => {
          const group = freshTopic(`${client.name}-${protocol}`);
          const first = await client.group(target.bootstrap, topic, group, protocol, 50);
          const second = await client.group(target.bootstrap, topic, group, protocol, COUNT - 50);
          expect(places([...first, ...second])).toEqual(everything);
        });
      });
    }
  }

  const pairs = [
    ['java', 'franz-go'],
    ['confluent-kafka', 'kafkajs'],
    ['kafkajs', 'java'],
  ] as const;
  for (const [one, other] of pairs) {
    const left = clients.find((client) => client.name === one)!;
    const right = clients.find((client) => client.name === other)!;
    suite(`${one} after ${other}`, left.whyNot ?? right.whyNot, () => {
      test('reads on from what the other committed', async () => {
        const group = freshTopic(`${one}-${other}`);
        const first = await right.group(target.bootstrap, topic, group, 'classic', 70);
        const second = await left.group(target.bootstrap, topic, group, 'classic', COUNT - 70);
        expect(places([...first, ...second])).toEqual(everything);
      });
    });
  }
});
