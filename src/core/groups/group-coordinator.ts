/**
 * The coordinator of the groups in one partition of `__consumer_offsets`: one method per request, `replay` and `loaded`
 * for its start, `advance` for time. Main thread; see coordinator-contract.ts for what it and its shell owe each other.
 */

import { ErrorCode } from '../protocol/error-codes.ts';
import type { ConsumerGroupHeartbeatRequest } from '../protocol/generated/consumer-group-heartbeat-request.ts';
import type { HeartbeatRequest } from '../protocol/generated/heartbeat-request.ts';
import type { JoinGroupRequest } from '../protocol/generated/join-group-request.ts';
import { newJoinGroupResponse } from '../protocol/generated/join-group-response.ts';
import type { LeaveGroupRequest } from '../protocol/generated/leave-group-request.ts';
import type { OffsetCommitRequest } from '../protocol/generated/offset-commit-request.ts';
import type { OffsetDeleteRequest } from '../protocol/generated/offset-delete-request.ts';
import type { SyncGroupRequest } from '../protocol/generated/sync-group-request.ts';
import { newSyncGroupResponse } from '../protocol/generated/sync-group-response.ts';
import type { TxnOffsetCommitRequest } from '../protocol/generated/txn-offset-commit-request.ts';
import type { Change } from './change.ts';
import { heartbeatClassicGroup } from './classic/heartbeat.ts';
import { joinClassicGroup } from './classic/join-group.ts';
import { leaveClassicGroup } from './classic/leave-group.ts';
import type { Join } from './classic/membership.ts';
import { prepareRebalance } from './classic/rebalance.ts';
import { syncClassicGroup } from './classic/sync-group.ts';
import { consumerGroupHeartbeat } from './consumer/heartbeat.ts';
import { armMemberTimers } from './consumer/member-timers.ts';
import {
  appendErrorToResponse,
  type CoordinatorResult,
  type GroupPorts,
  type GroupRequestContext,
} from './coordinator-contract.ts';
import { type DeletedGroup, deleteConsumerGroupRecords, deleteGroups } from './delete-groups.ts';
import {
  type DescribedConsumerGroup,
  type DescribedGroup,
  describeConsumerGroup,
  describeGroup,
  type ListedGroup,
  listGroups,
} from './describe-groups.ts';
import type { GroupConfig } from './group-config.ts';
import { decodeRecord } from './group-records.ts';
import { type Group, GroupStore } from './group-store.ts';
import { type GroupTimer, TimerKind } from './group-timer.ts';
import {
  heartbeatConsumerGroup,
  joinConsumerGroup,
  leaveConsumerGroup,
  syncConsumerGroup,
} from './migration/classic-in-consumer.ts';
import { commitOffsets, commitTransactionalOffsets } from './offsets/offset-commit.ts';
import { expireOffsets } from './offsets/offset-expiration.ts';
import { type FetchedGroup, type FetchGroup, fetchOffsets } from './offsets/offset-fetch.ts';
import { deleteOffsets, deleteOffsetsOfTopic } from './offsets/offset-removal.ts';
import { NO_PRODUCER_ID } from './offsets/offset-store.ts';
import { replayRecord } from './replay.ts';
import { timerExpired } from './timers.ts';

const EXPIRATION: GroupTimer = { kind: TimerKind.OffsetExpiration, groupId: '', memberId: '' };

export class GroupCoordinator {
  readonly #store: GroupStore;

  constructor(config: GroupConfig, ports: GroupPorts, now: number) {
    this.#store = new GroupStore(config, ports, now);
  }

  /** Takes effect with the next use of each property. */
  configure(config: GroupConfig): void {
    this.#store.config = config;
  }

  // Loading and unloading.

