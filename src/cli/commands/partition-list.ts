import type { PartitionMetadata, TopicMetadata } from '../../client/cluster-metadata.ts';
import { listReassignments, type Reassignment } from '../../client/partitions.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { formatTable } from '../table.ts';

interface Row {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number | null;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly inSyncReplicas: readonly number[];
  readonly offlineReplicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

type Filter = (row: Row) => boolean;

const FILTERS: Readonly<Record<string, Filter>> = {
  'without-leader': ({ leader }) => leader === null,
  'under-replicated': ({ inSyncReplicas, replicas }) => inSyncReplicas.length < replicas.length,
  'not-preferred': ({ leader, replicas }) => leader !== null && leader !== replicas[0],
  reassigning: ({ addingReplicas, removingReplicas }) => addingReplicas.length + removingReplicas.length > 0,
};

export const partitionList: Command = {
  name: 'partition list',
  summary: 'Show who leads and who replicates each partition',
  arguments: '[topic]...',
  argumentCount: [0, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    'without-leader': { type: 'boolean', description: 'Only partitions that nobody leads' },
    'under-replicated': { type: 'boolean', description: 'Only partitions with replicas that are not in sync' },
    'not-preferred': { type: 'boolean', description: 'Only partitions led by another than their first replica' },
    reassigning: { type: 'boolean', description: 'Only partitions whose replicas are being moved' },
    json: JSON_OPTION,
  },
  details: 'Several filters together show what any of them shows.',
  async run({ arguments: names, io, options }) {
    const invocation = { arguments: names, io, options };
    const rows = await withClient(invocation, async (client) => {
      const { topics } = await client.metadata(names.length === 0 ? null : [...names]);
      const moving = await listReassignments(client);
      return [...topics.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .flatMap((topic) => topic.partitions.map((partition) => rowOf(topic, partition, moving)));
    });
    const filters = Object.entries(FILTERS).flatMap(([name, filter]) => (options.has(name) ? [filter] : []));
    const shown = filters.length === 0 ? rows : rows.filter((row) => filters.some((filter) => filter(row)));
    await io.write(options.has('json') ? jsonLine(shown) : text(shown));
    return EXIT_OK;
  },
};

function rowOf(topic: TopicMetadata, partition: PartitionMetadata, moving: readonly Reassignment[]): Row {
  const move = moving.find((each) => each.topic === topic.name && each.partition === partition.partition);
  return {
    topic: topic.name,
    partition: partition.partition,
    leader: partition.leader < 0 ? null : partition.leader,
    leaderEpoch: partition.leaderEpoch,
    replicas: partition.replicas,
    inSyncReplicas: partition.inSyncReplicas,
    offlineReplicas: partition.offlineReplicas,
    addingReplicas: move?.addingReplicas ?? [],
    removingReplicas: move?.removingReplicas ?? [],
  };
}

function text(rows: readonly Row[]): string {
  return formatTable(
    [
      { title: 'TOPIC' },
      { title: 'PARTITION', isNumber: true },
      { title: 'LEADER', isNumber: true },
      { title: 'EPOCH', isNumber: true },
      { title: 'REPLICAS' },
      { title: 'IN SYNC' },
      { title: 'MOVING' },
    ],
    rows.map((row) => [
      row.topic,
      row.partition,
      row.leader ?? 'none',
      row.leaderEpoch,
      row.replicas.join(','),
      row.inSyncReplicas.join(','),
      [...row.addingReplicas.map((id) => `+${id}`), ...row.removingReplicas.map((id) => `-${id}`)].join(' '),
    ]),
  );
}
