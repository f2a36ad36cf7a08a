/**
 * JoinGroup: v0-9. Parks until the rebalance is through.
 *
 * v1: rebalance timeout. v4: a member without an id is given one first (KIP-394). v5: static members. v7: protocol type
 * in the answer, and no protocol where there is none. v9: a static leader may be told to skip the assignment.
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { type JoinGroupRequest, readJoinGroupRequest } from '../../../core/protocol/generated/join-group-request.ts';
import {
  type JoinGroupResponse,
  newJoinGroupResponse,
  writeJoinGroupResponse,
} from '../../../core/protocol/generated/join-group-response.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, groupContext } from './group-handlers.ts';

const NULLABLE_PROTOCOL_VERSION = 7;

export function joinGroupHandler(services: GroupHandlerServices): ApiHandler<JoinGroupRequest, JoinGroupResponse> {
  return {
    apiKey: ApiKey.JoinGroup,
    minVersion: 0,
    maxVersion: 9,
    read: readJoinGroupRequest,
    write: writeJoinGroupResponse,
    handle(request, context, reply) {
      const send = (response: JoinGroupResponse): void => {
        const mustName = response.protocolName === null && context.apiVersion < NULLABLE_PROTOCOL_VERSION;
        reply.send(mustName ? { ...response, protocolName: '' } : response);
      };
      services.groups.submit(
        request.groupId,
        { send, fail: (errorCode) => send(newJoinGroupResponse({ errorCode, memberId: request.memberId })) },
        (coordinator, ticket, now) => coordinator.joinGroup(ticket, request, groupContext(services, context), now),
      );
    },
  };
}
