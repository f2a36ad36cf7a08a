/**
 * DeleteTopics: v1-6. By name, from v6 by name or id (KIP-516).
 *
 * Where `delete.topic.enable` is false: TOPIC_DELETION_DISABLED, before v3 INVALID_REQUEST. Main thread.
 */
import { ZERO_UUID } from '../../../core/bytes/uuid.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode, errorMessage } from '../../../core/protocol/error-codes.ts';
import {
  type DeleteTopicsRequest,
  readDeleteTopicsRequest,
} from '../../../core/protocol/generated/delete-topics-request.ts';
import {
  type DeleteTopicsResponse,
  newDeleteTopicsResponse,
  writeDeleteTopicsResponse,
} from '../../../core/protocol/generated/delete-topics-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import type { ApiHandler } from '../handler.ts';

export function deleteTopicsHandler(services: {
  readonly metadata: MetadataService;
}): ApiHandler<DeleteTopicsRequest, DeleteTopicsResponse> {
  return {
    apiKey: ApiKey.DeleteTopics,
    minVersion: 1,
    maxVersion: 6,
    read: readDeleteTopicsRequest,
    write: writeDeleteTopicsResponse,
    handle(request, { apiVersion, arrivedAt }, reply) {
      const deadline = arrivedAt + Math.max(request.timeoutMs, 0);
      const command = newestForm(request);
      services.metadata.submit(
        { apiKey: ApiKey.DeleteTopics, request: command },
        deadline,
        ({ errorCode, response }) => {
          reply.send(forVersion(response ?? failedAsAWhole(command, errorCode), apiVersion));
        },
      );
    },
  };
}

/** Commands are stored and forwarded in the newest version, which has names and ids in one list. */
function newestForm(request: DeleteTopicsRequest): DeleteTopicsRequest {
  const named = request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
  return { topics: [...request.topics, ...named], topicNames: [], timeoutMs: request.timeoutMs };
}

function failedAsAWhole(request: DeleteTopicsRequest, errorCode: number): DeleteTopicsResponse {
  const message = errorMessage(errorCode);
  const responses = request.topics.map(({ name, topicId }) => ({ name, topicId, errorCode, errorMessage: message }));
  return newDeleteTopicsResponse({ responses });
}

function forVersion(response: DeleteTopicsResponse, apiVersion: number): DeleteTopicsResponse {
  if (apiVersion >= 3) return response;
  for (const topic of response.responses) {
    if (topic.errorCode === ErrorCode.TOPIC_DELETION_DISABLED) topic.errorCode = ErrorCode.INVALID_REQUEST;
  }
  return response;
}
