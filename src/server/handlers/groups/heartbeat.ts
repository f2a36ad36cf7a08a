/** Heartbeat: v0-4. v3: static members. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import { type HeartbeatRequest, readHeartbeatRequest } from '../../../core/protocol/generated/heartbeat-request.ts';
import {
  type HeartbeatResponse,
  newHeartbeatResponse,
  writeHeartbeatResponse,
} from '../../../core/protocol/generated/heartbeat-response.ts';
import type { ApiHandler } from '../handler.ts';
import type { GroupHandlerServices } from './group-handlers.ts';

export function heartbeatHandler({ groups }: GroupHandlerServices): ApiHandler<HeartbeatRequest, HeartbeatResponse> {
  return {
    apiKey: ApiKey.Heartbeat,
    minVersion: 0,
    maxVersion: 4,
    read: readHeartbeatRequest,
    write: writeHeartbeatResponse,
    handle(request, _, reply) {
      const fail = (errorCode: number): void => {
        // Sessions start anew when loading is done: there is nothing for the client to do until then.
        const isLoading = errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
        reply.send(newHeartbeatResponse({ errorCode: isLoading ? ErrorCode.NONE : errorCode }));
      };
      groups.submit(
        request.groupId,
        { send: (response: HeartbeatResponse) => reply.send(response), fail },
        (coordinator, ticket, now) => coordinator.heartbeat(ticket, request, now),
      );
    },
  };
}
