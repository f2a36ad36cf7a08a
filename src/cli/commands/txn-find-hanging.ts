import type { TopicPartition } from '../../client/describe-group.ts';
import { findHangingTransactions } from '../../client/hanging-transactions.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { parseTopicScopes } from '../groups/topic-scope.ts';
import { partitionsOf } from '../topic-partitions.ts';
import { producersTable } from '../transactions/output.ts';

/** As in Kafka's tool: the default of transaction.max.timeout.ms. */
const DEFAULT_MINUTES = 15;

export const txnFindHanging: Command = {
  name: 'txn find-hanging',
  summary: 'Find transactions that hold readers back and that no coordinator will end',
  arguments: '[<topic[:partition,...]>...]',
  argumentCount: [0, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    'max-transaction-timeout': {
      type: 'string',
      value: 'minutes',
      description: `Only where nothing was written for so long (${DEFAULT_MINUTES})`,
    },
    json: JSON_OPTION,
  },
  details: `
Without topics, all are searched. The time should be the broker's transaction.max.timeout.ms: below it a transaction may
just be slow. End one with: chronik txn abort --topic <topic>:<partition> --start-offset <offset>`,
  async run(invocation) {
    const { options, io } = invocation;
    const minutes = options.integer('max-transaction-timeout', DEFAULT_MINUTES, 0, 1_000_000);
    const scopes = parseTopicScopes(invocation.arguments, 'it');
    const now = Date.now();
    const hanging = await withClient(invocation, async (client) => {
      const places = scopes.length > 0 ? await partitionsOf(client, scopes) : await everything(client);
      return findHangingTransactions(client, places, minutes * 60_000, now);
    });
    await io.write(options.has('json') ? jsonLine(hanging) : producersTable(hanging, now));
    return EXIT_OK;
  },
};

/** What has no leader cannot be asked. */
async function everything(client: KafkaClient): Promise<TopicPartition[]> {
  const { topics } = await client.metadata(null);
  return [...topics.values()].flatMap(({ name, partitions }) =>
    partitions.filter(({ leader }) => leader >= 0).map(({ partition }) => ({ topic: name, partition })),
  );
}
