/**
 * A lower min.insync.replicas lets a leader acknowledge what the eligible leader replicas (KIP-966) never received. So the
 * entry that lowers it also ends their eligibility.
 */
import { CLUSTER_DEFAULT, ResourceType } from './configs-image.ts';
import type { ControlContext } from './control.ts';
import type { ConfigRecord } from './generated/config-record.ts';
import { planPartitionChange } from './partition-change.ts';
import { leadershipRules } from './partition-leadership.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';

export const MIN_INSYNC_REPLICAS = 'min.insync.replicas';

/** What the changes of one entry do to partitions. */
export function afterMinimumChanged(context: ControlContext, changes: readonly MetadataRecord[]): MetadataRecord[] {
  const minimums = changes.flatMap((record) =>
    record.type === RecordType.CONFIG && record.data.name === MIN_INSYNC_REPLICAS ? [record.data] : [],
  );
  if (minimums.length === 0) return [];
  const records: MetadataRecord[] = [];
  for (const topic of context.image.topics.all()) {
    if (!topic.partitions.some(({ elr }) => elr.length > 0)) continue;
    const rules = {
      ...leadershipRules(context, topic.name),
      minInsyncReplicas: minimumAfter(context, topic.name, minimums),
    };
    for (const partition of topic.partitions) {
      const change = partition.elr.length === 0 ? null : planPartitionChange(partition, {}, rules);
      if (change !== null) records.push(metadataRecord(RecordType.PARTITION_CHANGE, change));
    }
  }
  return records;
}

function minimumAfter(context: ControlContext, topicName: string, changes: readonly ConfigRecord[]): number {
  const { configs } = context.image;
  const changed = (type: number, name: string) =>
    changes.findLast((change) => change.resourceType === type && change.resourceName === name);
  const ofTopic = changed(ResourceType.TOPIC, topicName);
  const own = ofTopic === undefined ? configs.topic(topicName).get(MIN_INSYNC_REPLICAS) : ofTopic.value;
  const ofCluster = changed(ResourceType.BROKER, CLUSTER_DEFAULT);
  const clusterWide =
    ofCluster === undefined
      ? configs.of(ResourceType.BROKER, CLUSTER_DEFAULT).get(MIN_INSYNC_REPLICAS)
      : ofCluster.value;
  return Number(own ?? clusterWide ?? context.schema.staticValue(ResourceType.TOPIC, MIN_INSYNC_REPLICAS) ?? 1);
}
