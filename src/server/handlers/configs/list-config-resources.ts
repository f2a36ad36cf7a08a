/**
 * ListConfigResources: v0-1 (KIP-1142). Names of the resources that have configs of their own; v0 knows client metrics
 * subscriptions only. Main thread.
 */
import { ResourceType } from '../../../core/metadata/configs-image.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type ListConfigResourcesRequest,
  readListConfigResourcesRequest,
} from '../../../core/protocol/generated/list-config-resources-request.ts';
import {
  type ListConfigResourcesResponse,
  newListConfigResourcesResponse,
  writeListConfigResourcesResponse,
} from '../../../core/protocol/generated/list-config-resources-response.ts';
import type { MetadataCache } from '../../../services/metadata/metadata-cache.ts';
import type { ApiHandler } from '../handler.ts';

const EVERY_TYPE: readonly number[] = Object.values(ResourceType);

export function listConfigResourcesHandler(services: {
  readonly cache: MetadataCache;
}): ApiHandler<ListConfigResourcesRequest, ListConfigResourcesResponse> {
  return {
    apiKey: ApiKey.ListConfigResources,
    minVersion: 0,
    maxVersion: 1,
    read: readListConfigResourcesRequest,
    write: writeListConfigResourcesResponse,
    handle(request, { apiVersion }, reply) {
      const asked = apiVersion === 0 ? [ResourceType.CLIENT_METRICS] : [...new Set(request.resourceTypes)];
      const types = asked.length === 0 ? EVERY_TYPE : asked;
      if (types.some((type) => !EVERY_TYPE.includes(type))) {
        reply.send(newListConfigResourcesResponse({ errorCode: ErrorCode.UNSUPPORTED_VERSION }));
        return;
      }
      const configResources = types.flatMap((resourceType) =>
        namesOf(services.cache, resourceType).map((resourceName) => ({ resourceName, resourceType })),
      );
      reply.send(newListConfigResourcesResponse({ configResources }));
    },
  };
}

/** Topics and brokers are there to be configured whether anything is set or not; the others exist by being set. */
function namesOf({ image }: MetadataCache, resourceType: number): string[] {
  switch (resourceType) {
    case ResourceType.TOPIC:
      return [...image.topics.names()];
    case ResourceType.BROKER:
    case ResourceType.BROKER_LOGGER:
      return image.brokers.all().map((broker) => String(broker.id));
    default:
      return image.configs.resourcesOf(resourceType);
  }
}
