/**
 * One consumer group (KIP-848): epochs, members, the assignment aimed at, and who owns which partition now. Owned by
 * the group store and changed only by replaying records.
 *
 * The group epoch grows with every change of members or subscriptions; a target assignment is computed for it and bears
 * it as assignment epoch; each member moves to that epoch in steps of its own, once it has given up what it must.
 */
import { type GroupTimer, TimerKind } from '../group-timer.ts';
import { type Assignment, EMPTY_ASSIGNMENT, type EpochAssignment } from './assignment.ts';
import { type ConsumerMember, isReconciledTo, MemberState } from './consumer-member.ts';

export type ConsumerState = 'Empty' | 'Assigning' | 'Reconciling' | 'Stable';

/** What a regular expression stood for when it was last looked at. */
export interface ResolvedRegex {
  /** Sorted. */
  readonly topics: readonly string[];
  /** The topics' creation version then. */
  readonly version: number;
  readonly timestamp: number;
}

export interface MemberTimers {
  readonly session: GroupTimer;
  readonly rebalance: GroupTimer;
  readonly join: GroupTimer;
  readonly sync: GroupTimer;
  /** The epoch in which the rebalance timer was armed. */
  rebalanceEpoch: number;
}

export class ConsumerGroup {
  readonly type = 'consumer';
  readonly groupId: string;
  groupEpoch = 0;
  metadataHash = 0;
  assignmentEpoch = 0;
  /** When the target assignment was computed; 0 before the first. */
  assignmentTimestamp = 0;
  /** Left behind by versions before 4.1. */
  hasSubscriptionMetadataRecord = false;
  readonly members = new Map<string, ConsumerMember>();
  readonly staticMembers = new Map<string, string>();
  readonly targetAssignment = new Map<string, Assignment>();
  readonly regexes = new Map<string, ResolvedRegex>();
  /** topic id → partition → the member that owns it; one it has yet to give up is still its own. */
  readonly #owners = new Map<string, Map<number, string>>();
  /** How many members subscribe with a regular expression; those without any are absent. */
  readonly #regexSubscribers = new Map<string, number>();
  readonly #timers = new Map<string, MemberTimers>();
  /** The topics' version that the subscriptions were last compared with; soft, so that a loaded group looks again. */
  checkedVersion = -1;
  /** When regular expressions were last resolved. */
  lastRegexRefresh = 0;

  constructor(groupId: string) {
    this.groupId = groupId;
  }

  get state(): ConsumerState {
    if (this.members.size === 0) return 'Empty';
    if (this.groupEpoch > this.assignmentEpoch) return 'Assigning';
    for (const member of this.members.values()) if (!isReconciledTo(member, this.assignmentEpoch)) return 'Reconciling';
    return 'Stable';
  }

  get hasClassicMembers(): boolean {
    for (const member of this.members.values()) if (member.classic !== null) return true;
    return false;
  }

  setMember(member: ConsumerMember): void {
    const old = this.members.get(member.memberId);
    if (old !== undefined) this.#disown(old);
    this.#countRegex(old?.subscribedTopicRegex ?? '', -1);
    this.#countRegex(member.subscribedTopicRegex, 1);
    this.members.set(member.memberId, member);
    if (old?.instanceId != null && this.staticMembers.get(old.instanceId) === member.memberId)
      this.staticMembers.delete(old.instanceId);
    if (member.instanceId !== null) this.staticMembers.set(member.instanceId, member.memberId);
    this.#own(member.assigned, member.memberId);
    this.#own(member.pendingRevocation, member.memberId);
  }

  deleteMember(memberId: string): void {
    const member = this.members.get(memberId);
    if (member === undefined) return;
    this.#disown(member);
    this.#countRegex(member.subscribedTopicRegex, -1);
    this.members.delete(memberId);
    if (member.instanceId !== null && this.staticMembers.get(member.instanceId) === memberId)
      this.staticMembers.delete(member.instanceId);
  }

  staticMember(instanceId: string | null): ConsumerMember | null {
    const memberId = instanceId === null ? undefined : this.staticMembers.get(instanceId);
    return memberId === undefined ? null : (this.members.get(memberId) ?? null);
  }

  target(memberId: string): Assignment {
    return this.targetAssignment.get(memberId) ?? EMPTY_ASSIGNMENT;
  }

  /** The id of the member that owns the partition, else null. */
  owner(topicId: string, partition: number): string | null {
    return this.#owners.get(topicId)?.get(partition) ?? null;
  }

