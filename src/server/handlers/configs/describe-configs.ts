/**
 * DescribeConfigs: v1-4. Effective values of topics, brokers, loggers, client metrics subscriptions and groups, with where
 * they come from.
 *
 * v1: synonyms. v3: types and documentation. A broker's configs are told by that broker only. Main thread.
 */
import {
  type ConfigEntry,
  ConfigSource,
  type DescribeOptions,
  describeBrokerConfig,
  describeDefaultBrokerConfig,
  describeGroupConfig,
  describeTopicConfig,
} from '../../../core/config/describe-config.ts';
import { CLUSTER_DEFAULT, ResourceType } from '../../../core/metadata/configs-image.ts';
import { type ApiFailure, failure } from '../../../core/metadata/control.ts';
import { topicNameError } from '../../../core/metadata/topic-names.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type DescribeConfigsRequest,
  type DescribeConfigsRequestDescribeConfigsResource,
  readDescribeConfigsRequest,
} from '../../../core/protocol/generated/describe-configs-request.ts';
import {
  type DescribeConfigsResponse,
  type DescribeConfigsResponseDescribeConfigsResult,
  writeDescribeConfigsResponse,
} from '../../../core/protocol/generated/describe-configs-response.ts';
import type { ApiHandler } from '../handler.ts';
import { clientMetricsEntries } from './client-metrics-entries.ts';
import type { ConfigServices } from './config-services.ts';

export function describeConfigsHandler(
  services: ConfigServices,
): ApiHandler<DescribeConfigsRequest, DescribeConfigsResponse> {
  return {
    apiKey: ApiKey.DescribeConfigs,
    minVersion: 1,
    maxVersion: 4,
    read: readDescribeConfigsRequest,
    write: writeDescribeConfigsResponse,
    handle(request, _context, reply) {
      reply.send({
        throttleTimeMs: 0,
        results: request.resources.map((resource) => describe(services, request, resource)),
      });
    },
  };
}

function describe(
  services: ConfigServices,
  request: DescribeConfigsRequest,
  { resourceType, resourceName, configurationKeys }: DescribeConfigsRequestDescribeConfigsResource,
): DescribeConfigsResponseDescribeConfigsResult {
  const options: DescribeOptions = {
    // As in Kafka, an empty list asks for all, too.
    names: configurationKeys === null || configurationKeys.length === 0 ? null : new Set(configurationKeys),
    includeSynonyms: request.includeSynonyms,
    includeDocumentation: request.includeDocumentation,
  };
  const entries = entriesOf(services, resourceType, resourceName, options);
  const problem = Array.isArray(entries) ? null : entries;
  return {
    errorCode: problem?.errorCode ?? ErrorCode.NONE,
    // Kafka answers an empty message here, not none.
    errorMessage: problem?.errorMessage ?? '',
    resourceType,
    resourceName,
    configs: Array.isArray(entries) ? entries : [],
  };
}

function entriesOf(
  services: ConfigServices,
  resourceType: number,
  name: string,
  options: DescribeOptions,
): ConfigEntry[] | ApiFailure {
  const refuse = (message: string) => failure(ErrorCode.INVALID_REQUEST, message);
  const { cache } = services.metadata;
  const layers = services.configLayers();
  switch (resourceType) {
    case ResourceType.TOPIC: {
      const illegal = topicNameError(name);
      if (illegal !== null) return failure(ErrorCode.INVALID_TOPIC_EXCEPTION, illegal);
      if (cache.image.topics.byName(name) === undefined) return failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      return describeTopicConfig(cache.topicConfig(name), layers, options);
    }
    case ResourceType.BROKER:
      if (name === CLUSTER_DEFAULT) return describeDefaultBrokerConfig(layers, options);
      return wrongBroker(services, name, ' or empty string, but') ?? describeBrokerConfig(layers, options);
    case ResourceType.BROKER_LOGGER:
      if (name === '') return refuse('Broker id must not be empty');
      return wrongBroker(services, name, ' but') ?? loggerEntries(services.loggers.levels(), options);
    case ResourceType.CLIENT_METRICS: {
      if (name === '') return refuse('Client metrics subscription name must not be empty');
      return clientMetricsEntries(cache.image.configs.of(resourceType, name), options);
    }
    case ResourceType.GROUP:
      if (name === '') return refuse('Group name must not be empty');
      return describeGroupConfig(cache.image.configs.of(resourceType, name), layers, options);
    default:
      return refuse(`Unsupported resource type: ${resourceType}`);
  }
}

function wrongBroker({ nodeId }: ConfigServices, name: string, or: string): ApiFailure | null {
  if (!/^[+-]?\d{1,10}$/.test(name)) {
    return failure(ErrorCode.INVALID_REQUEST, `Broker id must be an integer, but it is: ${name}`);
  }
  if (Number(name) === nodeId) return null;
  return failure(ErrorCode.INVALID_REQUEST, `Unexpected broker id, expected ${nodeId}${or} received ${name}`);
}

function loggerEntries(levels: ReadonlyMap<string, string>, options: DescribeOptions): ConfigEntry[] {
  return [...levels]
    .filter(([name]) => options.names?.has(name) ?? true)
    .map(([name, value]) => ({
      name,
      value,
      readOnly: false,
      isDefault: false,
      configSource: ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
      isSensitive: false,
      synonyms: [],
      configType: UNKNOWN_TYPE,
      documentation: '',
    }));
}

const UNKNOWN_TYPE = 0;
