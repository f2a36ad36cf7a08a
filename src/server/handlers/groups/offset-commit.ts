/** OffsetCommit: v2-10. v2-4: a retention of its own. v6: leader epochs. v7: static members. v9: member epochs (KIP-848). v10: topics by id. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import {
  type OffsetCommitRequest,
  readOffsetCommitRequest,
} from '../../../core/protocol/generated/offset-commit-request.ts';
import {
  type OffsetCommitResponse,
  writeOffsetCommitResponse,
} from '../../../core/protocol/generated/offset-commit-response.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, groupContext } from './group-handlers.ts';

export function offsetCommitHandler(
  services: GroupHandlerServices,
): ApiHandler<OffsetCommitRequest, OffsetCommitResponse> {
  return {
    apiKey: ApiKey.OffsetCommit,
    minVersion: 2,
    maxVersion: 10,
    read: readOffsetCommitRequest,
    write: writeOffsetCommitResponse,
    handle(request, context, reply) {
      services.groups.submit(
        request.groupId,
        {
          send: (response: OffsetCommitResponse) => reply.send(response),
          fail: (errorCode) => reply.send(failedCommit(request, errorCode)),
        },
        (coordinator, ticket, now) => coordinator.offsetCommit(ticket, request, groupContext(services, context), now),
      );
    },
  };
}

/** The same error for every partition: the answer has no other place for one. */
export function failedCommit(request: Pick<OffsetCommitRequest, 'topics'>, errorCode: number): OffsetCommitResponse {
  return {
    throttleTimeMs: 0,
    topics: request.topics.map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  };
}
