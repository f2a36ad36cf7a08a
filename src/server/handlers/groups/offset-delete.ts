/** OffsetDelete: v0. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type OffsetDeleteRequest,
  readOffsetDeleteRequest,
} from '../../../core/protocol/generated/offset-delete-request.ts';
import {
  newOffsetDeleteResponse,
  type OffsetDeleteResponse,
  writeOffsetDeleteResponse,
} from '../../../core/protocol/generated/offset-delete-response.ts';
import type { ApiHandler } from '../handler.ts';
import type { GroupHandlerServices } from './group-handlers.ts';

export function offsetDeleteHandler({
  groups,
}: GroupHandlerServices): ApiHandler<OffsetDeleteRequest, OffsetDeleteResponse> {
  return {
    apiKey: ApiKey.OffsetDelete,
    minVersion: 0,
    maxVersion: 0,
    read: readOffsetDeleteRequest,
    write: writeOffsetDeleteResponse,
    handle(request, _, reply) {
      const fail = (errorCode: number): void => reply.send(newOffsetDeleteResponse({ errorCode }));
      if (request.groupId === '') return fail(ErrorCode.INVALID_GROUP_ID);
      groups.submit(
        request.groupId,
        { send: (response: OffsetDeleteResponse) => reply.send(response), fail },
        (coordinator, ticket, now) => coordinator.offsetDelete(ticket, request, now),
      );
    },
  };
}
