/** ConsumerGroupHeartbeat: v0-1 (KIP-848). v1: regular expressions, and member ids made by the client. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type ConsumerGroupHeartbeatRequest,
  readConsumerGroupHeartbeatRequest,
} from '../../../core/protocol/generated/consumer-group-heartbeat-request.ts';
import {
  type ConsumerGroupHeartbeatResponse,
  newConsumerGroupHeartbeatResponse,
  writeConsumerGroupHeartbeatResponse,
} from '../../../core/protocol/generated/consumer-group-heartbeat-response.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, groupContext } from './group-handlers.ts';

export function consumerGroupHeartbeatHandler(
  services: GroupHandlerServices,
): ApiHandler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> {
  return {
    apiKey: ApiKey.ConsumerGroupHeartbeat,
    minVersion: 0,
    maxVersion: 1,
    read: readConsumerGroupHeartbeatRequest,
    write: writeConsumerGroupHeartbeatResponse,
    handle(request, context, reply) {
      if (services.isConsumerProtocolEnabled?.() === false) {
        reply.send(newConsumerGroupHeartbeatResponse({ errorCode: ErrorCode.UNSUPPORTED_VERSION }));
        return;
      }
      services.groups.submit(
        request.groupId,
        {
          send: (response: ConsumerGroupHeartbeatResponse) => reply.send(response),
          fail: (errorCode) => reply.send(newConsumerGroupHeartbeatResponse({ errorCode })),
        },
        (coordinator, ticket, now) =>
          coordinator.consumerGroupHeartbeat(ticket, request, groupContext(services, context), now),
      );
    },
  };
}
