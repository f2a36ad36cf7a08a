/** Asks the cluster for what a plan to reset offsets needs to know, and has it made. */
import { describeGroup, type TopicPartition } from '../../client/describe-group.ts';
import { type CommittedOffset, committedOffsets } from '../../client/group-offsets.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { EARLIEST, LATEST, listOffsetsWhereLed } from '../../client/list-offsets.ts';
import { partitionsOf } from '../topic-partitions.ts';
import { byPlace } from './lag.ts';
import type { FileOffset } from './offsets-file.ts';
import { planReset, type ResetPlan } from './reset-plan.ts';
import type { ResetStrategy } from './reset-strategy.ts';
import { isInScope, type TopicScope } from './topic-scope.ts';

export interface ResetScope {
  /** Null: everything that the group has committed offsets in, or the file's lines. */
  readonly topics: readonly TopicScope[] | null;
  readonly file: readonly FileOffset[] | null;
}

export async function planFor(
  client: KafkaClient,
  groupId: string,
  strategy: ResetStrategy,
  scope: ResetScope,
): Promise<ResetPlan> {
  // A group that is not there yet is as good as an empty one: it begins where it is told to.
  const state = (await describeGroup(client, groupId))?.state ?? 'Dead';
  if (state !== 'Empty' && state !== 'Dead') {
    const refusal = `the offsets of group ${groupId} can only be reset while it is inactive, and it is ${state}: stop its members first`;
    return { rows: [], notes: [], refusal };
  }
  const committed = await committedOffsets(client, groupId);
  const places = await placesOf(client, groupId, scope, committed);
  const ask = (timestamp: number) =>
    listOffsetsWhereLed(
      client,
      places.map(({ topic, partition }) => ({ topic, partition, timestamp })),
    );
  const starts = await ask(EARLIEST);
  const ends = await ask(LATEST);
  const byTime = strategy.kind === 'time' ? await ask(strategy.timestamp) : null;
  const facts = places.map((place, index) => ({
    ...place,
    committed: committed.find((offset) => isSame(offset, place))?.offset ?? null,
    start: starts[index]!,
    end: ends[index]!,
    wanted:
      byTime?.[index] ?? scope.file?.find((line) => line.group === groupId && isSame(line, place))?.offset ?? null,
  }));
  return planReset(strategy, facts);
}

function isSame(left: TopicPartition, right: TopicPartition): boolean {
  return left.topic === right.topic && left.partition === right.partition;
}

async function placesOf(
  client: KafkaClient,
  groupId: string,
  { topics, file }: ResetScope,
  committed: readonly CommittedOffset[],
): Promise<TopicPartition[]> {
  const own = file === null ? committed : file.filter(({ group }) => group === groupId);
  const candidates: readonly TopicPartition[] =
    topics === null || file !== null ? own : await partitionsOf(client, topics);
  const places = new Map<string, TopicPartition>();
  for (const { topic, partition } of candidates) {
    if (topics === null || isInScope(topics, topic, partition))
      places.set(`${topic} ${partition}`, { topic, partition });
  }
  return [...places.values()].sort(byPlace);
}
