/**
 * Plans one change of one partition: given the in-sync set and the replicas it shall have, works out the eligible leader
 * replicas (KIP-966), whether a reassignment is complete, who leads, and which of all this a record must say.
 */
import type { PartitionChangeRecord } from './generated/partition-change-record.ts';
import { NO_LEADER, NO_LEADER_CHANGE } from './records.ts';
import type { PartitionRegistration } from './topics-image.ts';

/** May this broker lead, from this log directory, once the change has taken effect? */
export type MayLead = (brokerId: number, directoryId: string) => boolean;

export interface LeadershipRules {
  readonly mayLead: MayLead;
  /** min.insync.replicas of the topic; counts for no more than the partition has replicas. */
  readonly minInsyncReplicas: number;
  /** `unclean.leader.election.enable` of the topic. */
  readonly isUncleanAllowed: boolean;
  /** The log directory of a replica that is new on this broker; the zero uuid where the broker shall choose. */
  directoryOf(brokerId: number): string;
}

/** `online` keeps a leader that can lead; `preferred` replaces it by the first replica; `unclean` may lose records. */
export type Election = 'online' | 'preferred' | 'unclean';

/** What is left out stays as it is. */
export interface PartitionTarget {
  readonly isr?: readonly number[];
  readonly replicas?: readonly number[];
  readonly addingReplicas?: readonly number[];
  readonly removingReplicas?: readonly number[];
  readonly election?: Election;
  /** Replicas that may have lost some of what they acknowledged: neither in sync nor eligible. */
  readonly uncleanReplicas?: readonly number[];
  /** Replicas that have lost all: not even the last resort. */
  readonly emptyReplicas?: readonly number[];
  readonly leaderRecoveryState?: number;
  /** Log directories by broker. */
  readonly directories?: ReadonlyMap<number, string>;
}

export const LeaderRecoveryState = { RECOVERED: 0, RECOVERING: 1 } as const;

const NOBODY: readonly number[] = [];

interface Draft {
  isr: readonly number[];
  elr: readonly number[];
  lastKnownElr: readonly number[];
  replicas: readonly number[];
  directories: readonly string[];
  addingReplicas: readonly number[];
  removingReplicas: readonly number[];
  leader: number;
  leaderRecoveryState: number;
}

/** Null where nothing changes. */
export function planPartitionChange(
  before: PartitionRegistration,
  target: PartitionTarget,
  rules: LeadershipRules,
): PartitionChangeRecord | null {
  const empty = target.emptyReplicas ?? NOBODY;
  const unclean = [...(target.uncleanReplicas ?? NOBODY), ...empty];
  const draft: Draft = {
    isr: (target.isr ?? before.isr).filter((id) => !unclean.includes(id)),
    elr: before.elr,
    lastKnownElr: without(before.lastKnownElr, empty),
    replicas: target.replicas ?? before.replicas,
    directories: before.directories,
    addingReplicas: target.addingReplicas ?? before.addingReplicas,
    removingReplicas: target.removingReplicas ?? before.removingReplicas,
    leader: before.leader,
    leaderRecoveryState: target.leaderRecoveryState ?? before.leaderRecoveryState,
  };
  completeReassignment(draft, before, rules);
  draft.directories = directoriesOf(before, draft.replicas, target, rules);
  const minimum = Math.min(rules.minInsyncReplicas, draft.replicas.length);
  populateElr(draft, before, unclean, minimum);
  const election = target.election ?? (rules.isUncleanAllowed ? 'unclean' : 'online');
  elect(draft, before, election, rules, minimum);
  if (draft.isr.length === 0 && before.leader !== NO_LEADER) draft.lastKnownElr = without([before.leader], empty);
  return recordOf(before, draft);
}

export function isReassigning(partition: PartitionRegistration): boolean {
  return partition.addingReplicas.length > 0 || partition.removingReplicas.length > 0;
}

/** Once everyone who was added is in sync, those to be removed go; never below the minimum that there was (I36). */
function completeReassignment(draft: Draft, before: PartitionRegistration, rules: LeadershipRules): void {
  const { addingReplicas, isr, removingReplicas } = draft;
  if (addingReplicas.length === 0 && removingReplicas.length === 0) return;
  if (!addingReplicas.every((id) => isr.includes(id))) return;
  const replicas = without(draft.replicas, removingReplicas);
  const rest = without(isr, removingReplicas);
  if (replicas.length === 0 || rest.length === 0) return;
  const minimum = Math.min(rules.minInsyncReplicas, replicas.length);
  if (rest.length < minimum && rest.length < Math.max(isr.length, before.isr.length)) return;
  draft.replicas = replicas;
  draft.isr = rest;
  draft.addingReplicas = NOBODY;
  draft.removingReplicas = NOBODY;
}

/**
 * While the in-sync set is below the minimum the leader's high watermark stands still, so whoever left since then still
 * holds everything that was acknowledged. Once the set is large enough again, those outside fall behind.
 */
