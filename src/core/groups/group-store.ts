/**
 * The state of one coordinator and the ways to touch it: durable state by `emit` (which replays at once and remembers
 * how to take it back), answers by `complete`, time by the timer wheel. Owned by GroupCoordinator; every file of this
 * room works on it within one call.
 */
import { TimerWheel } from '../base/timer-wheel.ts';
import { ErrorCode } from '../protocol/error-codes.ts';
import { type JoinGroupResponse, newJoinGroupResponse } from '../protocol/generated/join-group-response.ts';
import { newSyncGroupResponse, type SyncGroupResponse } from '../protocol/generated/sync-group-response.ts';
import { Change } from './change.ts';
import { ClassicGroup } from './classic/classic-group.ts';
import { type ClassicMember, NOT_PARKED } from './classic/classic-member.ts';
import type { ConsumerGroup } from './consumer/consumer-group.ts';
import type { GroupPorts } from './coordinator-contract.ts';
import type { GroupConfig } from './group-config.ts';
import { type DecodedRecord, encodeRecord, RecordType } from './group-records.ts';
import type { GroupTimer } from './group-timer.ts';
import { NO_PRODUCER_ID, OffsetStore } from './offsets/offset-store.ts';
import { replayRecord, undoRecord } from './replay.ts';

export type Group = ClassicGroup | ConsumerGroup;

export class GroupStore {
  config: GroupConfig;
  readonly ports: GroupPorts;
  readonly groups = new Map<string, Group>();
  readonly offsets = new OffsetStore();
  readonly timers: TimerWheel<GroupTimer>;
  now: number;
  /** While it is false, a replayed record is all there is to know of a group. */
  isLoaded = false;
  #change = new Change();

  constructor(config: GroupConfig, ports: GroupPorts, now: number) {
    this.config = config;
    this.ports = ports;
    this.now = now;
    this.timers = new TimerWheel(now);
  }

  /** Starts the change that the next verbs add to. */
  begin(now: number): Change {
    if (now > this.now) this.now = now;
    this.#change = new Change();
    return this.#change;
  }

  /** Replays the record and adds it to the change. The producer is set for the records of a transaction. */
  emit(record: DecodedRecord, producerId = NO_PRODUCER_ID): void {
    const previous = replayRecord(this, record, producerId);
    this.#change.records.push(encodeRecord(record));
    this.#change.undo.push({ record, previous, producerId });
  }

  complete(ticket: number, response: unknown): void {
    this.#change.completions.push({ ticket, response });
  }

  onRejected(reaction: (errorCode: number) => void): void {
    this.#change.onRejected.push(reaction);
  }

  /** Takes the durable part of a change back, newest first. Returns the consumer groups it touched. */
  undo(change: Change): void {
    for (let i = change.undo.length - 1; i >= 0; i--) undoRecord(this, change.undo[i]!);
    change.undo.length = 0;
  }

  /** Forgets what the current change did so far, except its timers: an error was found half-way. */
  rollback(): void {
    this.undo(this.#change);
    this.#change.records.length = 0;
    this.#change.onRejected.length = 0;
  }

  classicGroup(groupId: string): ClassicGroup | null {
    const group = this.groups.get(groupId);
    return group?.type === 'classic' ? group : null;
  }

  consumerGroup(groupId: string): ConsumerGroup | null {
    const group = this.groups.get(groupId);
    return group?.type === 'consumer' ? group : null;
  }

  createClassicGroup(groupId: string): ClassicGroup {
    const group = new ClassicGroup(groupId, this.now);
    this.groups.set(groupId, group);
    return group;
  }

  emitGroupMetadata(group: ClassicGroup): void {
    this.emit({ type: RecordType.GroupMetadata, key: { group: group.groupId }, value: group.toValue() });
  }

  schedule(timer: GroupTimer, delayMs: number): void {
    this.timers.schedule(this.now + delayMs, timer);
  }

  cancel(timer: GroupTimer): void {
    this.timers.cancel(timer);
  }

  renewSession(member: ClassicMember, timeoutMs = member.sessionTimeoutMs): void {
    this.schedule(member.sessionTimer, timeoutMs);
  }

  parkJoin(group: ClassicGroup, member: ClassicMember, ticket: number): void {
    if (member.isAwaitingJoin) {
      // The client gave up on its earlier request and sent another; the first must not stay parked for ever.
      this.completeJoin(group, member, { memberId: member.memberId, errorCode: ErrorCode.REBALANCE_IN_PROGRESS });
    }
    member.joinTicket = ticket;
    group.awaitingJoinCount++;
  }

  completeJoin(group: ClassicGroup, member: ClassicMember, response: Partial<JoinGroupResponse>): void {
    if (!member.isAwaitingJoin) return;
    this.complete(member.joinTicket, newJoinGroupResponse(response));
    member.joinTicket = NOT_PARKED;
    group.awaitingJoinCount--;
  }

  /** True if a SyncGroup was parked. */
  completeSync(member: ClassicMember, response: Partial<SyncGroupResponse>): boolean {
    if (!member.isAwaitingSync) return false;
    this.complete(member.syncTicket, newSyncGroupResponse(response));
    member.syncTicket = NOT_PARKED;
    return true;
  }

  /** Answers everything parked in the group and disarms its timers: it is going away. */
  dissolve(group: ClassicGroup, errorCode: number): void {
    for (const member of group.members.values()) {
      this.completeJoin(group, member, { memberId: member.memberId, errorCode });
      this.completeSync(member, { errorCode });
      this.cancel(member.sessionTimer);
    }
    for (const timer of group.pendingMembers.values()) this.cancel(timer);
    this.cancel(group.joinTimer);
    this.cancel(group.syncTimer);
  }
}
