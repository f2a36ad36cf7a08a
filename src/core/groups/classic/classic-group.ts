/**
 * One classic group: its members, its state and the votes, without any decision about what happens next (those are in
 * rebalance.ts and the file of each API). Owned by the group store.
 *
 *   Empty ──join──► PreparingRebalance ──all joined or timeout──► CompletingRebalance ──leader's sync──► Stable
 *     ▲                │      ▲                                        │                                   │
 *     └──── none left ─┘      └──────────── join, leave, expiry ───────┴───────────────────────────────────┘
 *
 * `persisted` is the durable part: the value of the group's last record. Everything else is lost with the coordinator
 * and rebuilt from it.
 */
import type { GroupMetadataValue } from '../group-record-codecs.ts';
import { type GroupTimer, TimerKind } from '../group-timer.ts';
import { ClassicMember, type MemberProtocol, NO_BYTES } from './classic-member.ts';

export type ClassicState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

export const CONSUMER_PROTOCOL_TYPE = 'consumer';

export class ClassicGroup {
  readonly type = 'classic';
  readonly groupId: string;
  persisted: GroupMetadataValue | null = null;
  state: ClassicState = 'Empty';
  previousState: ClassicState = 'Dead';
  /** When the state was entered. */
  stateTimestamp: number;
  generationId = 0;
  protocolType: string | null = null;
  protocolName: string | null = null;
  leaderId: string | null = null;
  /** What the members subscribe to, where that can be read; null where it is unknown. */
  subscribedTopics: ReadonlySet<string> | null = null;

  readonly members = new Map<string, ClassicMember>();
  readonly staticMembers = new Map<string, string>();
  /** Ids given out with MEMBER_ID_REQUIRED, with the timers that take them back. */
  readonly pendingMembers = new Map<string, GroupTimer>();
  /** Members of the current generation that have not sent SyncGroup. */
  readonly pendingSyncMembers = new Set<string>();
  /** How many members offer a protocol. */
  readonly #offers = new Map<string, number>();
  awaitingJoinCount = 0;

  readonly joinTimer: GroupTimer;
  readonly syncTimer: GroupTimer;
  /** A member came while the initial delay ran: it is extended, within what remains. */
  newMemberAdded = false;
  isInitialDelayRunning = false;
  initialDelayMs = 0;
  initialRemainingMs = 0;

  constructor(groupId: string, now: number) {
    this.groupId = groupId;
    this.stateTimestamp = now;
    this.joinTimer = { kind: TimerKind.ClassicJoin, groupId, memberId: '' };
    this.syncTimer = { kind: TimerKind.ClassicSync, groupId, memberId: '' };
  }

  /** The group as its last record describes it. */
  static fromValue(groupId: string, value: GroupMetadataValue, now: number): ClassicGroup {
    const group = new ClassicGroup(groupId, value.currentStateTimestamp === -1 ? now : value.currentStateTimestamp);
    group.persisted = value;
    group.generationId = value.generation;
    group.protocolType = value.protocolType === '' ? null : value.protocolType;
    group.protocolName = value.protocol;
    for (const member of value.members) {
      group.add(
        new ClassicMember(groupId, {
          memberId: member.memberId,
          groupInstanceId: member.groupInstanceId,
          clientId: member.clientId,
          clientHost: member.clientHost,
          rebalanceTimeoutMs: member.rebalanceTimeout === -1 ? member.sessionTimeout : member.rebalanceTimeout,
          sessionTimeoutMs: member.sessionTimeout,
          protocolType: value.protocolType,
          protocols: [{ name: value.protocol ?? '', metadata: member.subscription }],
          assignment: member.assignment,
        }),
      );
    }
    group.leaderId = value.leader !== null && group.members.has(value.leader) ? value.leader : group.leaderId;
    group.state = group.members.size === 0 ? 'Empty' : 'Stable';
    return group;
  }

