/** `chronik consume --group`: reads what the group gives this member, and commits what was written out. */
import { usableTopic } from '../client/cluster-metadata.ts';
import { describeGroup, type TopicPartition } from '../client/describe-group.ts';
import { GroupConsumer } from '../client/group/group-consumer.ts';
import type { GroupConsumerOptions } from '../client/group/group-consumer-options.ts';
import type { KafkaClient } from '../client/kafka-client.ts';
import { LATEST, listOffsets } from '../client/list-offsets.ts';
import type { CommandIo } from './command.ts';
import { placesText } from './groups/group-output.ts';
import { Interruption } from './interruption.ts';
import type { Progress } from './progress.ts';
import type { RecordWriter } from './record-format.ts';

export interface MemberTerms {
  readonly writer: RecordWriter;
  readonly countMax: number;
  /** Stop where the partitions of this member end now. */
  readonly isBounded: boolean;
  readonly io: CommandIo;
  readonly progress: Progress;
}

export async function consumeAsMember(
  client: KafkaClient,
  options: Omit<GroupConsumerOptions, 'onAssigned' | 'onRevoked'>,
  { writer, countMax, isBounded, io, progress }: MemberTerms,
): Promise<void> {
  const metadata = await client.metadata(options.topics);
  for (const topic of options.topics) usableTopic(metadata, topic);
  /** Where to stop, for each partition that has not got there. Null when they have to be asked for. */
  let open: Map<string, number> | null = null;
  const tell = (what: string, partitions: readonly TopicPartition[]) => {
    if (progress.isAskedFor) io.writeError(`${what} ${placesText(partitions)}\n`);
  };
  const consumer = await GroupConsumer.create(client, {
    ...options,
    onAssigned: (partitions) => {
      open = null;
      tell('assigned', partitions);
    },
    onRevoked: (partitions, isLost) => {
      open = null;
      tell(isLost ? 'lost' : 'revoked', partitions);
    },
  });
  const positions = new Map<string, number>();
  const interruption = new Interruption(io);
  try {
    while (progress.records < countMax && !io.isTerminating) {
      const fetched = await interruption.unless(consumer.poll());
      if (fetched === null) break;
      for (const { topic, partition, records, nextOffset } of fetched) {
        const taken = records.slice(0, countMax - progress.records);
        const chunks: Uint8Array[] = [];
        let bytes = 0;
        for (const record of taken) {
          writer(topic, partition, record, chunks);
          bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0);
        }
        if (chunks.length > 0) await io.write(Buffer.concat(chunks));
        progress.add(taken.length, bytes);
        const next = taken.length < records.length ? records[taken.length]!.offset : nextOffset;
        consumer.processed(topic, partition, next);
        positions.set(`${topic} ${partition}`, next);
      }
      if (!isBounded || !(await isDecided(client, consumer, options.groupId))) continue;
      open ??= await ends(client, consumer.assignment, options.isReadCommitted === true);
      for (const [place, end] of open) if ((positions.get(place) ?? 0) >= end) open.delete(place);
      if (open.size === 0) break;
    }
  } finally {
    await consumer.close();
  }
}

/** A member without partitions may be about to get some: in the consumer protocol they come with a later heartbeat. */
async function isDecided(client: KafkaClient, consumer: GroupConsumer, groupId: string): Promise<boolean> {
  if (consumer.assignment.length > 0) return true;
  const group = await describeGroup(client, groupId);
  const self = group?.members.find(({ memberId }) => memberId === consumer.memberId);
  return group?.state === 'Stable' && (self?.targetAssignment ?? self?.assignment)?.length === 0;
}

async function ends(
  client: KafkaClient,
  partitions: readonly TopicPartition[],
  isReadCommitted: boolean,
): Promise<Map<string, number>> {
  const queries = partitions.map((place) => ({ ...place, timestamp: LATEST }));
  const found = await listOffsets(client, queries, isReadCommitted);
  return new Map(found.map(({ topic, partition, offset }) => [`${topic} ${partition}`, offset]));
}
