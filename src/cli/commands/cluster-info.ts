import { describeCluster } from '../../client/admin.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { KafkaError } from '../../client/kafka-error.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { formatFacts, formatTable } from '../table.ts';

interface Broker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  readonly fenced: boolean;
}

interface ClusterInfo {
  readonly clusterId: string | null;
  readonly controller: number | null;
  readonly brokers: readonly Broker[];
  readonly topics: number;
  readonly partitions: number;
  readonly withoutLeader: number;
  readonly underReplicated: number;
}

export const clusterInfo: Command = {
  name: 'cluster info',
  summary: 'Show the cluster and its brokers',
  arguments: '',
  argumentCount: [0, 0],
  options: { ...CLUSTER_OPTIONS, json: JSON_OPTION },
  async run(invocation) {
    const { options, io } = invocation;
    const info = await withClient(invocation, collect);
    await io.write(options.has('json') ? jsonLine(info) : text(info));
    return EXIT_OK;
  },
};

async function collect(client: KafkaClient): Promise<ClusterInfo> {
  const metadata = await client.metadata(null);
  const partitions = [...metadata.topics.values()].flatMap((topic) => topic.partitions);
  const brokers = await brokersOf(client);
  return {
    clusterId: metadata.clusterId,
    controller: metadata.controllerId < 0 ? null : metadata.controllerId,
    brokers: brokers ?? [...metadata.brokers.values()].map((broker) => ({ ...broker, fenced: false })),
    topics: metadata.topics.size,
    partitions: partitions.length,
    withoutLeader: partitions.filter(({ leader }) => leader < 0).length,
    underReplicated: partitions.filter(({ replicas, inSyncReplicas }) => inSyncReplicas.length < replicas.length)
      .length,
  };
}

/** Null from a cluster that is too old to know fenced brokers: its metadata lists all there are. */
async function brokersOf(client: KafkaClient): Promise<Broker[] | null> {
  try {
    const { brokers } = await describeCluster(client);
    return brokers.map(({ brokerId, host, port, rack, isFenced }) => ({
      id: brokerId,
      host,
      port,
      rack,
      fenced: isFenced,
    }));
  } catch (error) {
    if (error instanceof KafkaError && error.code === ErrorCode.UNSUPPORTED_VERSION) return null;
    throw error;
  }
}

function text(info: ClusterInfo): string {
  const facts = formatFacts([
    ['Cluster', info.clusterId ?? 'unknown'],
    ['Controller', info.controller ?? 'none'],
    ['Topics', info.topics],
    ['Partitions', info.partitions],
    ['Without leader', info.withoutLeader],
    ['Under-replicated', info.underReplicated],
  ]);
  const brokers = formatTable(
    [{ title: 'BROKER', isNumber: true }, { title: 'ADDRESS' }, { title: 'RACK' }, { title: 'STATE' }],
    info.brokers.map(({ id, host, port, rack, fenced }) => [
      id,
      `${host}:${port}`,
      rack ?? '',
      fenced ? 'fenced' : 'up',
    ]),
  );
  return `${facts}\n${brokers}`;
}
