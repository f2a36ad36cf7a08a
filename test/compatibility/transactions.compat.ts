/** Transactions as the libraries make them: what was committed is read, what was aborted is not, by every reader. */
import { beforeAll, expect, test } from 'vitest';
import { clients } from './support/clients.ts';
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