  /** One record of the log, in order. A record that cannot be read, or is of a kind not served here, is skipped: false. */
  replay(key: Uint8Array, value: Uint8Array | null, producerId: number = NO_PRODUCER_ID): boolean {
    const record = decodeRecord(key, value);
    if (record === null) return false;
    replayRecord(this.#store, record, producerId);
    return true;
  }

  /** The end of a producer's transaction, from the log or as it is written. */
  replayMarker(producerId: number, isCommit: boolean): void {
    this.#store.offsets.replayMarker(producerId, isCommit);
  }

  /** The log is replayed: sessions start anew. */
  loaded(now: number): CoordinatorResult {
    const store = this.#store;
    const change = store.begin(now);
    store.isLoaded = true;
    for (const group of [...store.groups.values()]) {
      this.#armTimers(group);
      const limit = store.config['group.max.size'];
      if (group.type === 'classic' && group.members.size > limit) {
        prepareRebalance(
          store,
          group,
          `freshly loaded group of ${group.members.size} members is over the capacity of ${limit}`,
        );
      }
    }
    store.schedule(EXPIRATION, store.config['offsets.retention.check.interval.ms']);
    return change;
  }

  /** This broker no longer leads the partition: whoever waits is told to look for the new coordinator. */
  unload(now: number): CoordinatorResult {
    const change = this.#store.begin(now);
    for (const group of this.#store.groups.values())
      if (group.type === 'classic') this.#store.dissolve(group, ErrorCode.NOT_COORDINATOR);
    return change;
  }

  /** The log refused the records of these results, the last ones there were; oldest first. */
  rejected(results: readonly CoordinatorResult[], errorCode: number, now: number): CoordinatorResult {
    const refused = results as readonly Change[];
    const touched = new Set<string>();
    const change = this.#store.begin(now);
    for (let i = refused.length - 1; i >= 0; i--) {
      for (const { record } of refused[i]!.undo)
        touched.add('group' in record.key ? record.key.group : record.key.groupId);
      this.#store.undo(refused[i]!);
    }
    // Only when all is as it was: a reaction may write records of its own, and answer who is parked.
    const answer = appendErrorToResponse(errorCode);
    for (let i = refused.length - 1; i >= 0; i--) for (const reaction of refused[i]!.onRejected) reaction(answer);
    for (const groupId of touched) {
      const group = this.#store.groups.get(groupId);
      if (group !== undefined) this.#armTimers(group);
    }
    return change;
  }

  // Time.

  nextDeadline(): number {
    return this.#store.timers.nextDeadline();
  }

  advance(now: number): CoordinatorResult {
    const change = this.#store.begin(now);
    for (const timer of this.#store.timers.advance(now)) {
      if (timer.kind === TimerKind.OffsetExpiration) {
        expireOffsets(this.#store);
        this.#store.schedule(EXPIRATION, this.#store.config['offsets.retention.check.interval.ms']);
      } else timerExpired(this.#store, timer);
    }
    return change;
  }

  // Requests that change something.

  joinGroup(ticket: number, request: JoinGroupRequest, context: GroupRequestContext, now: number): CoordinatorResult {
    const store = this.#store;
    const change = store.begin(now);
    const join: Join = { ticket, request, context };
    const error = this.#validateJoin(request);
    if (error !== ErrorCode.NONE) {
      store.complete(ticket, newJoinGroupResponse({ memberId: request.memberId, errorCode: error }));
      return change;
    }
    const group = store.consumerGroup(request.groupId);
    if (group === null || group.members.size === 0) {
      if (group !== null) deleteConsumerGroupRecords(store, group);
      joinClassicGroup(store, join);
    } else joinConsumerGroup(store, group, join);
    return change;
  }

  #validateJoin(request: JoinGroupRequest): number {
    const { config } = this.#store;
    if (request.groupId === '') return ErrorCode.INVALID_GROUP_ID;
    const isTimeoutLegal =
      request.sessionTimeoutMs >= config['group.min.session.timeout.ms'] &&
      request.sessionTimeoutMs <= config['group.max.session.timeout.ms'];
    return isTimeoutLegal ? ErrorCode.NONE : ErrorCode.INVALID_SESSION_TIMEOUT;
  }

  syncGroup(ticket: number, request: SyncGroupRequest, now: number): CoordinatorResult {
    const store = this.#store;
    const change = store.begin(now);
    const group = store.groups.get(request.groupId);
    const refuse = (errorCode: number): void => store.complete(ticket, newSyncGroupResponse({ errorCode }));
    if (request.groupId === '') refuse(ErrorCode.INVALID_GROUP_ID);
    else if (group === undefined || group.state === 'Empty') refuse(ErrorCode.UNKNOWN_MEMBER_ID);
    else if (group.type === 'classic') syncClassicGroup(store, group, ticket, request);
    else store.complete(ticket, syncConsumerGroup(store, group, request));
    return change;
  }

  heartbeat(ticket: number, request: HeartbeatRequest, now: number): CoordinatorResult {
    const store = this.#store;
    const change = store.begin(now);
    const group = store.groups.get(request.groupId);
    let errorCode: number = ErrorCode.UNKNOWN_MEMBER_ID;
    if (request.groupId === '') errorCode = ErrorCode.INVALID_GROUP_ID;
    else if (group?.type === 'classic') errorCode = heartbeatClassicGroup(store, group, request);
    else if (group !== undefined) errorCode = heartbeatConsumerGroup(store, group, request);
    store.complete(ticket, { throttleTimeMs: 0, errorCode });
    return change;
  }

  /** `members` holds the one member of versions 0 to 2, too. */
  leaveGroup(ticket: number, request: LeaveGroupRequest, now: number): CoordinatorResult {
    const store = this.#store;
    const change = store.begin(now);
    const group = store.groups.get(request.groupId);
    const errorCode = request.groupId === '' ? ErrorCode.INVALID_GROUP_ID : ErrorCode.NONE;
    const unknown = ({ memberId, groupInstanceId }: LeaveGroupRequest['members'][number]) => ({
      memberId,
      groupInstanceId,
      errorCode: ErrorCode.UNKNOWN_MEMBER_ID,
    });
    const members =
      group === undefined
        ? request.members.map(unknown)
        : group.type === 'classic'
          ? leaveClassicGroup(store, group, request.members)
          : leaveConsumerGroup(store, group, request.members);
    store.complete(ticket, { throttleTimeMs: 0, errorCode, members: errorCode === ErrorCode.NONE ? members : [] });
    return change;
  }

  consumerGroupHeartbeat(
    ticket: number,
    request: ConsumerGroupHeartbeatRequest,
    context: GroupRequestContext,
    now: number,
  ): CoordinatorResult {
    const change = this.#store.begin(now);
    this.#store.complete(ticket, consumerGroupHeartbeat(this.#store, request, context));
    return change;
  }

  offsetCommit(
    ticket: number,
    request: OffsetCommitRequest,
    context: GroupRequestContext,
    now: number,
  ): CoordinatorResult {
    const change = this.#store.begin(now);
    this.#store.complete(ticket, commitOffsets(this.#store, request, context.apiVersion));
    return change;
  }

  txnOffsetCommit(
    ticket: number,
    request: TxnOffsetCommitRequest,
    context: GroupRequestContext,
    now: number,
  ): CoordinatorResult {
    const change = this.#store.begin(now);
    const { producerId, producerEpoch } = request;
    change.producer = { producerId, producerEpoch };
    this.#store.complete(ticket, commitTransactionalOffsets(this.#store, request, context.apiVersion));
    return change;
  }

  offsetDelete(ticket: number, request: OffsetDeleteRequest, now: number): CoordinatorResult {
    const change = this.#store.begin(now);
    this.#store.complete(ticket, deleteOffsets(this.#store, request));
    return change;
  }

  /** The response is a DeletedGroup[]: a request may concern several coordinators. */
  deleteGroups(ticket: number, groupIds: readonly string[], now: number): CoordinatorResult {
    const change = this.#store.begin(now);
    const deleted: DeletedGroup[] = deleteGroups(this.#store, groupIds);
    this.#store.complete(ticket, deleted);
    return change;
  }

  /** Topics were deleted: so are the offsets committed for them. */
  topicsDeleted(topics: readonly { readonly name: string; readonly id: string }[], now: number): CoordinatorResult {
    const change = this.#store.begin(now);
    for (const { name, id } of topics) deleteOffsetsOfTopic(this.#store, name, id);
    return change;
  }

  // Questions. What they see may not be durable yet: the shell holds the answers back like any other.

  fetchOffsets(request: FetchGroup, requireStable: boolean, byId: boolean): FetchedGroup {
    return fetchOffsets(this.#store, request, requireStable, byId);
  }

  describeGroup(groupId: string, version: number): DescribedGroup {
    return describeGroup(this.#store, groupId, version);
  }

  describeConsumerGroup(groupId: string): DescribedConsumerGroup {
    return describeConsumerGroup(this.#store, groupId);
  }

  listGroups(statesFilter: readonly string[], typesFilter: readonly string[]): ListedGroup[] {
    return listGroups(this.#store, statesFilter, typesFilter);
  }

  get groupCount(): number {
    return this.#store.groups.size;
  }

  /** Everything that the log holds, in a canonical form: for tests and checks of replay. */
  durableState(): unknown {
    const { groups, offsets } = this.#store;
    const described: string[] = [];
    for (const group of groups.values()) {
      if (group.type === 'consumer') described.push(JSON.stringify(group, durableReplacer));
      else if (group.persisted !== null)
        described.push(JSON.stringify({ groupId: group.groupId, value: group.persisted }, durableReplacer));
    }
    return { groups: described.sort(), offsets: offsets.snapshot() };
  }

  #armTimers(group: Group): void {
    const store = this.#store;
    if (group.type === 'consumer') {
      armMemberTimers(store, group);
      return;
    }
    for (const member of group.members.values()) {
      if (!store.timers.isScheduled(member.sessionTimer)) store.renewSession(member);
    }
  }
}

/** Leaves out what is not in the log, and orders what has no order. */
function durableReplacer(key: string, value: unknown): unknown {
  if (key === 'lastRegexRefresh' || key === 'checkedVersion') return undefined;
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof Map) return [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  return value;
}