  toValue(assignmentOf: (member: ClassicMember) => Uint8Array = (member) => member.assignment): GroupMetadataValue {
    return {
      protocolType: this.protocolType ?? '',
      generation: this.generationId,
      protocol: this.protocolName,
      leader: this.leaderId,
      currentStateTimestamp: this.stateTimestamp,
      members: [...this.members.values()].map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        rebalanceTimeout: member.rebalanceTimeoutMs,
        sessionTimeout: member.sessionTimeoutMs,
        subscription: member.metadata(this.protocolName),
        assignment: assignmentOf(member),
      })),
    };
  }

  isIn(...states: ClassicState[]): boolean {
    return states.includes(this.state);
  }

  transitionTo(state: ClassicState, now: number): void {
    this.previousState = this.state;
    this.state = state;
    this.stateTimestamp = now;
  }

  get usesConsumerProtocol(): boolean {
    return this.protocolType === CONSUMER_PROTOCOL_TYPE;
  }

  isSubscribedTo(topic: string): boolean {
    return this.subscribedTopics === null
      ? this.usesConsumerProtocol && this.state !== 'Empty'
      : this.subscribedTopics.has(topic);
  }

  get hasAllMembersJoined(): boolean {
    return this.members.size === this.awaitingJoinCount && this.pendingMembers.size === 0;
  }

  get hasReceivedAllSyncs(): boolean {
    return this.pendingSyncMembers.size === 0;
  }

  /** The longest that any member grants. */
  get rebalanceTimeoutMs(): number {
    let longest = 0;
    for (const member of this.members.values()) longest = Math.max(longest, member.rebalanceTimeoutMs);
    return longest;
  }

  add(member: ClassicMember): void {
    if (this.members.size === 0) this.protocolType = member.protocolType;
    this.leaderId ??= member.memberId;
    this.members.set(member.memberId, member);
    if (member.groupInstanceId !== null) this.staticMembers.set(member.groupInstanceId, member.memberId);
    this.#countOffers(member.protocols, 1);
    this.pendingMembers.delete(member.memberId);
  }

  /** Forgets a member or a pending member. Its parked requests must have been answered. */
  remove(memberId: string): void {
    const member = this.members.get(memberId);
    if (member !== undefined) {
      this.members.delete(memberId);
      this.#countOffers(member.protocols, -1);
      if (member.groupInstanceId !== null) this.staticMembers.delete(member.groupInstanceId);
    }
    if (this.leaderId === memberId) this.leaderId = this.members.keys().next().value ?? null;
    this.pendingMembers.delete(memberId);
    this.pendingSyncMembers.delete(memberId);
  }

  /** Puts another member in the place of one with the same instance id; the place in the order is lost. */
  replace(oldMemberId: string, replacement: ClassicMember): void {
    const wasLeader = this.leaderId === oldMemberId;
    const wasPendingSync = this.pendingSyncMembers.has(oldMemberId);
    this.remove(oldMemberId);
    this.add(replacement);
    if (wasLeader) this.leaderId = replacement.memberId;
    if (wasPendingSync) this.pendingSyncMembers.add(replacement.memberId);
  }

  setProtocols(member: ClassicMember, protocols: readonly MemberProtocol[]): void {
    this.#countOffers(member.protocols, -1);
    member.protocols = protocols;
    this.#countOffers(protocols, 1);
  }

  /** Whether a member with these protocols could be in a rebalance with all present ones. */
  supports(protocolType: string, protocols: readonly { readonly name: string }[]): boolean {
    if (this.state === 'Empty') return protocolType !== '' && protocols.length > 0;
    return (
      this.protocolType === protocolType && protocols.some(({ name }) => this.#offers.get(name) === this.members.size)
    );
  }

  /** Each member votes for its favourite among those that all offer; a tie goes to the leader's preference. */
  selectProtocol(): string | null {
    const candidates = new Set<string>();
    for (const [name, count] of this.#offers) if (count === this.members.size) candidates.add(name);
    const votes = new Map<string, number>();
    for (const member of this.members.values()) {
      const vote = member.vote(candidates);
      if (vote !== null) votes.set(vote, (votes.get(vote) ?? 0) + 1);
    }
    let selected: string | null = null;
    for (const { name } of this.members.get(this.leaderId ?? '')?.protocols ?? []) {
      if ((votes.get(name) ?? 0) > (selected === null ? 0 : votes.get(selected)!)) selected = name;
    }
    return selected;
  }

  /** A leader that is among those who rejoined; false where nobody rejoined. */
  electJoinedLeader(): boolean {
    if (this.leaderId === null) return false;
    if (this.members.get(this.leaderId)!.isAwaitingJoin) return true;
    for (const member of this.members.values()) {
      if (!member.isAwaitingJoin) continue;
      this.leaderId = member.memberId;
      return true;
    }
    return false;
  }

  resetAssignments(): void {
    for (const member of this.members.values()) member.assignment = NO_BYTES;
  }

  #countOffers(protocols: readonly MemberProtocol[], by: number): void {
    for (const { name } of protocols) {
      const count = (this.#offers.get(name) ?? 0) + by;
      if (count === 0) this.#offers.delete(name);
      else this.#offers.set(name, count);
    }
  }
}
