import type { TopicPartition } from '../../client/describe-group.ts';
import { committedOffsets, deleteOffsets } from '../../client/group-offsets.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { ErrorCode, errorMessage, errorName } from '../../core/protocol/error-codes.ts';
import { CLUSTER_OPTIONS, CommandError, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_FAILURE, EXIT_OK, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { byPlace } from '../groups/lag.ts';
import { isInScope, parseTopicScopes, type TopicScope } from '../groups/topic-scope.ts';
import { formatTable } from '../table.ts';

export const groupDeleteOffsets: Command = {
  name: 'group delete-offsets',
  summary: 'Delete what a group committed for topics that it does not read now',
  arguments: '<group>',
  argumentCount: [1, 1],
  options: {
    ...CLUSTER_OPTIONS,
    topic: {
      type: 'string',
      short: 't',
      multiple: true,
      value: 'topic[:partition,...]',
      description: 'A topic, or some partitions of it',
    },
    json: JSON_OPTION,
  },
  async run(invocation) {
    const { options, io } = invocation;
    const group = invocation.arguments[0]!;
    const scopes = parseTopicScopes(options.texts('topic'));
    if (scopes.length === 0) throw new UsageError('it needs --topic');
    const results = await withClient(invocation, async (client) =>
      deleteOffsets(client, group, await placesOf(client, group, scopes)),
    );
    const rows = results.map(({ topic, partition, errorCode }) => ({
      topic,
      partition,
      error: errorCode === ErrorCode.NONE ? null : `${errorMessage(errorCode)} (${errorName(errorCode)})`,
    }));
    if (options.has('json')) await io.write(jsonLine(rows));
    else {
      const columns = [{ title: 'TOPIC' }, { title: 'PARTITION', isNumber: true }, { title: 'STATUS' }];
      await io.write(
        formatTable(
          columns,
          rows.map(({ topic, partition, error }) => [topic, partition, error ?? 'deleted']),
        ),
      );
    }
    return rows.some(({ error }) => error !== null) ? EXIT_FAILURE : EXIT_OK;
  },
};

/** Whole topics mean the partitions that the group has offsets in: the topic itself may be gone. */
async function placesOf(
  client: KafkaClient,
  group: string,
  scopes: readonly TopicScope[],
): Promise<readonly TopicPartition[]> {
  const committed = await committedOffsets(client, group);
  const places = new Map<string, TopicPartition>();
  const add = (topic: string, partition: number) => places.set(`${topic} ${partition}`, { topic, partition });
  for (const { topic, partition } of committed) if (isInScope(scopes, topic, partition)) add(topic, partition);
  for (const { topic, partitions } of scopes) for (const partition of partitions ?? []) add(topic, partition);
  if (places.size === 0) {
    const topics = scopes.map(({ topic }) => topic).join(', ');
    throw new CommandError(`group ${group} has committed nothing in ${topics}: see chronik group describe ${group}`);
  }
  return [...places.values()].sort(byPlace);
}
