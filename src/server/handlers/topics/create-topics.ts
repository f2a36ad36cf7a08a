/**
 * CreateTopics: v2-7. Each name gets its own topic or its own error; answered when this broker serves the new topics.
 *
 * v4: -1 partitions or replicas stand for the broker's defaults (KIP-464). v5: the answer carries the topic's partitions,
 * replicas and configs (KIP-525). v7: the topic's id. Main thread.
 */

import { ZERO_UUID } from '../../../core/bytes/uuid.ts';
import { describeTopicConfig } from '../../../core/config/describe-config.ts';
import type { BrokerConfigLayers } from '../../../core/config/layers.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode, errorMessage } from '../../../core/protocol/error-codes.ts';
import {
  type CreateTopicsRequest,
  readCreateTopicsRequest,
} from '../../../core/protocol/generated/create-topics-request.ts';
import {
  type CreateTopicsResponse,
  newCreateTopicsResponse,
  newCreateTopicsResponseCreatableTopicResult,
  writeCreateTopicsResponse,
} from '../../../core/protocol/generated/create-topics-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import type { ApiHandler } from '../handler.ts';

export function createTopicsHandler(services: {
  readonly metadata: MetadataService;
  configLayers(): BrokerConfigLayers;
}): ApiHandler<CreateTopicsRequest, CreateTopicsResponse> {
  return {
    apiKey: ApiKey.CreateTopics,
    minVersion: 2,
    maxVersion: 7,
    read: readCreateTopicsRequest,
    write: writeCreateTopicsResponse,
    handle(request, { arrivedAt }, reply) {
      const deadline = arrivedAt + Math.max(request.timeoutMs, 0);
      services.metadata.submit({ apiKey: ApiKey.CreateTopics, request }, deadline, ({ errorCode, response }) => {
        if (response === null) {
          reply.send(failedAsAWhole(request, errorCode));
          return;
        }
        addConfigs(response, request, services.configLayers());
        const ids = response.topics.map((topic) => topic.topicId).filter((id) => id !== ZERO_UUID);
        services.metadata.whenReady(request.validateOnly ? [] : ids, deadline, () => reply.send(response));
      });
    },
  };
}

function failedAsAWhole(request: CreateTopicsRequest, errorCode: number): CreateTopicsResponse {
  const names = new Set(request.topics.map((topic) => topic.name));
  return newCreateTopicsResponse({
    topics: [...names].map((name) =>
      newCreateTopicsResponseCreatableTopicResult({
        name,
        errorCode,
        errorMessage: errorMessage(errorCode),
        configs: [],
      }),
    ),
  });
}

/** The controller decides, the broker describes: what the topic lives under here, its own settings before the broker's. */
function addConfigs(response: CreateTopicsResponse, request: CreateTopicsRequest, layers: BrokerConfigLayers): void {
  const wishes = new Map(request.topics.map((topic) => [topic.name, topic]));
  for (const topic of response.topics) {
    if (topic.errorCode !== ErrorCode.NONE) continue;
    const overrides = new Map<string, string>();
    for (const { name, value } of wishes.get(topic.name)!.configs) if (value !== null) overrides.set(name, value);
    const options = { names: null, includeSynonyms: false, includeDocumentation: false };
    topic.configs = describeTopicConfig(overrides, layers, options)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, value, readOnly, configSource, isSensitive }) => ({
        name,
        // As it was given, not as it is understood: ` 5 ` stays ` 5 `.
        value: overrides.get(name) ?? value,
        readOnly,
        configSource,
        isSensitive,
      }));
  }
}
