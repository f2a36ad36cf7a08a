/** ElectLeaders (KIP-183, KIP-460), and the elections that the controller holds by itself as time passes. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { ElectLeadersRequest } from '../protocol/generated/elect-leaders-request.ts';
import type { ElectLeadersResponse } from '../protocol/generated/elect-leaders-response.ts';
import { type ApiFailure, type ControlContext, type ControlResult, failure } from './control.ts';
import { type Election, planPartitionChange } from './partition-change.ts';
import { leadershipRules } from './partition-leadership.ts';
import { type MetadataRecord, metadataRecord, NO_LEADER, RecordType } from './records.ts';
import type { PartitionRegistration, TopicImage } from './topics-image.ts';

type TopicResult = ElectLeadersResponse['replicaElectionResults'][number];

const ElectionType = { PREFERRED: 0, UNCLEAN: 1 } as const;

/** One entry holds no more elections than this; the next round goes on. */
const MOST_ELECTIONS_PER_ROUND = 1_000;

/** Without a list of partitions every partition is meant, and those that have the leader they should are not answered. */
export function electLeaders(
  context: ControlContext,
  request: ElectLeadersRequest,
): ControlResult<ElectLeadersResponse> {
  const { electionType, topicPartitions } = request;
  const records: MetadataRecord[] = [];
  if (electionType !== ElectionType.PREFERRED && electionType !== ElectionType.UNCLEAN) {
    const response = { throttleTimeMs: 0, errorCode: ErrorCode.INVALID_REQUEST, replicaElectionResults: [] };
    return { records, response };
  }
  const election = electionType === ElectionType.PREFERRED ? 'preferred' : 'unclean';
  const results: TopicResult[] = [];
  const seen = new Set<string>();
  for (const { topic: name, partitions } of topicPartitions ?? everyPartition(context)) {
    const result: TopicResult = { topic: name, partitionResult: [] };
    const topic = context.image.topics.byName(name);
    for (const partitionId of partitions) {
      const key = `${partitionId}:${name}`;
      const problem = seen.has(key)
        ? failure(ErrorCode.INVALID_REQUEST, `Partition ${name}-${partitionId} is named twice.`)
        : elect(context, name, topic, partitionId, election, records);
      seen.add(key);
      if (topicPartitions === null && problem?.errorCode === ErrorCode.ELECTION_NOT_NEEDED) continue;
      const { errorCode, errorMessage } = problem ?? { errorCode: ErrorCode.NONE, errorMessage: null };
      result.partitionResult.push({ partitionId, errorCode, errorMessage });
    }
    if (topicPartitions !== null || result.partitionResult.length > 0) results.push(result);
  }
  return { records, response: { throttleTimeMs: 0, errorCode: ErrorCode.NONE, replicaElectionResults: results } };
}

/**
 * Gives partitions back to their preferred leaders, where a broker leads too few of those that prefer it
 * (`auto.leader.rebalance.enable`).
 * @param imbalancePercent a broker that leads all but this share of the partitions that prefer it is left alone
 */
export function balanceLeadership(context: ControlContext, imbalancePercent = 10): MetadataRecord[] {
  const preferring = new Map<number, { partitions: number; ledElsewhere: [TopicImage, PartitionRegistration][] }>();
  for (const topic of context.image.topics.all()) {
    for (const partition of topic.partitions) {
      const preferred = partition.replicas[0]!;
      let entry = preferring.get(preferred);
      if (entry === undefined) {
        entry = { partitions: 0, ledElsewhere: [] };
        preferring.set(preferred, entry);
      }
      entry.partitions++;
      if (partition.leader !== preferred) entry.ledElsewhere.push([topic, partition]);
    }
  }
  const records: MetadataRecord[] = [];
  for (const [broker, { partitions, ledElsewhere }] of preferring) {
    if (ledElsewhere.length * 100 <= imbalancePercent * partitions || !context.image.brokers.isActive(broker)) continue;
    for (const [topic, partition] of ledElsewhere) {
      if (records.length === MOST_ELECTIONS_PER_ROUND) return records;
      const change = planPartitionChange(partition, { election: 'preferred' }, leadershipRules(context, topic.name));
      if (change !== null) records.push(metadataRecord(RecordType.PARTITION_CHANGE, change));
    }
  }
  return records;
}

/** Leaderless partitions of topics that allow it get a leader who may have lost records: asked for by their owner. */
export function electUncleanly(context: ControlContext): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  for (const topic of context.image.topics.all()) {
    for (const partition of topic.partitions) {
      if (partition.leader !== NO_LEADER || records.length === MOST_ELECTIONS_PER_ROUND) continue;
      const rules = leadershipRules(context, topic.name);
      const change = rules.isUncleanAllowed ? planPartitionChange(partition, {}, rules) : null;
      if (change !== null) records.push(metadataRecord(RecordType.PARTITION_CHANGE, change));
    }
  }
  return records;
}

function* everyPartition(context: ControlContext): Generator<{ topic: string; partitions: number[] }> {
  for (const { name, partitions } of context.image.topics.all()) {
    yield { topic: name, partitions: partitions.map(({ partition }) => partition) };
  }
}

function elect(
  context: ControlContext,
  topicName: string,
  topic: TopicImage | undefined,
  partitionId: number,
  election: Election,
  records: MetadataRecord[],
): ApiFailure | null {
  if (topic === undefined) return failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `No such topic as ${topicName}`);
  const partition = topic.partitions[partitionId];
  if (partition === undefined) {
    return failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `No such partition as ${topicName}-${partitionId}`);
  }
  const isFine = election === 'preferred' ? partition.leader === partition.replicas[0] : partition.leader !== NO_LEADER;
  if (isFine) return failure(ErrorCode.ELECTION_NOT_NEEDED);
  const change = planPartitionChange(partition, { election }, leadershipRules(context, topicName));
  if (change === null) {
    return failure(
      election === 'preferred' ? ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE : ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE,
    );
  }
  records.push(metadataRecord(RecordType.PARTITION_CHANGE, change));
  return null;
}
