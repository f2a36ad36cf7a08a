/**
 * One group with its members, of the classic or the consumer protocol (KIP-848), in one shape. The newer question is
 * asked first: it answers GROUP_ID_NOT_FOUND for a classic group, and then the older one tells.
 */
import { readAssignment } from '../core/groups/consumer-protocol.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newConsumerGroupDescribeRequest } from '../core/protocol/generated/consumer-group-describe-request.ts';
import type {
  ConsumerGroupDescribeResponseAssignment,
  ConsumerGroupDescribeResponseDescribedGroup,
} from '../core/protocol/generated/consumer-group-describe-response.ts';
import { newDescribeGroupsRequest } from '../core/protocol/generated/describe-groups-request.ts';
import type { DescribeGroupsResponseDescribedGroup } from '../core/protocol/generated/describe-groups-response.ts';
import { type Coordinator, CoordinatorType, callBuilt, findCoordinator } from './coordinators.ts';
import { CONSUMER_GROUP_DESCRIBE, DESCRIBE_GROUPS } from './group-apis.ts';
import { isRetriableOnceReached, type KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';
import { retrying } from './retry.ts';

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface GroupMember {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly clientId: string;
  /** As the broker saw it: `/127.0.0.1`. */
  readonly host: string;
  readonly assignment: readonly TopicPartition[];
  /** What it is to have once the group has settled; null in a classic group. */
  readonly targetAssignment: readonly TopicPartition[] | null;
  /** Null in a classic group. */
  readonly epoch: number | null;
  /** Whether it speaks the consumer protocol; null where the broker is too old to say. */
  readonly isUpgraded: boolean | null;
}

export interface DescribedGroup {
  readonly groupId: string;
  readonly type: 'classic' | 'consumer';
  /** As Kafka writes it. */
  readonly state: string;
  readonly protocolType: string;
  /** The assignor; empty in a group without members. */
  readonly assignor: string;
  readonly coordinator: Coordinator;
  /** Null in a classic group. */
  readonly groupEpoch: number | null;
  readonly targetAssignmentEpoch: number | null;
  readonly members: readonly GroupMember[];
}

/** Null when there is no such group. */
export async function describeGroup(client: KafkaClient, groupId: string): Promise<DescribedGroup | null> {
  return retrying(
    client.retry,
    async () => {
      const coordinator = await findCoordinator(client, CoordinatorType.GROUP, groupId);
      return (
        (await describeConsumerGroup(client, coordinator, groupId)) ??
        (await describeClassicGroup(client, coordinator, groupId))
      );
    },
    isRetriableOnceReached(client),
  );
}

async function describeConsumerGroup(
  client: KafkaClient,
  coordinator: Coordinator,
  groupId: string,
): Promise<DescribedGroup | null> {
  const connection = await client.at(coordinator);
  if (connection.versionOf(CONSUMER_GROUP_DESCRIBE) === null) return null;
  const request = newConsumerGroupDescribeRequest({ groupIds: [groupId] });
  const { groups } = await connection.call(CONSUMER_GROUP_DESCRIBE, request);
  const group = groups.find((candidate) => candidate.groupId === groupId);
  if (group === undefined) throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, `group ${groupId}`);
  const isOfOtherKind = group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND;
  // Brokers with the API but without the feature answer so.
  if (isOfOtherKind || group.errorCode === ErrorCode.UNSUPPORTED_VERSION) return null;
  refuseError(group.errorCode, `group ${groupId}`, group.errorMessage);
  return consumerGroup(group, coordinator);
}

function consumerGroup(group: ConsumerGroupDescribeResponseDescribedGroup, coordinator: Coordinator): DescribedGroup {
  return {
    groupId: group.groupId,
    type: 'consumer',
    state: group.groupState,
    protocolType: 'consumer',
    assignor: group.assignorName,
    coordinator,
    groupEpoch: group.groupEpoch,
    targetAssignmentEpoch: group.assignmentEpoch,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      instanceId: member.instanceId,
      clientId: member.clientId,
      host: member.clientHost,
      assignment: partitionsOf(member.assignment),
      targetAssignment: partitionsOf(member.targetAssignment),
      epoch: member.memberEpoch,
      // −1 from version 0, which does not carry it; 0 speaks the classic protocol, 1 the new one.
      isUpgraded: member.memberType < 0 ? null : member.memberType === 1,
    })),
  };
}

function partitionsOf({ topicPartitions }: ConsumerGroupDescribeResponseAssignment): TopicPartition[] {
  return topicPartitions.flatMap(({ topicName, partitions }) =>
    partitions.map((partition) => ({ topic: topicName, partition })),
  );
}

async function describeClassicGroup(
  client: KafkaClient,
  coordinator: Coordinator,
  groupId: string,
): Promise<DescribedGroup | null> {
  const { groups } = await callBuilt(await client.at(coordinator), DESCRIBE_GROUPS, () =>
    newDescribeGroupsRequest({ groups: [groupId] }),
  );
  const group = groups.find((candidate) => candidate.groupId === groupId);
  if (group === undefined) throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, `group ${groupId}`);
  // Up to version 5 a group that is not there is described as dead.
  if (group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND || group.groupState === 'Dead') return null;
  refuseError(group.errorCode, `group ${groupId}`, group.errorMessage);
  return classicGroup(group, coordinator);
}

function classicGroup(group: DescribeGroupsResponseDescribedGroup, coordinator: Coordinator): DescribedGroup {
  const isOfConsumers = group.protocolType === '' || group.protocolType === 'consumer';
  return {
    groupId: group.groupId,
    type: 'classic',
    state: group.groupState,
    protocolType: group.protocolType,
    assignor: group.protocolData,
    coordinator,
    groupEpoch: null,
    targetAssignmentEpoch: null,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      instanceId: member.groupInstanceId,
      clientId: member.clientId,
      host: member.clientHost,
      // Other kinds of members (Connect) have assignments that only they can read.
      assignment: (isOfConsumers ? (readAssignment(member.memberAssignment)?.partitions ?? []) : []).flatMap(
        ({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })),
      ),
      targetAssignment: null,
      epoch: null,
      isUpgraded: null,
    })),
  };
}
