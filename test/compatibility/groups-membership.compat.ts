/** Members come one after the other and one leaves while records flow: every partition has one owner, no record is lost. */
import { expect, test } from 'vitest';
import { type Assignor, type LibraryName, libraries, Members } from './support/members.ts';
import { startPump } from './support/pump.ts';
import {
  CONSUMER_GROUP_HEARTBEAT,
  createTopics,
  freshTopic,
  JOIN_GROUP,
  suite,
  target,
  whyNotServed,
} from './support/suite.ts';

const PARTITIONS = 6;

type Kind = readonly [library: LibraryName, assignor: Assignor];

/** In the new protocol franz-go's heartbeat gives partitions up before its user hears of it, with Apache Kafka as with us. */
function isLate([library, assignor]: Kind): boolean {
  return library === 'franz-go' && assignor === 'consumer';
}

/** The kinds join one by one; then the one at `leaver` leaves. */
async function comeAndGo(kinds: readonly Kind[], leaver: number): Promise<void> {
  const topic = freshTopic('members');
  await createTopics([topic], {}, PARTITIONS);
  const stopPump = await startPump(target.bootstrap, topic, PARTITIONS);
  const members = new Members();
  try {
    const name = (n: number) => `${kinds[n]![0]} ${n}`;
    for (const [n, [library, assignor]] of kinds.entries()) {
      members.start(name(n), library, [target.bootstrap, topic, `${topic}-group`, assignor]);
      await members.settled(PARTITIONS);
    }
    await members.leave(name(leaver));
    await members.settled(PARTITIONS);
    const ends = await stopPump();
    await members.haveRead(ends);
    await members.leaveAll();
    const late = kinds.map((kind, n) => (isLate(kind) ? name(n) : '')).filter((late) => late !== '');
    expect(members.overlaps(late)).toEqual([]);
  } finally {
    members.kill();
    await stopPump();
  }
}

function needs(kinds: readonly Kind[]): string | null {
  const absent = kinds.map(([library]) => libraries[library].whyNot).find((reason) => reason !== null);
  const newProtocol = kinds.some(([, assignor]) => assignor === 'consumer');
  return absent ?? (newProtocol ? whyNotServed(CONSUMER_GROUP_HEARTBEAT, 'ConsumerGroupHeartbeat') : null);
}

suite('members that come and go', whyNotServed(JOIN_GROUP, 'JoinGroup'), () => {
  const alike: Kind[] = [
    ['kafkajs', 'range'],
    ['java', 'range'],
    ['java', 'cooperative-sticky'],
    ['java', 'consumer'],
    ['franz-go', 'range'],
    ['franz-go', 'cooperative-sticky'],
    ['franz-go', 'consumer'],
    ['node-rdkafka', 'range'],
    ['node-rdkafka', 'cooperative-sticky'],
    ['node-rdkafka', 'consumer'],
    ['confluent-kafka', 'cooperative-sticky'],
    ['confluent-kafka', 'consumer'],
    ['kafka-python', 'range'],
    ['kafka-python', 'cooperative-sticky'],
  ];
  for (const kind of alike) {
    suite(`three of ${kind.join(', ')}`, needs([kind]), () => {
      test('the first leaves', () => comeAndGo([kind, kind, kind], 0));
    });
  }

  const mixed: Record<string, { kinds: Kind[]; leaver: number }> = {
    'range by five libraries': {
      kinds: [
        ['franz-go', 'range'],
        ['kafka-python', 'range'],
        ['kafkajs', 'range'],
        ['java', 'range'],
        ['node-rdkafka', 'range'],
      ],
      leaver: 2,
    },
    'cooperative-sticky by four libraries': {
      kinds: [
        ['java', 'cooperative-sticky'],
        ['node-rdkafka', 'cooperative-sticky'],
        ['franz-go', 'cooperative-sticky'],
        ['kafka-python', 'cooperative-sticky'],
      ],
      leaver: 0,
    },
    'the new protocol by four libraries': {
      kinds: [
        ['confluent-kafka', 'consumer'],
        ['java', 'consumer'],
        ['franz-go', 'consumer'],
        ['node-rdkafka', 'consumer'],
      ],
      leaver: 1,
    },
    'an upgrade: classic members, then one of the new protocol': {
      kinds: [
        ['java', 'cooperative-sticky'],
        ['kafka-python', 'cooperative-sticky'],
        ['java', 'consumer'],
      ],
      leaver: 0,
    },
    'a downgrade: the last member of the new protocol leaves classic ones behind': {
      kinds: [
        ['java', 'consumer'],
        ['java', 'range'],
        ['franz-go', 'range'],
      ],
      leaver: 0,
    },
  };
  for (const [name, { kinds, leaver }] of Object.entries(mixed)) {
    suite(name, needs(kinds), () => {
      test(`${kinds[leaver]!.join(', ')} leaves`, () => comeAndGo(kinds, leaver));
    });
  }
});
