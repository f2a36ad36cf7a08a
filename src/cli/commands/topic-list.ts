import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { formatTable } from '../table.ts';

export const topicList: Command = {
  name: 'topic list',
  summary: 'List topics',
  arguments: '',
  argumentCount: [0, 0],
  options: {
    ...CLUSTER_OPTIONS,
    internal: { type: 'boolean', description: 'List internal topics too' },
    json: JSON_OPTION,
  },
  async run(invocation) {
    const { options, io } = invocation;
    const metadata = await withClient(invocation, (client) => client.metadata(null));
    const topics = [...metadata.topics.values()]
      .filter(({ isInternal }) => options.has('internal') || !isInternal)
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .map(({ name, topicId, isInternal, partitions }) => ({
        name,
        topicId,
        partitions: partitions.length,
        replicas: partitions[0]?.replicas.length ?? 0,
        internal: isInternal,
      }));
    if (options.has('json')) await io.write(jsonLine(topics));
    else {
      const rows = topics.map(({ name, partitions, replicas }) => [name, partitions, replicas]);
      await io.write(
        formatTable(
          [{ title: 'NAME' }, { title: 'PARTITIONS', isNumber: true }, { title: 'REPLICAS', isNumber: true }],
          rows,
        ),
      );
    }
    return EXIT_OK;
  },
};
