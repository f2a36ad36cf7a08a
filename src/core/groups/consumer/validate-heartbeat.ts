/** Whether a ConsumerGroupHeartbeat makes sense by itself. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import type { ConsumerGroupHeartbeatRequest } from '../../protocol/generated/consumer-group-heartbeat-request.ts';
import { Refusal } from '../refusal.ts';
import { JOIN_EPOCH, LEAVE_EPOCH, LEAVE_STATIC_EPOCH } from './consumer-member.ts';

/** Since version 1 the client makes its own member id (KIP-1082). */
const CLIENT_MADE_ID_VERSION = 1;

export function validateHeartbeat(
  request: ConsumerGroupHeartbeatRequest,
  version: number,
  assignors: readonly string[],
): Refusal | null {
  const message = problem(request, version);
  if (message !== null) return new Refusal(ErrorCode.INVALID_REQUEST, message);
  const { serverAssignor } = request;
  if (serverAssignor === null || assignors.includes(serverAssignor)) return null;
  return new Refusal(
    ErrorCode.UNSUPPORTED_ASSIGNOR,
    `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${assignors.join(', ')}.`,
  );
}

function problem(request: ConsumerGroupHeartbeatRequest, version: number): string | null {
  const { memberEpoch } = request;
  const needsMemberId = version >= CLIENT_MADE_ID_VERSION || memberEpoch > 0 || memberEpoch === LEAVE_EPOCH;
  if (needsMemberId && request.memberId.trim() === '') return "MemberId can't be empty.";
  if (request.groupId.trim() === '') return "GroupId can't be empty.";
  if (request.instanceId?.trim() === '') return "InstanceId can't be empty.";
  if (request.rackId?.trim() === '') return "RackId can't be empty.";
  if (memberEpoch === JOIN_EPOCH) {
    if (request.rebalanceTimeoutMs === -1) return 'RebalanceTimeoutMs must be provided in first request.';
    if (request.topicPartitions === null || request.topicPartitions.length > 0)
      return 'TopicPartitions must be empty when (re-)joining.';
    if (request.subscribedTopicNames === null && request.subscribedTopicRegex === null) {
      return 'Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.';
    }
  }
  if (memberEpoch === LEAVE_STATIC_EPOCH && request.instanceId === null) return "InstanceId can't be null.";
  return memberEpoch < LEAVE_STATIC_EPOCH ? 'MemberEpoch is invalid.' : null;
}