  /** Made when the member is first seen; their identity is what the wheel knows them by. */
  timersOf(memberId: string): MemberTimers {
    let timers = this.#timers.get(memberId);
    if (timers === undefined) {
      const timer = (kind: GroupTimer['kind']): GroupTimer => ({ kind, groupId: this.groupId, memberId });
      timers = {
        session: timer(TimerKind.ConsumerSession),
        rebalance: timer(TimerKind.ConsumerRebalance),
        join: timer(TimerKind.ConsumerJoin),
        sync: timer(TimerKind.ConsumerSync),
        rebalanceEpoch: -1,
      };
      this.#timers.set(memberId, timers);
    }
    return timers;
  }

  /** Hands the member's timers over for cancelling. */
  takeTimers(memberId: string): MemberTimers | null {
    const timers = this.#timers.get(memberId) ?? null;
    this.#timers.delete(memberId);
    return timers;
  }

  allTimers(): Iterable<MemberTimers> {
    return this.#timers.values();
  }

  subscribedRegexes(): Iterable<string> {
    return this.#regexSubscribers.keys();
  }

  isRegexSubscribed(regex: string): boolean {
    return this.#regexSubscribers.has(regex);
  }

  get hasRegexes(): boolean {
    return this.#regexSubscribers.size > 0 || this.regexes.size > 0;
  }

  /** By name and by resolved regular expression. */
  topicsOf(member: ConsumerMember): ReadonlySet<string> {
    const topics = new Set(member.subscribedTopicNames);
    if (member.subscribedTopicRegex !== '')
      for (const topic of this.regexes.get(member.subscribedTopicRegex)?.topics ?? []) topics.add(topic);
    return topics;
  }

  subscribedTopics(): Set<string> {
    const topics = new Set<string>();
    for (const member of this.members.values()) for (const topic of member.subscribedTopicNames) topics.add(topic);
    for (const regex of this.subscribedRegexes())
      for (const topic of this.regexes.get(regex)?.topics ?? []) topics.add(topic);
    return topics;
  }

  isSubscribedTo(topic: string): boolean {
    return this.subscribedTopics().has(topic);
  }

  /** The assignor that most members ask for; null where none asks. Ties go to the first asked for. */
  preferredAssignor(): string | null {
    const votes = new Map<string, number>();
    for (const { serverAssignor } of this.members.values())
      if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1);
    let best: string | null = null;
    for (const [name, count] of votes) if (best === null || count > votes.get(best)!) best = name;
    return best;
  }

  /** Whether one of these protocols is offered by every classic member (any will do where there is none). */
  supportsClassicProtocols(protocolType: string, names: readonly string[]): boolean {
    if (protocolType !== 'consumer' || names.length === 0) return false;
    const classics = [...this.members.values()].flatMap((member) => (member.classic === null ? [] : [member.classic]));
    return names.some((name) =>
      classics.every((classic) => classic.supportedProtocols.some((one: { name: string }) => one.name === name)),
    );
  }

  /** Whether a partition that the member should get is still somebody else's. */
  isWaitingForRelease(member: ConsumerMember): boolean {
    if (member.state !== MemberState.UnreleasedPartitions) return false;
    for (const [topicId, partitions] of this.target(member.memberId)) {
      for (const partition of partitions) {
        const owner = this.owner(topicId, partition);
        if (owner !== null && owner !== member.memberId) return true;
      }
    }
    return false;
  }

  #countRegex(regex: string, by: number): void {
    if (regex === '') return;
    const count = (this.#regexSubscribers.get(regex) ?? 0) + by;
    if (count === 0) this.#regexSubscribers.delete(regex);
    else this.#regexSubscribers.set(regex, count);
  }

  #own(assignment: EpochAssignment, memberId: string): void {
    for (const [topicId, partitions] of assignment) {
      let owners = this.#owners.get(topicId);
      if (owners === undefined) {
        owners = new Map();
        this.#owners.set(topicId, owners);
      }
      for (const partition of partitions.keys()) owners.set(partition, memberId);
    }
  }

  /** A partition that meanwhile belongs to another is left alone. */
  #disown(member: ConsumerMember): void {
    for (const assignment of [member.assigned, member.pendingRevocation]) {
      for (const [topicId, partitions] of assignment) {
        const owners = this.#owners.get(topicId);
        if (owners === undefined) continue;
        for (const partition of partitions.keys())
          if (owners.get(partition) === member.memberId) owners.delete(partition);
        if (owners.size === 0) this.#owners.delete(topicId);
      }
    }
  }
}
