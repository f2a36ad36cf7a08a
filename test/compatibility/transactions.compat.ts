/** Transactions as the libraries make them: what was committed is read, what was aborted is not, by every reader. */
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TransactionWire } from '../broker/support/transaction-wire.ts';
import { clients } from './support/clients.ts';
import { whyNoJava } from './support/places.ts';
import { kafkaTool } from './support/run.ts';
import { ADD_PARTITIONS_TO_TXN, createTopics, freshTopic, suite, target, whyNotServed } from './support/suite.ts';

const OUTCOMES = 'cacaac';
const writers = clients.filter((client) => client.hasTransactions);
const topics = new Map(writers.map((client) => [client.name, freshTopic(`transactions-${client.name}`)]));

function valuesOf(id: string, committedOnly: boolean): string[] {
  const values = [...OUTCOMES].map((outcome, n) => ({ outcome, value: `${id}-${n}-${outcome}` }));
  return values.filter(({ outcome }) => !committedOnly || outcome === 'c').map(({ value }) => value);
}

suite('transactions', whyNotServed(ADD_PARTITIONS_TO_TXN, 'AddPartitionsToTxn'), () => {
  beforeAll(() => createTopics([...topics.values()], {}, 2));

  for (const writer of writers) {
    suite(`${writer.name} writes`, writer.whyNot, () => {
      const topic = topics.get(writer.name)!;
      test('commits and aborts', async () => {
        await writer.transact(target.bootstrap, topic, topic, OUTCOMES);
      });
      for (const reader of writers) {
        if (reader.whyNot !== null) continue;
        for (const committedOnly of [true, false]) {
          test(`${reader.name} reads ${committedOnly ? 'what was committed' : 'everything when uncommitted'}`, async () => {
            const wanted = valuesOf(topic, committedOnly);
            const read = await reader.consume(target.bootstrap, [topic], wanted.length * 2, committedOnly);
            for (const partition of [0, 1]) {
              expect(
                read.filter((record) => record.partition === partition).map((record) => String(record.value)),
              ).toEqual(wanted);
            }
          });
        }
      }
      test('begins anew under the same id', async () => {
        await writer.transact(target.bootstrap, topic, topic, 'c');
      });
    });
  }
});

suite('kafka-transactions', whyNoJava() ?? whyNotServed(ADD_PARTITIONS_TO_TXN, 'AddPartitionsToTxn'), () => {
  const topic = freshTopic('transactions-tool');
  const id = `${topic}-id`;
  const server = ['--bootstrap-server', target.bootstrap];
  const transactions = (...args: string[]): Promise<string> => kafkaTool('kafka-transactions', [...server, ...args]);
  const verify = (isEnabled: boolean): Promise<string> =>
    kafkaTool('kafka-configs', [
      ...server,
      ...['--alter', '--entity-type', 'brokers', '--entity-default'],
      ...['--add-config', `transaction.partition.verification.enable=${isEnabled}`],
    ]);
  const kafka = new Kafka({ brokers: [target.bootstrap], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ transactionalId: id, idempotent: true, maxInFlightRequests: 1 });
  let wire: TransactionWire;

  beforeAll(async () => {
    await createTopics([topic], {}, 2);
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value: 'open', partition: 0 }] });
    wire = await TransactionWire.open(target.bootstrap, `${topic}-nobody`);
    await wire.find();
    await wire.init();
  });
  afterAll(async () => {
    wire.close();
    await producer.disconnect();
  });

  test('lists and describes what is open', async () => {
    expect(await transactions('list')).toMatch(new RegExp(`^${id}\\s+\\d+\\s+\\d+\\s+Ongoing`, 'm'));
    expect(await transactions('list', '--transactional-id-pattern', `${topic}-.*`)).toContain(id);
    expect(await transactions('list', '--transactional-id-pattern', 'other')).not.toContain(id);
    expect(await transactions('list', '--duration-filter', '3600000')).not.toContain(`${id} `);
    const described = await transactions('describe', '--transactional-id', id);
    expect(described).toMatch(new RegExp(`${id}\\s+\\d+\\s+\\d+\\s+Ongoing\\s+.*\\s${topic}-0\\s*$`, 'm'));
  });

  test('describes the producers of a partition', async () => {
    const args = ['describe-producers', '--topic', topic, '--partition', '0'];
    expect(await transactions(...args)).toMatch(/^\d+\s+\d+\s+-1\s+0\s+\d+\s+0\s*$/m);
  });

  test('finds a transaction that hangs, and aborts it', async () => {
    const find = ['find-hanging', '--topic', topic, '--max-transaction-timeout', '1'];
    await verify(false);
    try {
      // As a producer of old wrote whose batch came after the end of its transaction.
      await expect
        .poll(() => wire.produceAt(0, topic, 1, ['hanging'], 9, wire.transactionalId, true, 3_600_000))
        .toBe('NONE');
    } finally {
      await verify(true);
    }
    const { producerId, producerEpoch } = wire.identity;
    expect(await transactions(...find)).toMatch(
      new RegExp(`^${topic}\\s+1\\s+${producerId}\\s+${producerEpoch}\\s+-1\\s+0\\s+\\d+\\s+\\d+`, 'm'),
    );
    await transactions('abort', '--topic', topic, '--partition', '1', '--start-offset', '0');
    expect(await transactions(...find)).not.toContain(topic);
    const after = await transactions('describe-producers', '--topic', topic, '--partition', '1');
    expect(after).toMatch(new RegExp(`^${producerId}\\s+${producerEpoch}\\s+0\\s+.*None`, 'm'));
  });
});
