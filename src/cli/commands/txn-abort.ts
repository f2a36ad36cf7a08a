import { activeProducers } from '../../client/active-producers.ts';
import type { TopicPartition } from '../../client/describe-group.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import {
  abortInPartition,
  describeTransaction,
  fenceProducer,
  type OpenTransaction,
} from '../../client/transactions.ts';
import { CLUSTER_OPTIONS, CommandError, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK, type Invocation, type ParsedOptions, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { parseTopicScopes } from '../groups/topic-scope.ts';

const PRODUCER_OPTIONS = ['producer-id', 'producer-epoch', 'coordinator-epoch'];
const EPOCH_MAX = 32_767;

export const txnAbort: Command = {
  name: 'txn abort',
  summary: 'Abort a transaction, by its id or in one partition',
  arguments: '[<transactional-id>]',
  argumentCount: [0, 1],
  options: {
    ...CLUSTER_OPTIONS,
    topic: { type: 'string', short: 't', value: 'topic:partition', description: 'Where a transaction hangs' },
    'start-offset': { type: 'string', value: 'offset', description: 'Its first offset there' },
    'producer-id': { type: 'string', value: 'id', description: 'Or its producer,' },
    'producer-epoch': { type: 'string', value: 'epoch', description: '  the epoch of that,' },
    'coordinator-epoch': { type: 'string', value: 'epoch', description: '  and that of the coordinator' },
    json: JSON_OPTION,
  },
  details: `
By its transactional id, the coordinator aborts the transaction and fences the producer: the way for one that is stuck.
In one partition, an abort marker is written there and nowhere else: only for what 'chronik txn find-hanging' shows,
because of a transaction that is alive it would abort a part.`,
  async run(invocation) {
    const [transactionalId] = invocation.arguments;
    const place = placeOf(invocation);
    if (place === null) return abortById(invocation, transactionalId!);
    const { io, options } = invocation;
    const aborted = await withClient(invocation, async (client) => {
      const transaction = await transactionAt(client, place, options);
      await abortInPartition(client, transaction);
      return transaction;
    });
    const { producerId, producerEpoch } = aborted;
    const facts = { ...place, producerId, producerEpoch, aborted: true };
    await io.write(options.has('json') ? jsonLine(facts) : `Aborted in ${place.topic}-${place.partition}\n`);
    return EXIT_OK;
  },
};

/** Null where a transactional id is given. Throws UsageError. */
function placeOf({ arguments: [id], options }: Invocation): TopicPartition | null {
  const text = options.text('topic');
  if ((id === undefined) === (text === null)) throw new UsageError('give either a transactional id or --topic');
  const byProducer = PRODUCER_OPTIONS.filter((name) => options.has(name));
  if (text === null) {
    const stray = [...(options.has('start-offset') ? ['start-offset'] : []), ...byProducer][0];
    if (stray !== undefined) throw new UsageError(`--${stray} belongs to --topic`);
    return null;
  }
  const isByOffset = options.has('start-offset');
  if (isByOffset ? byProducer.length > 0 : byProducer.length < PRODUCER_OPTIONS.length) {
    const all = PRODUCER_OPTIONS.map((name) => `--${name}`);
    throw new UsageError(`give either --start-offset or ${all.slice(0, -1).join(', ')} and ${all.at(-1)}`);
  }
  const [scope] = parseTopicScopes([text]);
  if (scope?.partitions?.length !== 1) throw new UsageError(`--topic takes one topic:partition, not '${text}'`);
  return { topic: scope.topic, partition: scope.partitions[0]! };
}

async function abortById(invocation: Invocation, id: string): Promise<number> {
  await withClient(invocation, async (client) => {
    // To fence an id that nobody uses would make it.
    if ((await describeTransaction(client, id)) === null)
      throw new CommandError(`no producer uses the transactional id ${id}: see chronik txn list`);
    const fenced = await fenceProducer(client, id);
    const sentence = `Aborted ${id}; its producer is fenced by producer ${fenced.producerId}, epoch ${fenced.producerEpoch}\n`;
    const facts = { transactionalId: id, ...fenced, aborted: true };
    await invocation.io.write(invocation.options.has('json') ? jsonLine(facts) : sentence);
  });
  return EXIT_OK;
}

async function transactionAt(
  client: KafkaClient,
  place: TopicPartition,
  options: ParsedOptions,
): Promise<OpenTransaction> {
  if (!options.has('start-offset')) {
    return {
      ...place,
      producerId: options.integer('producer-id', 0, 0),
      producerEpoch: options.integer('producer-epoch', 0, 0, EPOCH_MAX),
      coordinatorEpoch: options.integer('coordinator-epoch', 0, 0, 2 ** 31 - 1),
    };
  }
  const offset = options.integer('start-offset', 0, 0);
  const producers = await activeProducers(client, [place]);
  const found = producers.find(({ transactionStartOffset }) => transactionStartOffset === offset);
  if (found === undefined) {
    const where = `${place.topic}-${place.partition}`;
    throw new CommandError(
      `no transaction that is open in ${where} begins at --start-offset ${offset}: see chronik txn producers ${place.topic}:${place.partition}`,
    );
  }
  // A coordinator that never wrote there is as good as the first.
  return { ...found, coordinatorEpoch: Math.max(found.coordinatorEpoch, 0) };
}
