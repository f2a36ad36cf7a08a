/** ConsumerGroupDescribe: v0-1 (KIP-848). v1: whether a member speaks the classic protocol. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type ConsumerGroupDescribeRequest,
  readConsumerGroupDescribeRequest,
} from '../../../core/protocol/generated/consumer-group-describe-request.ts';
import {
  type ConsumerGroupDescribeResponse,
  newConsumerGroupDescribeResponseDescribedGroup,
  writeConsumerGroupDescribeResponse,
} from '../../../core/protocol/generated/consumer-group-describe-response.ts';
import { GROUP_OPERATIONS, OPERATIONS_NOT_ASKED } from '../authorized-operations.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, gather } from './group-handlers.ts';

type DescribedGroup = ConsumerGroupDescribeResponse['groups'][number];

export function consumerGroupDescribeHandler({
  groups,
  isConsumerProtocolEnabled = () => true,
}: GroupHandlerServices): ApiHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> {
  return {
    apiKey: ApiKey.ConsumerGroupDescribe,
    minVersion: 0,
    maxVersion: 1,
    read: readConsumerGroupDescribeRequest,
    write: writeConsumerGroupDescribeResponse,
    handle(request, _, reply) {
      const authorizedOperations = request.includeAuthorizedOperations ? GROUP_OPERATIONS : OPERATIONS_NOT_ASKED;
      const part = gather<DescribedGroup>(request.groupIds.length, (described) => {
        for (const group of described) if (group.errorCode === 0) group.authorizedOperations = authorizedOperations;
        reply.send({ throttleTimeMs: 0, groups: described });
      });
      request.groupIds.forEach((groupId, i) => {
        const send = part(i);
        const fail = (errorCode: number): void =>
          send(newConsumerGroupDescribeResponseDescribedGroup({ groupId, errorCode }));
        if (!isConsumerProtocolEnabled()) fail(ErrorCode.UNSUPPORTED_VERSION);
        else if (groupId === '') fail(ErrorCode.INVALID_GROUP_ID);
        else groups.ask(groupId, { send, fail }, (coordinator) => coordinator.describeConsumerGroup(groupId));
      });
    },
  };
}
