/** A shell for one coordinator: a log in memory, tickets, a clock that tests turn by hand, and members that speak. */
import { expect } from 'vitest';
import type {
  CoordinatorResult,
  GroupOverrides,
  GroupRecord,
  GroupRequestContext,
  TopicMetadataPort,
} from '../../../../src/core/groups/coordinator-contract.ts';
import { DEFAULT_GROUP_CONFIG, type GroupConfig } from '../../../../src/core/groups/group-config.ts';
import { GroupCoordinator } from '../../../../src/core/groups/group-coordinator.ts';
import { ErrorCode, errorName } from '../../../../src/core/protocol/error-codes.ts';
import {
  type ConsumerGroupHeartbeatRequest,
  newConsumerGroupHeartbeatRequest,
} from '../../../../src/core/protocol/generated/consumer-group-heartbeat-request.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../../../src/core/protocol/generated/consumer-group-heartbeat-response.ts';
import { newHeartbeatRequest } from '../../../../src/core/protocol/generated/heartbeat-request.ts';
import {
  type JoinGroupRequest,
  newJoinGroupRequest,
} from '../../../../src/core/protocol/generated/join-group-request.ts';
import type { JoinGroupResponse } from '../../../../src/core/protocol/generated/join-group-response.ts';
import {
  newLeaveGroupRequest,
  newLeaveGroupRequestMemberIdentity,
} from '../../../../src/core/protocol/generated/leave-group-request.ts';
import type { LeaveGroupResponse } from '../../../../src/core/protocol/generated/leave-group-response.ts';
import {
  newOffsetCommitRequest,
  newOffsetCommitRequestPartition,
  newOffsetCommitRequestTopic,
  type OffsetCommitRequest,
} from '../../../../src/core/protocol/generated/offset-commit-request.ts';
import type { OffsetCommitResponse } from '../../../../src/core/protocol/generated/offset-commit-response.ts';
import { newSyncGroupRequest } from '../../../../src/core/protocol/generated/sync-group-request.ts';
import type { SyncGroupResponse } from '../../../../src/core/protocol/generated/sync-group-response.ts';

export const START = 1_700_000_000_000;
export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Ids are the name, padded to the 22 characters of a uuid. */
export function topicId(name: string): string {
  return `${name
    .replace(/[^A-Za-z0-9]/g, '_')
    .padEnd(21, '0')
    .slice(0, 21)}A`;
}

export class Topics implements TopicMetadataPort {
  readonly counts = new Map<string, number>();
  version = 1;
  /** Ids that are not the usual one: topics that were deleted and made anew. */
  readonly ids = new Map<string, string>();

  constructor(counts: Record<string, number> = {}) {
    for (const [name, count] of Object.entries(counts)) this.counts.set(name, count);
  }

  set(name: string, partitions: number): void {
    this.counts.set(name, partitions);
    this.version++;
  }

  delete(name: string): void {
    this.counts.delete(name);
    this.version++;
  }

  topicId(name: string): string | null {
    return this.counts.has(name) ? (this.ids.get(name) ?? topicId(name)) : null;
  }

  topicName(id: string): string | null {
    for (const name of this.counts.keys()) if (this.topicId(name) === id) return name;
    return null;
  }

  partitionCount(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  topicNames(): Iterable<string> {
    return this.counts.keys();
  }
}

export interface LoggedRecord extends GroupRecord {
  readonly producerId: number;
}
export type LogEntry = LoggedRecord | { readonly marker: number; readonly isCommit: boolean };

export class Bench {
  now = START;
  readonly topics: Topics;
  readonly log: LogEntry[] = [];
  readonly answers = new Map<number, unknown>();
  readonly events: { name: string; groupId: string; detail: Record<string, unknown> }[] = [];
  coordinator: GroupCoordinator;
  config: GroupConfig;
  overrides: GroupOverrides = {};
  /** Set: the log refuses what it is given next, with this error. */
  refuseWith: number = ErrorCode.NONE;
  #tickets = 0;
  #uuids = 0;

  constructor(config: Partial<GroupConfig> = {}, topics: Record<string, number> = { orders: 4, payments: 2 }) {
    this.config = { ...DEFAULT_GROUP_CONFIG, 'group.initial.rebalance.delay.ms': 0, ...config };
    this.topics = new Topics(topics);
    this.coordinator = this.#build();
    this.take(this.coordinator.loaded(this.now));
  }

  #build(): GroupCoordinator {
    return new GroupCoordinator(
      this.config,
      {
        topics: this.topics,
        randomUuid: () => `00000000-0000-4000-8000-${String(++this.#uuids).padStart(12, '0')}`,
        groupOverrides: () => this.overrides,
        event: (name, groupId, detail) => void this.events.push({ name, groupId, detail }),
      },
      this.now,
    );
  }

