/** The table of properties as the controller's ConfigSchema, over one broker's static values. */
import { brokerProperty, TOPIC_PROPERTIES } from '../config/definitions.ts';
import { validateBrokerConfigChange } from '../config/dynamic-config.ts';
import { validateGroupConfig } from '../config/group-config.ts';
import { type BrokerConfigLayers, brokerValue, staticLayers } from '../config/layers.ts';
import { TOPIC_SYNONYMS } from '../config/synonyms.ts';
import { topicValue, validateTopicConfigs } from '../config/topic-config.ts';
import { ErrorCode } from '../protocol/error-codes.ts';
import { clientMetricsProblem } from './client-metrics-configs.ts';
import type { ClusterImage } from './cluster-image.ts';
import type { ConfigSchema } from './config-schema.ts';
import { CLUSTER_DEFAULT, ResourceType } from './configs-image.ts';
import { failure } from './control.ts';

const NOTHING: ReadonlyMap<string, string> = new Map();

/** `image` is asked for the cluster-wide dynamic broker configs each time: they stand behind topic configs. */
export function propertySchema(properties: ReadonlyMap<string, string>, image: () => ClusterImage): ConfigSchema {
  const fixed = staticLayers(properties);
  const layers = (): BrokerConfigLayers => ({
    ...fixed,
    dynamicDefault: image().configs.of(ResourceType.BROKER, CLUSTER_DEFAULT),
  });
  return {
    isKnown(resourceType, key) {
      if (resourceType === ResourceType.TOPIC) return TOPIC_PROPERTIES.has(key);
      return resourceType === ResourceType.BROKER && brokerProperty(key) !== undefined;
    },
    isList(resourceType, key) {
      if (resourceType === ResourceType.TOPIC) return TOPIC_PROPERTIES.get(key)?.type === 'list';
      // As in Kafka, whose controller knows the types of topic and broker keys only.
      return resourceType === ResourceType.BROKER && brokerProperty(key)?.type === 'list';
    },
    staticValue(resourceType, key) {
      if (resourceType === ResourceType.TOPIC) return topicValue(key, NOTHING, fixed)?.text ?? null;
      return resourceType === ResourceType.BROKER ? (brokerValue(fixed, key)?.text ?? null) : null;
    },
    brokerSynonym: (topicKey) => TOPIC_SYNONYMS.get(topicKey)?.[0]?.name ?? null,
    validate(resourceType, resourceName, configs, before) {
      switch (resourceType) {
        case ResourceType.TOPIC:
          return refusal(ErrorCode.INVALID_CONFIG, validateTopicConfigs(configs, layers()));
        case ResourceType.BROKER: {
          const isPerBroker = resourceName !== CLUSTER_DEFAULT;
          const changes = difference(before, configs);
          return refusal(ErrorCode.INVALID_REQUEST, validateBrokerConfigChange(changes, isPerBroker));
        }
        case ResourceType.GROUP:
          for (const [name, value] of configs) {
            const problem = validateGroupConfig(name, value, layers());
            if (problem !== null) return failure(ErrorCode.INVALID_CONFIG, problem);
          }
          return null;
        default:
          return clientMetricsProblem(configs);
      }
    },
  };
}

function refusal(errorCode: number, message: string | null) {
  return message === null ? null : failure(errorCode, message);
}

function difference(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Map<string, string | null> {
  const changes = new Map<string, string | null>();
  for (const name of before.keys()) if (!after.has(name)) changes.set(name, null);
  for (const [name, value] of after) if (before.get(name) !== value) changes.set(name, value);
  return changes;
}
