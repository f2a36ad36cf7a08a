import { ConfigResourceType, type DescribedConfig, describeConfigs } from '../../client/admin.ts';
import { type TopicMetadata, usableTopic } from '../../client/cluster-metadata.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { EARLIEST, type FoundOffset, LATEST, listOffsets } from '../../client/list-offsets.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { configJson, formatConfigs, isDefault, jsonLine } from '../config-output.ts';
import { formatFacts, formatTable } from '../table.ts';

interface Description {
  readonly topic: TopicMetadata;
  readonly starts: readonly FoundOffset[];
  readonly ends: readonly FoundOffset[];
  readonly configs: readonly DescribedConfig[];
}

export const topicDescribe: Command = {
  name: 'topic describe',
  summary: 'Show partitions, offsets and configuration of topics',
  arguments: '<topic>...',
  argumentCount: [1, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    all: { type: 'boolean', short: 'a', description: 'Show properties that have their default too' },
    json: JSON_OPTION,
  },
  async run(invocation) {
    const { options, io } = invocation;
    const descriptions = await withClient(invocation, async (client) => {
      const found: Description[] = [];
      for (const name of invocation.arguments) found.push(await describe(client, name));
      return found;
    });
    const isShown = (config: DescribedConfig) => options.has('all') || !isDefault(config);
    if (options.has('json')) await io.write(jsonLine(descriptions.map((description) => json(description, isShown))));
    else await io.write(descriptions.map((description) => text(description, isShown)).join('\n'));
    return EXIT_OK;
  },
};

async function describe(client: KafkaClient, name: string): Promise<Description> {
  const topic = usableTopic(await client.metadata([name]), name);
  // A partition without a leader has offsets too, but nobody to ask for them.
  const led = topic.partitions.filter(({ leader }) => leader >= 0);
  const at = (timestamp: number) => led.map(({ partition }) => ({ topic: name, partition, timestamp }));
  const starts = await listOffsets(client, at(EARLIEST));
  const ends = await listOffsets(client, at(LATEST));
  return { topic, starts, ends, configs: await describeConfigs(client, ConfigResourceType.TOPIC, name) };
}

function rowsOf({ topic, starts, ends }: Description) {
  const offsetOf = (offsets: readonly FoundOffset[], partition: number) =>
    offsets.find((found) => found.partition === partition)?.offset ?? null;
  return topic.partitions.map(({ partition, leader, leaderEpoch, replicas, inSyncReplicas, offlineReplicas }) => ({
    partition,
    leader: leader < 0 ? null : leader,
    leaderEpoch,
    replicas,
    inSyncReplicas,
    offlineReplicas,
    startOffset: offsetOf(starts, partition),
    endOffset: offsetOf(ends, partition),
  }));
}

function json(description: Description, isShown: (config: DescribedConfig) => boolean): object {
  const { name, topicId, isInternal } = description.topic;
  const configs = description.configs.filter(isShown).map(configJson);
  return { name, topicId, internal: isInternal, partitions: rowsOf(description), configs };
}

function text(description: Description, isShown: (config: DescribedConfig) => boolean): string {
  const { topic } = description;
  const facts = formatFacts([
    ['Topic', topic.name],
    ['Id', topic.topicId],
    ['Partitions', topic.partitions.length],
    ['Replicas', topic.partitions[0]?.replicas.length ?? 0],
  ]);
  const partitions = formatTable(
    [
      { title: 'PARTITION', isNumber: true },
      { title: 'LEADER', isNumber: true },
      { title: 'EPOCH', isNumber: true },
      { title: 'REPLICAS' },
      { title: 'IN-SYNC' },
      { title: 'START', isNumber: true },
      { title: 'END', isNumber: true },
    ],
    rowsOf(description).map((row) => [
      row.partition,
      row.leader ?? 'none',
      row.leaderEpoch,
      row.replicas.join(','),
      row.inSyncReplicas.join(','),
      row.startOffset ?? '?',
      row.endOffset ?? '?',
    ]),
  );
  const configs = description.configs.filter(isShown);
  return `${facts}\n${partitions}${configs.length === 0 ? '' : `\n${formatConfigs(configs)}`}`;
}
