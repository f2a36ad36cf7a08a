/** LeaveGroup: v0-5. v3: several members, static ones by instance id. v5: their reasons. Before v3 the one member's error is that of the answer. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import {
  type LeaveGroupRequest,
  newLeaveGroupRequestMemberIdentity,
  readLeaveGroupRequest,
} from '../../../core/protocol/generated/leave-group-request.ts';
import {
  type LeaveGroupResponse,
  newLeaveGroupResponse,
  writeLeaveGroupResponse,
} from '../../../core/protocol/generated/leave-group-response.ts';
import type { ApiHandler } from '../handler.ts';
import type { GroupHandlerServices } from './group-handlers.ts';

const BATCH_VERSION = 3;

export function leaveGroupHandler({ groups }: GroupHandlerServices): ApiHandler<LeaveGroupRequest, LeaveGroupResponse> {
  return {
    apiKey: ApiKey.LeaveGroup,
    minVersion: 0,
    maxVersion: 5,
    read: readLeaveGroupRequest,
    write: writeLeaveGroupResponse,
    handle(request, context, reply) {
      const isBatch = context.apiVersion >= BATCH_VERSION;
      if (!isBatch) request.members = [newLeaveGroupRequestMemberIdentity({ memberId: request.memberId })];
      const send = (response: LeaveGroupResponse): void => {
        const first = response.members[0]?.errorCode ?? response.errorCode;
        reply.send(
          isBatch
            ? response
            : newLeaveGroupResponse({ errorCode: response.errorCode === 0 ? first : response.errorCode }),
        );
      };
      groups.submit(
        request.groupId,
        { send, fail: (errorCode) => reply.send(newLeaveGroupResponse({ errorCode })) },
        (coordinator, ticket, now) => coordinator.leaveGroup(ticket, request, now),
      );
    },
  };
}
