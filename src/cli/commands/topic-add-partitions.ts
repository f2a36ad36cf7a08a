import { createPartitions } from '../../client/admin.ts';
import { usableTopic } from '../../client/cluster-metadata.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';

export const topicAddPartitions: Command = {
  name: 'topic add-partitions',
  summary: 'Give a topic more partitions',
  arguments: '<topic>',
  argumentCount: [1, 1],
  options: {
    ...CLUSTER_OPTIONS,
    add: { type: 'string', short: 'n', value: 'count', description: 'How many to add' },
    to: { type: 'string', value: 'count', description: 'How many there shall be in all' },
    json: JSON_OPTION,
  },
  details: 'Keys that went to one partition may go to another afterwards; records that are there stay where they are.',
  async run(invocation) {
    const { options, io } = invocation;
    const name = invocation.arguments[0]!;
    if (options.has('add') === options.has('to')) throw new UsageError('give either --add or --to');
    const wanted = options.integer('to', -1, 1, 2 ** 31 - 1);
    const added = options.integer('add', -1, 1, 2 ** 31 - 1);
    const count = await withClient(invocation, async (client) => {
      const { partitions } = usableTopic(await client.metadata([name]), name);
      const total = wanted > 0 ? wanted : partitions.length + added;
      await createPartitions(client, name, total);
      return total;
    });
    await io.write(options.has('json') ? jsonLine({ name, partitions: count }) : `${name} has ${count} partitions\n`);
    return EXIT_OK;
  },
};
