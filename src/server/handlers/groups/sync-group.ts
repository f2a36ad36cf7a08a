/** SyncGroup: v0-5. Followers park until the leader has brought the assignment. v3: static members. v5: the protocol is compared. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { readSyncGroupRequest, type SyncGroupRequest } from '../../../core/protocol/generated/sync-group-request.ts';
import {
  newSyncGroupResponse,
  type SyncGroupResponse,
  writeSyncGroupResponse,
} from '../../../core/protocol/generated/sync-group-response.ts';
import type { ApiHandler } from '../handler.ts';
import type { GroupHandlerServices } from './group-handlers.ts';

export function syncGroupHandler({ groups }: GroupHandlerServices): ApiHandler<SyncGroupRequest, SyncGroupResponse> {
  return {
    apiKey: ApiKey.SyncGroup,
    minVersion: 0,
    maxVersion: 5,
    read: readSyncGroupRequest,
    write: writeSyncGroupResponse,
    handle(request, _, reply) {
      groups.submit(
        request.groupId,
        {
          send: (response: SyncGroupResponse) => reply.send(response),
          fail: (errorCode) => reply.send(newSyncGroupResponse({ errorCode })),
        },
        (coordinator, ticket, now) => coordinator.syncGroup(ticket, request, now),
      );
    },
  };
}
