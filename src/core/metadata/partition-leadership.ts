/** What becomes of partitions when a broker comes, goes, or wants to go. */
import { onlyDirectoryOf } from './assignments.ts';
import { effectiveTopicConfig } from './config-control.ts';
import type { ControlContext } from './control.ts';
import type { PartitionChangeRecord } from './generated/partition-change-record.ts';
import { type LeadershipRules, type MayLead, planPartitionChange } from './partition-change.ts';
import { type MetadataRecord, metadataRecord, NO_LEADER, RecordType } from './records.ts';
import type { PartitionRegistration } from './topics-image.ts';

/** Who may lead as of now. */
export function available(context: ControlContext): MayLead {
  const { brokers } = context.image;
  return (id, directoryId) => brokers.isActive(id) && brokers.hasOnlineDirectory(id, directoryId);
}

/** A topic's rules. `mayLead` where the entry being planned changes who is available. */
export function leadershipRules(
  context: ControlContext,
  topicName: string,
  mayLead: MayLead = available(context),
): LeadershipRules {
  return {
    mayLead,
    minInsyncReplicas: Number(effectiveTopicConfig(context, topicName, 'min.insync.replicas') ?? 1),
    isUncleanAllowed: effectiveTopicConfig(context, topicName, 'unclean.leader.election.enable') === 'true',
    directoryOf: (id) => onlyDirectoryOf(context.image, id),
  };
}

/** The changes of all partitions, for one entry. `change` is asked about each; the rules of a topic are made once. */
export function partitionChanges(
  context: ControlContext,
  mayLead: MayLead,
  change: (partition: PartitionRegistration, rules: LeadershipRules) => PartitionChangeRecord | null,
  isConcerned: (partition: PartitionRegistration) => boolean,
): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  for (const topic of context.image.topics.all()) {
    let rules: LeadershipRules | null = null;
    for (const partition of topic.partitions) {
      if (!isConcerned(partition)) continue;
      rules ??= leadershipRules(context, topic.name, mayLead);
      const record = change(partition, rules);
      if (record !== null) records.push(metadataRecord(RecordType.PARTITION_CHANGE, record));
    }
  }
  return records;
}

/** `brokerId` was fenced: it leaves the ISR and leads nothing. */
export function afterBrokerLeft(
  partition: PartitionRegistration,
  brokerId: number,
  rules: LeadershipRules,
): PartitionChangeRecord | null {
  return planPartitionChange(partition, { isr: partition.isr.filter((id) => id !== brokerId) }, rules);
}

/** `brokerId` may have lost what it acknowledged, so it is no eligible leader either (KIP-966). */
export function afterUncleanShutdown(
  partition: PartitionRegistration,
  brokerId: number,
  rules: LeadershipRules,
): PartitionChangeRecord | null {
  return planPartitionChange(partition, { uncleanReplicas: [brokerId] }, rules);
}

/** A broker became available: a partition without a leader may have one again. */
export function afterBrokerReturned(
  partition: PartitionRegistration,
  rules: LeadershipRules,
): PartitionChangeRecord | null {
  return partition.leader === NO_LEADER ? planPartitionChange(partition, {}, rules) : null;
}

/** `brokerId` wants to stop: it hands over where somebody can take over, and keeps what only it can serve. */
export function beforeBrokerLeaves(
  partition: PartitionRegistration,
  brokerId: number,
  rules: LeadershipRules,
): PartitionChangeRecord | null {
  const canTakeOver = (id: number) => rules.mayLead(id, partition.directories[partition.replicas.indexOf(id)]!);
  if (!partition.isr.some((id) => id !== brokerId && canTakeOver(id))) return null;
  return afterBrokerLeft(partition, brokerId, rules);
}
