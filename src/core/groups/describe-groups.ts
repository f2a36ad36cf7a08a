/** DescribeGroups, ConsumerGroupDescribe and ListGroups: what a group looks like from outside. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { ConsumerGroupDescribeResponse } from '../protocol/generated/consumer-group-describe-response.ts';
import type { DescribeGroupsResponse } from '../protocol/generated/describe-groups-response.ts';
import type { ListGroupsResponse } from '../protocol/generated/list-groups-response.ts';
import { NO_BYTES } from './classic/classic-member.ts';
import { type Assignment, type EpochAssignment, partitionsOf } from './consumer/assignment.ts';
import type { ConsumerGroup } from './consumer/consumer-group.ts';
import type { ConsumerMember } from './consumer/consumer-member.ts';
import type { GroupStore } from './group-store.ts';

export type DescribedGroup = DescribeGroupsResponse['groups'][number];
export type ListedGroup = ListGroupsResponse['groups'][number];
export type DescribedConsumerGroup = ConsumerGroupDescribeResponse['groups'][number];

/** Filled in by whoever knows the principal. */
const OPERATIONS_NOT_ASKED = -2_147_483_648;
/** Before this version a group that does not exist is one that is dead (KIP-1043). */
const NOT_FOUND_VERSION = 6;

export function describeGroup(store: GroupStore, groupId: string, version: number): DescribedGroup {
  const group = store.classicGroup(groupId);
  const base = {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    groupId,
    protocolData: '',
    members: [],
    authorizedOperations: OPERATIONS_NOT_ASKED,
  };
  if (group === null) {
    const isKnown = store.groups.has(groupId);
    const error = {
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
      errorMessage: isKnown ? `Group ${groupId} is not a classic group.` : `Group ${groupId} not found.`,
    };
    return { ...base, ...(version >= NOT_FOUND_VERSION ? error : {}), groupState: 'Dead', protocolType: '' };
  }
  const isStable = group.state === 'Stable';
  return {
    ...base,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: isStable ? (group.protocolName ?? '') : '',
    members: [...group.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: isStable ? member.metadata(group.protocolName) : NO_BYTES,
      memberAssignment: member.assignment,
    })),
  };
}

/** Filters are case-insensitive; an empty one lets everything through. */
export function listGroups(
  store: GroupStore,
  statesFilter: readonly string[],
  typesFilter: readonly string[],
): ListedGroup[] {
  const states = new Set(statesFilter.map((state) => state.trim().toLowerCase()));
  const types = new Set(typesFilter.map((type) => type.trim().toLowerCase()));
  const listed: ListedGroup[] = [];
  for (const group of store.groups.values()) {
    if (states.size > 0 && !states.has(group.state.toLowerCase())) continue;
    if (types.size > 0 && !types.has(group.type)) continue;
    const isClassic = group.type === 'classic';
    listed.push({
      groupId: group.groupId,
      protocolType: isClassic ? (group.protocolType ?? '') : 'consumer',
      groupState: group.state,
      groupType: group.type,
    });
  }
  return listed;
}

export function describeConsumerGroup(store: GroupStore, groupId: string): DescribedConsumerGroup {
  const group = store.consumerGroup(groupId);
  if (group === null) {
    const errorMessage = store.groups.has(groupId)
      ? `Group ${groupId} is not a consumer group.`
      : `Group ${groupId} not found.`;
    return {
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
      errorMessage,
      groupId,
      groupState: '',
      groupEpoch: 0,
      assignmentEpoch: 0,
      assignorName: '',
      members: [],
      authorizedOperations: OPERATIONS_NOT_ASKED,
    };
  }
  return {
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    groupId,
    groupState: group.state,
    groupEpoch: group.groupEpoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName: group.preferredAssignor() ?? store.config['group.consumer.assignors'][0] ?? '',
    members: [...group.members.values()].map((member) => describeMember(store, group, member)),
    authorizedOperations: OPERATIONS_NOT_ASKED,
  };
}

function describeMember(
  store: GroupStore,
  group: ConsumerGroup,
  member: ConsumerMember,
): DescribedConsumerGroup['members'][number] {
  return {
    memberId: member.memberId,
    instanceId: member.instanceId,
    rackId: member.rackId,
    memberEpoch: member.memberEpoch,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames],
    subscribedTopicRegex: member.subscribedTopicRegex,
    assignment: named(store, partitionsOf(union(member.assigned, member.pendingRevocation))),
    targetAssignment: named(store, group.target(member.memberId)),
    memberType: member.classic === null ? 1 : 0,
  };
}

function union(a: EpochAssignment, b: EpochAssignment): EpochAssignment {
  const both = new Map([...a].map(([topicId, partitions]) => [topicId, new Map(partitions)]));
  for (const [topicId, partitions] of b) both.set(topicId, new Map([...(both.get(topicId) ?? []), ...partitions]));
  return both;
}

/** A topic that was deleted meanwhile is left out. */
function named(
  store: GroupStore,
  assignment: Assignment,
): { topicPartitions: { topicId: string; topicName: string; partitions: number[] }[] } {
  const topicPartitions = [];
  for (const [topicId, partitions] of assignment) {
    const topicName = store.ports.topics.topicName(topicId);
    if (topicName !== null) topicPartitions.push({ topicId, topicName, partitions: [...partitions] });
  }
  return { topicPartitions };
}
