/** How far a group is behind, partition by partition: its committed offsets and assignments against the ends of the logs. */
import type { DescribedGroup, GroupMember, TopicPartition } from '../../client/describe-group.ts';
import { type CommittedOffset, committedOffsets } from '../../client/group-offsets.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { LATEST, listOffsetsWhereLed } from '../../client/list-offsets.ts';

export interface LagRow extends TopicPartition {
  /** Null where the group has committed nothing. */
  readonly currentOffset: number | null;
  /** -1 where it is not known. */
  readonly leaderEpoch: number;
  /** Null where the partition is not there, or has no leader. */
  readonly logEndOffset: number | null;
  readonly lag: number | null;
  /** Null where nobody has it now. */
  readonly member: GroupMember | null;
}

/** In order of topic and partition. */
export async function lagOf(client: KafkaClient, group: DescribedGroup): Promise<LagRow[]> {
  const committed = await committedOffsets(client, group.groupId);
  const places = lagPlaces(group, committed);
  const ends = await listOffsetsWhereLed(
    client,
    places.map(({ topic, partition }) => ({ topic, partition, timestamp: LATEST })),
  );
  return places.map((place, index) => {
    const logEndOffset = ends[index]!;
    const { currentOffset } = place;
    const lag = currentOffset === null || logEndOffset === null ? null : logEndOffset - currentOffset;
    return { ...place, logEndOffset, lag };
  });
}

type Place = Omit<LagRow, 'logEndOffset' | 'lag'>;

function lagPlaces(group: DescribedGroup, committed: readonly CommittedOffset[]): Place[] {
  const places = new Map<string, Place>();
  for (const { topic, partition, offset, leaderEpoch } of committed) {
    places.set(`${topic} ${partition}`, { topic, partition, currentOffset: offset, leaderEpoch, member: null });
  }
  for (const member of group.members) {
    for (const { topic, partition } of member.assignment) {
      const key = `${topic} ${partition}`;
      const known = places.get(key) ?? { topic, partition, currentOffset: null, leaderEpoch: -1 };
      places.set(key, { ...known, member });
    }
  }
  return [...places.values()].sort(byPlace);
}

export function byPlace(left: TopicPartition, right: TopicPartition): number {
  if (left.topic !== right.topic) return left.topic < right.topic ? -1 : 1;
  return left.partition - right.partition;
}