  /** The log as the cleaner leaves it: of each key the newest value, and no tombstones. For logs without transactions. */
  compacted(): LogEntry[] {
    const newest = new Map<string, LogEntry>();
    for (const entry of this.log) {
      if ('marker' in entry) throw new Error('the log holds transactions');
      const key = Buffer.from(entry.key).toString('latin1');
      newest.delete(key);
      newest.set(key, entry);
    }
    return [...newest.values()].filter((entry) => 'key' in entry && entry.value !== null);
  }

  /** A second coordinator that knows the log alone, not yet loaded to the end. */
  replayed(log: readonly LogEntry[] = this.log): GroupCoordinator {
    const coordinator = this.#build();
    for (const entry of log) {
      if ('marker' in entry) coordinator.replayMarker(entry.marker, entry.isCommit);
      else coordinator.replay(entry.key, entry.value, entry.producerId);
    }
    return coordinator;
  }

  /** The broker dies and comes back. */
  restart(): void {
    this.coordinator = this.replayed();
    this.take(this.coordinator.loaded(this.now));
  }

  /** What the shell does with a result. */
  take(result: CoordinatorResult): void {
    if (this.refuseWith !== ErrorCode.NONE && result.records.length > 0) {
      const errorCode = this.refuseWith;
      this.refuseWith = ErrorCode.NONE;
      for (const { ticket } of result.completions) this.answers.set(ticket, { failedWith: errorCode });
      this.take(this.coordinator.rejected([result], errorCode, this.now));
      return;
    }
    for (const record of result.records) this.log.push({ ...record, producerId: result.producer?.producerId ?? -1 });
    for (const { ticket, response } of result.completions) {
      expect(this.answers.has(ticket), `ticket ${ticket} answered twice`).toBe(false);
      this.answers.set(ticket, response);
    }
  }

  marker(producerId: number, isCommit: boolean): void {
    this.log.push({ marker: producerId, isCommit });
    this.coordinator.replayMarker(producerId, isCommit);
  }

  ticket(): number {
    return ++this.#tickets;
  }

  context(apiVersion: number, clientId = 'client'): GroupRequestContext {
    return { apiVersion, clientId, clientHost: '/127.0.0.1', mayDescribeTopic: () => true };
  }

  /** Lets time pass, timer by timer. */
  pass(ms: number): void {
    const until = this.now + ms;
    for (let next = this.coordinator.nextDeadline(); next <= until; next = this.coordinator.nextDeadline()) {
      this.now = Math.max(this.now, next);
      this.take(this.coordinator.advance(this.now));
    }
    this.now = until;
    this.take(this.coordinator.advance(this.now));
  }

  answer<T>(ticket: number): T | undefined {
    return this.answers.get(ticket) as T | undefined;
  }

  // Requests; each returns the ticket or, where the answer must come at once, the answer.