function populateElr(draft: Draft, before: PartitionRegistration, unclean: readonly number[], minimum: number): void {
  if (draft.isr.length >= minimum) {
    draft.elr = NOBODY;
    draft.lastKnownElr = NOBODY;
    return;
  }
  const { isr, replicas } = draft;
  const members = [...before.elr, ...before.isr.filter((id) => !before.elr.includes(id))];
  draft.elr = members.filter((id) => replicas.includes(id) && !isr.includes(id) && !unclean.includes(id));
}

function elect(
  draft: Draft,
  before: PartitionRegistration,
  election: Election,
  rules: LeadershipRules,
  minimum: number,
): void {
  draft.leader = cleanLeader(draft, before.leader, election, rules);
  if (draft.leader !== NO_LEADER) {
    if (draft.isr.includes(draft.leader)) return;
    draft.isr = [draft.leader];
    draft.elr = minimum <= 1 ? NOBODY : without(draft.elr, draft.isr);
    return;
  }
  draft.leader = uncleanLeader(draft, election, rules);
  if (draft.leader === NO_LEADER) return;
  draft.isr = [draft.leader];
  draft.elr = NOBODY;
  draft.lastKnownElr = NOBODY;
  draft.leaderRecoveryState = LeaderRecoveryState.RECOVERING;
}

/** From the in-sync set; from the eligible ones when it is empty; in the order of the replica list. */
function cleanLeader(draft: Draft, current: number, election: Election, rules: LeadershipRules): number {
  const candidates = draft.isr.length > 0 ? draft.isr : draft.elr;
  const canLead = (id: number) => candidates.includes(id) && isAvailable(draft, id, rules);
  const preferred = draft.replicas[0]!;
  if (election === 'preferred' && canLead(preferred)) return preferred;
  if (canLead(current)) return current;
  return draft.replicas.find(canLead) ?? NO_LEADER;
}

/** With nobody left who is known to hold everything, the last leader comes nearest to it (KIP-966). */
function uncleanLeader(draft: Draft, election: Election, rules: LeadershipRules): number {
  const canLead = (id: number) => isAvailable(draft, id, rules);
  const isLost = draft.isr.length === 0 && draft.elr.length === 0;
  const [last] = draft.lastKnownElr;
  if (isLost && draft.lastKnownElr.length === 1 && canLead(last!)) return last!;
  return election === 'unclean' ? (draft.replicas.find(canLead) ?? NO_LEADER) : NO_LEADER;
}

function isAvailable(draft: Draft, id: number, rules: LeadershipRules): boolean {
  const at = draft.replicas.indexOf(id);
  return at >= 0 && rules.mayLead(id, draft.directories[at]!);
}

function recordOf(before: PartitionRegistration, draft: Draft): PartitionChangeRecord | null {
  // Whoever follows must learn that a replica is gone for good: that takes a new leader epoch, even of the same leader.
  const hasShrunk = before.replicas.some((id) => !draft.replicas.includes(id));
  const isLeaderNamed = draft.leader !== before.leader || hasShrunk;
  const record: PartitionChangeRecord = {
    topicId: before.topicId,
    partitionId: before.partition,
    isr: changed(before.isr, draft.isr),
    leader: isLeaderNamed ? draft.leader : NO_LEADER_CHANGE,
    replicas: changed(before.replicas, draft.replicas),
    removingReplicas: changed(before.removingReplicas, draft.removingReplicas),
    addingReplicas: changed(before.addingReplicas, draft.addingReplicas),
    leaderRecoveryState: draft.leaderRecoveryState === before.leaderRecoveryState ? -1 : draft.leaderRecoveryState,
    directories: changed(before.directories, draft.directories),
    eligibleLeaderReplicas: changed(before.elr, draft.elr),
    lastKnownElr: changed(before.lastKnownElr, draft.lastKnownElr),
  };
  return isNothing(record) ? null : record;
}

function directoriesOf(
  before: PartitionRegistration,
  replicas: readonly number[],
  target: PartitionTarget,
  rules: LeadershipRules,
): string[] {
  return replicas.map((id) => {
    const at = before.replicas.indexOf(id);
    const known = at < 0 ? undefined : before.directories[at];
    return target.directories?.get(id) ?? known ?? rules.directoryOf(id);
  });
}

function isNothing(record: PartitionChangeRecord): boolean {
  return (
    record.leader === NO_LEADER_CHANGE &&
    record.leaderRecoveryState === -1 &&
    record.isr === null &&
    record.replicas === null &&
    record.removingReplicas === null &&
    record.addingReplicas === null &&
    record.directories === null &&
    record.eligibleLeaderReplicas === null &&
    record.lastKnownElr === null
  );
}

function changed<T>(before: readonly T[], after: readonly T[]): T[] | null {
  return before.length === after.length && before.every((item, i) => after[i] === item) ? null : [...after];
}

function without(from: readonly number[], these: readonly number[]): number[] {
  return from.filter((id) => !these.includes(id));
}
