/**
 * Who leads a partition after a broker came or went. A member that leaves the ISR while it is below min.insync.replicas
 * becomes an eligible leader replica (KIP-966): it still holds everything that was acknowledged.
 */
import type { PartitionChangeRecord } from './generated/partition-change-record.ts';
import { NO_LEADER, NO_LEADER_CHANGE } from './records.ts';
import type { PartitionRegistration } from './topics-image.ts';

export interface LeadershipRules {
  /** May this broker lead once the change has taken effect? */
  mayLead(brokerId: number): boolean;
  /** min.insync.replicas of the topic, already limited to the number of replicas. */
  readonly minInsyncReplicas: number;
}

/** `brokerId` was fenced: it leaves the ISR and leads nothing. Null where the partition is none of its business. */
export function afterBrokerLeft(
  partition: PartitionRegistration,
  brokerId: number,
  rules: LeadershipRules,
): PartitionChangeRecord | null {
  if (partition.leader !== brokerId && !partition.isr.includes(brokerId)) return null;
  const isr = partition.isr.filter((id) => id !== brokerId);
  const isBelowMinimum = isr.length < rules.minInsyncReplicas;
  const elr = isBelowMinimum ? [...partition.elr.filter((id) => !isr.includes(id) && id !== brokerId), brokerId] : [];
  return elect(partition, isr, elr, rules);
}

/** A broker became available: a partition without a leader may have one again. Null where nothing changes. */
export function afterBrokerReturned(
  partition: PartitionRegistration,
  rules: LeadershipRules,
): PartitionChangeRecord | null {
  if (partition.leader !== NO_LEADER) return null;
  const change = elect(partition, [...partition.isr], [...partition.elr], rules);
  return change.leader < 0 ? null : change;
}

/** `brokerId` wants to stop: it hands over where somebody can take over, and keeps what only it can serve. */
export function beforeBrokerLeaves(
  partition: PartitionRegistration,
  brokerId: number,
  rules: LeadershipRules,
): PartitionChangeRecord | null {
  if (!partition.isr.includes(brokerId)) return null;
  if (!partition.isr.some((id) => id !== brokerId && rules.mayLead(id))) return null;
  return afterBrokerLeft(partition, brokerId, rules);
}

function elect(
  partition: PartitionRegistration,
  isr: number[],
  elr: number[],
  rules: LeadershipRules,
): PartitionChangeRecord {
  let leader = partition.leader;
  if (!isr.includes(leader) || !rules.mayLead(leader)) {
    leader = partition.replicas.find((id) => isr.includes(id) && rules.mayLead(id)) ?? NO_LEADER;
    if (leader === NO_LEADER && isr.length === 0) {
      leader = partition.replicas.find((id) => elr.includes(id) && rules.mayLead(id)) ?? NO_LEADER;
      if (leader !== NO_LEADER) {
        isr = [leader];
        elr = isr.length < rules.minInsyncReplicas ? elr.filter((id) => id !== leader) : [];
      }
    }
  }
  return {
    topicId: partition.topicId,
    partitionId: partition.partition,
    isr: equal(isr, partition.isr) ? null : isr,
    leader: leader === partition.leader ? NO_LEADER_CHANGE : leader,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: -1,
    directories: null,
    eligibleLeaderReplicas: equal(elr, partition.elr) ? null : elr,
    lastKnownElr: null,
  };
}

function equal(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, i) => b[i] === id);
}
