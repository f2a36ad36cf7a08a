/** DeleteGroups: v0-3. v3: error messages. */
import type { DeletedGroup } from '../../../core/groups/delete-groups.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode, errorMessage } from '../../../core/protocol/error-codes.ts';
import {
  type DeleteGroupsRequest,
  readDeleteGroupsRequest,
} from '../../../core/protocol/generated/delete-groups-request.ts';
import {
  type DeleteGroupsResponse,
  writeDeleteGroupsResponse,
} from '../../../core/protocol/generated/delete-groups-response.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, gather } from './group-handlers.ts';

export function deleteGroupsHandler({
  groups,
}: GroupHandlerServices): ApiHandler<DeleteGroupsRequest, DeleteGroupsResponse> {
  return {
    apiKey: ApiKey.DeleteGroups,
    minVersion: 0,
    maxVersion: 3,
    read: readDeleteGroupsRequest,
    write: writeDeleteGroupsResponse,
    handle(request, _, reply) {
      const names = [...new Set(request.groupsNames)];
      const part = gather<DeletedGroup>(names.length, (deleted) => {
        const results = deleted.map(({ groupId, errorCode }) => ({
          groupId,
          errorCode,
          errorMessage: errorCode === ErrorCode.NONE ? null : errorMessage(errorCode),
        }));
        reply.send({ throttleTimeMs: 0, results });
      });
      names.forEach((groupId, i) => {
        const done = part(i);
        groups.submit<DeletedGroup[]>(
          groupId,
          { send: ([deleted]) => done(deleted!), fail: (errorCode) => done({ groupId, errorCode }) },
          (coordinator, ticket, now) => coordinator.deleteGroups(ticket, [groupId], now),
        );
      });
    },
  };
}
