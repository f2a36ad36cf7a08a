/** One member of a consumer group (KIP-848). A value: an update makes a new one, so that records and state cannot drift apart. */
import type {
  ConsumerGroupCurrentMemberAssignmentValue,
  ConsumerGroupMemberMetadataValue,
} from '../group-record-codecs.ts';
import { EMPTY_EPOCHS, type EpochAssignment, sameEpochs } from './assignment.ts';

/** The values are those of Kafka's records. */
export const MemberState = {
  /** Has what it should have at its epoch. */
  Stable: 1,
  /** Has been told to give up partitions and has not yet said that it did. */
  UnrevokedPartitions: 2,
  /** Has given up what it had to; waits for partitions that others still own. */
  UnreleasedPartitions: 3,
  /** Written by a newer version. */
  Unknown: 127,
} as const;

export type MemberState = (typeof MemberState)[keyof typeof MemberState];

export const JOIN_EPOCH = 0;
export const LEAVE_EPOCH = -1;
/** A static member leaves for a while: its partitions are kept for its return. */
export const LEAVE_STATIC_EPOCH = -2;

export type ClassicMemberMetadata = NonNullable<ConsumerGroupMemberMetadataValue['classicMemberMetadata']>;

export interface ConsumerMember {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly previousMemberEpoch: number;
  readonly state: MemberState;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  /** Sorted, distinct. */
  readonly subscribedTopicNames: readonly string[];
  /** Empty where there is none. */
  readonly subscribedTopicRegex: string;
  readonly serverAssignor: string | null;
  /** Set for a member that speaks the classic protocol. */
  readonly classic: ClassicMemberMetadata | null;
  readonly assigned: EpochAssignment;
  readonly pendingRevocation: EpochAssignment;
}

export function newMember(memberId: string): ConsumerMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: MemberState.Stable,
    instanceId: null,
    rackId: null,
    clientId: '',
    clientHost: '',
    rebalanceTimeoutMs: -1,
    subscribedTopicNames: [],
    subscribedTopicRegex: '',
    serverAssignor: null,
    classic: null,
    assigned: EMPTY_EPOCHS,
    pendingRevocation: EMPTY_EPOCHS,
  };
}

export function withMetadata(member: ConsumerMember, value: ConsumerGroupMemberMetadataValue): ConsumerMember {
  return {
    ...member,
    instanceId: value.instanceId,
    rackId: value.rackId,
    clientId: value.clientId,
    clientHost: value.clientHost,
    rebalanceTimeoutMs: value.rebalanceTimeoutMs,
    subscribedTopicNames: sortedNames(value.subscribedTopicNames),
    subscribedTopicRegex: value.subscribedTopicRegex ?? '',
    serverAssignor: value.serverAssignor,
    classic: value.classicMemberMetadata,
  };
}

export function metadataValue(member: ConsumerMember): ConsumerGroupMemberMetadataValue {
  return {
    instanceId: member.instanceId,
    rackId: member.rackId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames],
    subscribedTopicRegex: member.subscribedTopicRegex,
    rebalanceTimeoutMs: member.rebalanceTimeoutMs,
    serverAssignor: member.serverAssignor,
    classicMemberMetadata: member.classic,
  };
}

export function withCurrentAssignment(
  member: ConsumerMember,
  value: ConsumerGroupCurrentMemberAssignmentValue,
): ConsumerMember {
  const isKnown = value.state >= MemberState.Stable && value.state <= MemberState.UnreleasedPartitions;
  return {
    ...member,
    memberEpoch: value.memberEpoch,
    previousMemberEpoch: value.previousMemberEpoch,
    state: isKnown ? (value.state as MemberState) : MemberState.Unknown,
    assigned: readEpochs(value.assignedPartitions, value.memberEpoch),
    pendingRevocation: readEpochs(value.partitionsPendingRevocation, value.memberEpoch),
  };
}

/** The member as it is between the tombstones of its assignment and of its metadata. */
export function withoutCurrentAssignment(member: ConsumerMember): ConsumerMember {
  return {
    ...member,
    memberEpoch: LEAVE_EPOCH,
    previousMemberEpoch: LEAVE_EPOCH,
    assigned: EMPTY_EPOCHS,
    pendingRevocation: EMPTY_EPOCHS,
  };
}

export function currentAssignmentValue(member: ConsumerMember): ConsumerGroupCurrentMemberAssignmentValue {
  return {
    memberEpoch: member.memberEpoch,
    previousMemberEpoch: member.previousMemberEpoch,
    state: member.state,
    assignedPartitions: writeEpochs(member.assigned),
    partitionsPendingRevocation: writeEpochs(member.pendingRevocation),
  };
}

export function sameMetadata(a: ConsumerMember, b: ConsumerMember): boolean {
  return (
    a.instanceId === b.instanceId &&
    a.rackId === b.rackId &&
    a.clientId === b.clientId &&
    a.clientHost === b.clientHost &&
    a.rebalanceTimeoutMs === b.rebalanceTimeoutMs &&
    sameNames(a.subscribedTopicNames, b.subscribedTopicNames) &&
    a.subscribedTopicRegex === b.subscribedTopicRegex &&
    a.serverAssignor === b.serverAssignor &&
    sameClassic(a.classic, b.classic)
  );
}

export function sameCurrentAssignment(a: ConsumerMember, b: ConsumerMember): boolean {
  return (
    a.memberEpoch === b.memberEpoch &&
    a.previousMemberEpoch === b.previousMemberEpoch &&
    a.state === b.state &&
    sameEpochs(a.assigned, b.assigned) &&
    sameEpochs(a.pendingRevocation, b.pendingRevocation)
  );
}

export function isReconciledTo(member: ConsumerMember, epoch: number): boolean {
  return member.state === MemberState.Stable && member.memberEpoch === epoch;
}

export const sortedNames = (names: readonly string[]): string[] => [...new Set(names)].sort();

export const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name === b[i]);

function sameClassic(a: ClassicMemberMetadata | null, b: ClassicMemberMetadata | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.sessionTimeoutMs !== b.sessionTimeoutMs || a.supportedProtocols.length !== b.supportedProtocols.length)
    return false;
  return a.supportedProtocols.every((one, i) => {
    const other = b.supportedProtocols[i]!;
    return (
      one.name === other.name &&
      one.metadata.length === other.metadata.length &&
      one.metadata.every((byte, at) => byte === other.metadata[at])
    );
  });
}

type EpochList = ConsumerGroupCurrentMemberAssignmentValue['assignedPartitions'];

/** Records written before the epochs were recorded: the member's own epoch stands for all. */
function readEpochs(list: EpochList, memberEpoch: number): EpochAssignment {
  const assignment = new Map<string, Map<number, number>>();
  for (const { topicId, partitions, assignmentEpochs } of list) {
    const epochs = assignment.get(topicId) ?? new Map<number, number>();
    partitions.forEach((partition, i) => {
      epochs.set(partition, assignmentEpochs?.[i] ?? memberEpoch);
    });
    assignment.set(topicId, epochs);
  }
  return assignment;
}

function writeEpochs(assignment: EpochAssignment): EpochList {
  return [...assignment].map(([topicId, epochs]) => ({
    topicId,
    partitions: [...epochs.keys()],
    assignmentEpochs: [...epochs.values()],
  }));
}
