/** The broker dies by kill -9 under a group of several libraries and comes back: members keep what they own. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { freePort, startApacheKafka, startChronik, whyNoChronik } from './support/brokers.ts';
import { type Assignor, type LibraryName, libraries, Members } from './support/members.ts';
import { startPump } from './support/pump.ts';
import { freshTopic, suite, target } from './support/suite.ts';

const PARTITIONS = 6;
const SETTINGS = {
  'group.consumer.min.heartbeat.interval.ms': '500',
  'group.consumer.heartbeat.interval.ms': '500',
};

type Kind = readonly [library: LibraryName, assignor: Assignor];

/** @param keepsPlaces every library goes on with its old place when the broker is back, rather than join anew */
async function crashUnder(kinds: readonly Kind[], keepsPlaces: boolean): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'compat-crash-'));
  const port = await freePort();
  const start = target.kind === 'apache' ? startApacheKafka : startChronik;
  let broker = await start(directory, port, SETTINGS);
  const { bootstrap } = broker;
  const topic = freshTopic('crash');
  const members = new Members();
  try {
    const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic, numPartitions: PARTITIONS, replicationFactor: 1 }],
      waitForLeaders: true,
    });
    await admin.disconnect();
    const stopPump = await startPump(bootstrap, topic, PARTITIONS);
    for (const [n, [library, assignor]] of kinds.entries()) {
      members.start(`${library} ${n}`, library, [bootstrap, topic, `${topic}-group`, assignor]);
    }
    await members.settled(PARTITIONS);
    await new Promise((resolve) => setTimeout(resolve, 3_000)); // rebalances are over, offsets committed
    const settledAt = Date.now();
    const ended = once(broker.child, 'exit');
    broker.child.kill('SIGKILL');
    await ended;
    const readBefore = members.read.length;
    broker = await start(directory, port, SETTINGS);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const ends = await stopPump();
    await members.haveRead(ends, 60_000);
    expect(members.read.length).toBeGreaterThan(readBefore);
    if (keepsPlaces) expect(members.owned.filter(({ at }) => at > settledAt)).toEqual([]);
    await members.settled(PARTITIONS, 60_000);
    await members.leaveAll();
  } finally {
    members.kill();
    await broker.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function needs(kinds: readonly Kind[]): string | null {
  const absent = kinds.map(([library]) => libraries[library].whyNot).find((reason) => reason !== null);
  return absent ?? (target.kind === 'apache' ? null : whyNoChronik());
}

/** franz-go and kafkajs take a broken connection to the coordinator for the loss of their place, and join anew. */
const groups: { kinds: readonly Kind[]; keepsPlaces: boolean }[] = [
  {
    kinds: [
      ['java', 'range'],
      ['node-rdkafka', 'range'],
      ['kafka-python', 'range'],
    ],
    keepsPlaces: true,
  },
  {
    kinds: [
      ['java', 'consumer'],
      ['node-rdkafka', 'consumer'],
      ['franz-go', 'consumer'],
    ],
    keepsPlaces: true,
  },
  {
    kinds: [
      ['kafkajs', 'range'],
      ['franz-go', 'range'],
      ['java', 'range'],
    ],
    keepsPlaces: false,
  },
];

for (const { kinds, keepsPlaces } of groups) {
  suite(`kill -9 under ${kinds.map((kind) => kind.join(', ')).join('; ')}`, needs(kinds), () => {
    test(
      keepsPlaces ? 'nobody is told of a rebalance, every record is read' : 'the group settles, every record is read',
      () => crashUnder(kinds, keepsPlaces),
      240_000,
    );
  });
}
