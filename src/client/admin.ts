/** Administrative calls in the words of the command line: plain arguments in, plain results out, refusals thrown. */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import {
  newCreatePartitionsRequest,
  newCreatePartitionsRequestCreatePartitionsTopic,
} from '../core/protocol/generated/create-partitions-request.ts';
import {
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
} from '../core/protocol/generated/create-topics-request.ts';
import { newDeleteRecordsRequest } from '../core/protocol/generated/delete-records-request.ts';
import {
  newDeleteTopicsRequest,
  newDeleteTopicsRequestDeleteTopicState,
} from '../core/protocol/generated/delete-topics-request.ts';
import { newDescribeClusterRequest } from '../core/protocol/generated/describe-cluster-request.ts';
import type { DescribeClusterResponse } from '../core/protocol/generated/describe-cluster-response.ts';
import { newDescribeConfigsRequest } from '../core/protocol/generated/describe-configs-request.ts';
import type { DescribeConfigsResponseDescribeConfigsResourceResult } from '../core/protocol/generated/describe-configs-response.ts';
import { newIncrementalAlterConfigsRequest } from '../core/protocol/generated/incremental-alter-configs-request.ts';
import {
  CREATE_PARTITIONS,
  CREATE_TOPICS,
  DELETE_RECORDS,
  DELETE_TOPICS,
  DESCRIBE_CLUSTER,
  DESCRIBE_CONFIGS,
  INCREMENTAL_ALTER_CONFIGS,
} from './apis.ts';
import type { KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';
import { retrying } from './retry.ts';

export interface NewTopic {
  readonly name: string;
  /** -1: the cluster's default. */
  readonly partitions: number;
  /** -1: the cluster's default. */
  readonly replicationFactor: number;
  readonly configs: ReadonlyMap<string, string>;
}

export interface CreatedTopic {
  readonly name: string;
  readonly topicId: string;
  /** -1 when the broker is too old to say. */
  readonly partitions: number;
  readonly replicationFactor: number;
}

export const ConfigResourceType = { TOPIC: 2, BROKER: 4, BROKER_LOGGER: 8, CLIENT_METRICS: 16, GROUP: 32 } as const;
export type ConfigResourceType = (typeof ConfigResourceType)[keyof typeof ConfigResourceType];

export const ConfigOperation = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const;
export type ConfigOperation = (typeof ConfigOperation)[keyof typeof ConfigOperation];

export type DescribedConfig = DescribeConfigsResponseDescribeConfigsResourceResult;

export interface ConfigChange {
  readonly name: string;
  readonly operation: ConfigOperation;
  readonly value: string | null;
}

export async function createTopic(client: KafkaClient, topic: NewTopic, validateOnly = false): Promise<CreatedTopic> {
  const configs = [...topic.configs].map(([name, value]) => ({ name, value }));
  const { name, partitions: numPartitions, replicationFactor } = topic;
  const request = newCreateTopicsRequest({
    topics: [newCreateTopicsRequestCreatableTopic({ name, numPartitions, replicationFactor, configs })],
    timeoutMs: client.requestTimeoutMs,
    validateOnly,
  });
  const response = await client.callController(CREATE_TOPICS, request, ({ topics }) => {
    for (const result of topics) refuseError(result.errorCode, `topic ${result.name}`, result.errorMessage);
  });
  const created = response.topics[0];
  return {
    name,
    topicId: created?.topicId ?? '',
    partitions: created?.numPartitions ?? -1,
    replicationFactor: created?.replicationFactor ?? -1,
  };
}

export async function deleteTopic(client: KafkaClient, name: string): Promise<void> {
  // Up to version 5 names are a list of their own; a version is refused the other's field.
  const hasStates = ((await client.anyBroker()).versionOf(DELETE_TOPICS) ?? 0) >= 6;
  const request = newDeleteTopicsRequest({
    topics: hasStates ? [newDeleteTopicsRequestDeleteTopicState({ name })] : [],
    topicNames: hasStates ? [] : [name],
    timeoutMs: client.requestTimeoutMs,
  });
  await client.callController(
    DELETE_TOPICS,
    request,
    ({ responses }) => {
      for (const result of responses) refuseError(result.errorCode, `topic ${name}`, result.errorMessage);
    },
    isTopicMissing,
  );
}

/** Grows a topic to `count` partitions in all. */
export async function createPartitions(client: KafkaClient, name: string, count: number): Promise<void> {
  const request = newCreatePartitionsRequest({
    topics: [newCreatePartitionsRequestCreatePartitionsTopic({ name, count, assignments: null })],
    timeoutMs: client.requestTimeoutMs,
  });
  await client.callController(CREATE_PARTITIONS, request, ({ results }) => {
    for (const result of results) refuseError(result.errorCode, `topic ${result.name}`, result.errorMessage);
  });
}

/** `names` null: all. A broker's own configuration is asked of that broker. */
export async function describeConfigs(
  client: KafkaClient,
  resourceType: ConfigResourceType,
  resourceName: string,
  names: readonly string[] | null = null,
  includeDocumentation = false,
): Promise<DescribedConfig[]> {
  const request = newDescribeConfigsRequest({
    resources: [{ resourceType, resourceName, configurationKeys: names === null ? null : [...names] }],
    includeSynonyms: true,
    includeDocumentation,
  });
  return retrying(
    client.retry,
    async () => {
      const connection = await brokerFor(client, resourceType, resourceName);
      const version = connection.versionOf(DESCRIBE_CONFIGS) ?? 1;
      const response = await connection.call(DESCRIBE_CONFIGS, {
        ...request,
        includeDocumentation: includeDocumentation && version >= 3,
      });
      for (const result of response.results)
        refuseError(result.errorCode, where(resourceType, resourceName), result.errorMessage);
      return response.results[0]?.configs ?? [];
    },
    (error) => isPassing(client, error),
  );
}

export async function alterConfigs(
  client: KafkaClient,
  resourceType: ConfigResourceType,
  resourceName: string,
  changes: readonly ConfigChange[],
  validateOnly = false,
): Promise<void> {
  const configs = changes.map(({ name, operation, value }) => ({ name, configOperation: operation, value }));
  const request = newIncrementalAlterConfigsRequest({
    resources: [{ resourceType, resourceName, configs }],
    validateOnly,
  });
  await retrying(
    client.retry,
    async () => {
      const connection = await brokerFor(client, resourceType, resourceName);
      const response = await connection.call(INCREMENTAL_ALTER_CONFIGS, request);
      for (const result of response.responses)
        refuseError(result.errorCode, where(resourceType, resourceName), result.errorMessage);
    },
    (error) => isPassing(client, error),
  );
}

export async function describeCluster(client: KafkaClient): Promise<DescribeClusterResponse> {
  return client.callAny(DESCRIBE_CLUSTER, newDescribeClusterRequest({ endpointType: 1 }), (response) =>
    refuseError(response.errorCode, 'cluster', response.errorMessage),
  );
}

/** Deletes what lies before `offset` (-1: everything up to the high watermark); answers the new log start offset. */
export async function deleteRecords(
  client: KafkaClient,
  topic: string,
  partition: number,
  offset: number,
): Promise<number> {
  const request = newDeleteRecordsRequest({
    topics: [{ name: topic, partitions: [{ partitionIndex: partition, offset }] }],
    timeoutMs: client.requestTimeoutMs,
  });
  return retrying(client.retry, async () => {
    const connection = await client.broker(await client.leaderOf(topic, partition));
    const response = await connection.call(DELETE_RECORDS, request);
    const result = response.topics[0]?.partitions[0];
    if (result === undefined) throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, `${topic}-${partition}`);
    refuseError(result.errorCode, `${topic}-${partition}`);
    return result.lowWatermark;
  });
}

function brokerFor(client: KafkaClient, resourceType: ConfigResourceType, resourceName: string) {
  const isBroker = resourceType === ConfigResourceType.BROKER || resourceType === ConfigResourceType.BROKER_LOGGER;
  return isBroker && /^\d+$/.test(resourceName) ? client.broker(Number(resourceName)) : client.anyBroker();
}

/** To a producer a missing topic may be one that is just being created; to whoever administers it, it is missing. */
function isTopicMissing(error: unknown): boolean {
  return error instanceof KafkaError && error.code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
}

/** Configuration of a topic that is not there will not come; a broker that was never reached will not either. */
function isPassing(client: KafkaClient, error: unknown): boolean {
  return (
    error instanceof KafkaError &&
    error.isRetriable &&
    error.code !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION &&
    client.hasReachedCluster
  );
}

function where(resourceType: number, resourceName: string): string {
  const type = Object.entries(ConfigResourceType).find(([, value]) => value === resourceType)?.[0] ?? 'resource';
  return `${type.toLowerCase().replace('_', ' ')} ${resourceName === '' ? '(default)' : resourceName}`;
}