  join(groupId: string, fields: Partial<JoinGroupRequest> = {}, version = 9, clientId = 'client'): number {
    const ticket = this.ticket();
    const request = newJoinGroupRequest({
      groupId,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 60_000,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: text('m') }],
      ...fields,
    });
    this.take(this.coordinator.joinGroup(ticket, request, this.context(version, clientId), this.now));
    return ticket;
  }

  joined(ticket: number): JoinGroupResponse | undefined {
    return this.answer<JoinGroupResponse>(ticket);
  }

  sync(
    groupId: string,
    memberId: string,
    generationId: number,
    assignments: Record<string, string> = {},
    groupInstanceId: string | null = null,
  ): number {
    const ticket = this.ticket();
    const request = newSyncGroupRequest({
      groupId,
      memberId,
      generationId,
      groupInstanceId,
      assignments: Object.entries(assignments).map(([id, value]) => ({ memberId: id, assignment: text(value) })),
    });
    this.take(this.coordinator.syncGroup(ticket, request, this.now));
    return ticket;
  }

  synced(ticket: number): SyncGroupResponse | undefined {
    return this.answer<SyncGroupResponse>(ticket);
  }

  heartbeat(groupId: string, memberId: string, generationId: number, groupInstanceId: string | null = null): string {
    const ticket = this.ticket();
    this.take(
      this.coordinator.heartbeat(
        ticket,
        newHeartbeatRequest({ groupId, memberId, generationId, groupInstanceId }),
        this.now,
      ),
    );
    const answer = this.answer<{ errorCode: number; failedWith?: number }>(ticket)!;
    return errorName(answer.errorCode ?? answer.failedWith!);
  }

  leave(groupId: string, ...members: { memberId?: string; groupInstanceId?: string | null }[]): LeaveGroupResponse {
    const ticket = this.ticket();
    const request = newLeaveGroupRequest({
      groupId,
      members: members.map((one) => newLeaveGroupRequestMemberIdentity(one)),
    });
    this.take(this.coordinator.leaveGroup(ticket, request, this.now));
    return this.answer<LeaveGroupResponse>(ticket)!;
  }

  commit(
    groupId: string,
    offsets: Record<string, number>,
    fields: Partial<OffsetCommitRequest> = {},
    version = 9,
    metadata: string | null = '',
  ): Record<string, string> {
    const ticket = this.ticket();
    this.take(
      this.coordinator.offsetCommit(
        ticket,
        commitRequest(groupId, offsets, fields, metadata),
        this.context(version),
        this.now,
      ),
    );
    return commitErrors(this.answer<OffsetCommitResponse>(ticket)!);
  }

  /** `topic-0` → offset, or the name of the error. */
  fetch(
    groupId: string,
    partitions: string[] | null,
    requireStable = false,
    fields: { memberId?: string | null; memberEpoch?: number } = {},
  ): Record<string, number | string> {
    const topics =
      partitions?.map((one) => ({
        name: splitPartition(one)[0],
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
        partitionIndexes: [splitPartition(one)[1]],
      })) ?? null;
    const fetched = this.coordinator.fetchOffsets(
      { groupId, memberId: null, memberEpoch: -1, topics, ...fields },
      requireStable,
      false,
    );
    if (fetched.errorCode !== ErrorCode.NONE) return { error: errorName(fetched.errorCode) };
    const result: Record<string, number | string> = {};
    for (const topic of fetched.topics) {
      for (const one of topic.partitions)
        result[`${topic.name}-${one.partitionIndex}`] =
          one.errorCode === 0 ? one.committedOffset : errorName(one.errorCode);
    }
    return result;
  }

  beat(
    fields: Partial<ConsumerGroupHeartbeatRequest> & { groupId: string; memberId: string; memberEpoch: number },
    version = 1,
  ): ConsumerGroupHeartbeatResponse {
    const ticket = this.ticket();
    this.take(
      this.coordinator.consumerGroupHeartbeat(
        ticket,
        newConsumerGroupHeartbeatRequest(fields),
        this.context(version),
        this.now,
      ),
    );
    return this.answer<ConsumerGroupHeartbeatResponse>(ticket)!;
  }

  // Steps that many tests need.

  /** Joins a new dynamic member through the member-id round. Returns its id and the ticket of the parked join. */
  enter(
    groupId: string,
    fields: Partial<JoinGroupRequest> = {},
    clientId = 'client',
  ): { memberId: string; ticket: number } {
    const first = this.joined(this.join(groupId, fields, 9, clientId))!;
    expect(errorName(first.errorCode)).toBe('MEMBER_ID_REQUIRED');
    return {
      memberId: first.memberId,
      ticket: this.join(groupId, { ...fields, memberId: first.memberId }, 9, clientId),
    };
  }

  /** A stable group of `size` members; the leader's assignment gives each its own id. */
  stable(
    groupId: string,
    size: number,
    fields: Partial<JoinGroupRequest> = {},
  ): { memberIds: string[]; leaderId: string; generationId: number } {
    const memberIds: string[] = [];
    for (let i = 0; i < size; i++) {
      memberIds.push(this.enter(groupId, fields).memberId);
      for (const memberId of memberIds.slice(0, -1)) this.join(groupId, { ...fields, memberId });
    }
    const described = this.coordinator.describeGroup(groupId, 6);
    expect(described.groupState).toBe('CompletingRebalance');
    const joins = [...this.answers.values()].filter(
      (one) => (one as JoinGroupResponse).generationId > 0,
    ) as JoinGroupResponse[];
    const last = joins.filter((one) => memberIds.includes(one.memberId)).at(-1)!;
    const assignments = Object.fromEntries(memberIds.map((memberId) => [memberId, `to ${memberId}`]));
    for (const memberId of memberIds.filter((one) => one !== last.leader))
      this.sync(groupId, memberId, last.generationId);
    this.sync(groupId, last.leader, last.generationId, assignments);
    expect(this.coordinator.describeGroup(groupId, 6).groupState).toBe('Stable');
    return { memberIds, leaderId: last.leader, generationId: last.generationId };
  }

  state(groupId: string): string {
    return this.coordinator.describeGroup(groupId, 5).groupState;
  }
}

export function splitPartition(name: string): [topic: string, partition: number] {
  const at = name.lastIndexOf('-');
  return [name.slice(0, at), Number(name.slice(at + 1))];
}

export function commitRequest(
  groupId: string,
  offsets: Record<string, number>,
  fields: Partial<OffsetCommitRequest> = {},
  metadata: string | null = '',
): OffsetCommitRequest {
  const topics = Object.entries(offsets).map(([partition, offset]) => {
    const [name, index] = splitPartition(partition);
    return newOffsetCommitRequestTopic({
      name,
      partitions: [
        newOffsetCommitRequestPartition({
          partitionIndex: index,
          committedOffset: offset,
          committedMetadata: metadata,
        }),
      ],
    });
  });
  return newOffsetCommitRequest({ groupId, topics, ...fields });
}

export function commitErrors(response: {
  topics: { name: string; partitions: { partitionIndex: number; errorCode: number }[] }[];
}): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const topic of response.topics)
    for (const one of topic.partitions) errors[`${topic.name}-${one.partitionIndex}`] = errorName(one.errorCode);
  return errors;
}
