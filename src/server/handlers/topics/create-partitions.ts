/**
 * CreatePartitions: v0-3. Adds partitions to topics; answered when this broker serves the new ones. Main thread.
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode, errorMessage } from '../../../core/protocol/error-codes.ts';
import {
  type CreatePartitionsRequest,
  readCreatePartitionsRequest,
} from '../../../core/protocol/generated/create-partitions-request.ts';
import {
  type CreatePartitionsResponse,
  newCreatePartitionsResponse,
  writeCreatePartitionsResponse,
} from '../../../core/protocol/generated/create-partitions-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import type { ApiHandler } from '../handler.ts';

export function createPartitionsHandler(services: {
  readonly metadata: MetadataService;
}): ApiHandler<CreatePartitionsRequest, CreatePartitionsResponse> {
  return {
    apiKey: ApiKey.CreatePartitions,
    minVersion: 0,
    maxVersion: 3,
    read: readCreatePartitionsRequest,
    write: writeCreatePartitionsResponse,
    handle(request, { arrivedAt }, reply) {
      const { metadata } = services;
      const deadline = arrivedAt + Math.max(request.timeoutMs, 0);
      metadata.submit({ apiKey: ApiKey.CreatePartitions, request }, deadline, ({ errorCode, response }) => {
        if (response === null) {
          reply.send(failedAsAWhole(request, errorCode));
          return;
        }
        const ids: string[] = [];
        for (const result of response.results) {
          const topic = metadata.cache.image.topics.byName(result.name);
          if (result.errorCode === ErrorCode.NONE && topic !== undefined) ids.push(topic.id);
        }
        metadata.whenReady(request.validateOnly ? [] : ids, deadline, () => reply.send(response));
      });
    },
  };
}

function failedAsAWhole(request: CreatePartitionsRequest, errorCode: number): CreatePartitionsResponse {
  const names = new Set(request.topics.map((topic) => topic.name));
  const results = [...names].map((name) => ({ name, errorCode, errorMessage: errorMessage(errorCode) }));
  return newCreatePartitionsResponse({ results });
}
