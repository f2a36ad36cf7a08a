/** Offsets by time: where partitions begin and end, and where a moment lies in them. */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newListOffsetsRequest } from '../core/protocol/generated/list-offsets-request.ts';
import { LIST_OFFSETS } from './apis.ts';
import { type ClusterMetadata, ledPartition, usableTopic } from './cluster-metadata.ts';
import { isRetriableOnceReached, type KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';
import { retrying } from './retry.ts';

export const EARLIEST = -2;
export const LATEST = -1;

export interface OffsetQuery {
  readonly topic: string;
  readonly partition: number;
  /** Milliseconds since 1970, or EARLIEST, LATEST. */
  readonly timestamp: number;
}

interface LedQuery {
  readonly query: OffsetQuery;
  /** Whom we take for the leader: a broker that knows another says so instead of answering (KIP-320). */
  readonly leaderEpoch: number;
}

export interface FoundOffset {
  readonly topic: string;
  readonly partition: number;
  /** -1: no record is that young. */
  readonly offset: number;
  readonly timestamp: number;
}

/**
 * One answer per query, in their order; for a time, the first record at or after it. Read-uncommitted unless
 * `isReadCommitted`, where LATEST is the last stable offset.
 */
export async function listOffsets(
  client: KafkaClient,
  queries: readonly OffsetQuery[],
  isReadCommitted = false,
): Promise<FoundOffset[]> {
  const found = new Map<OffsetQuery, FoundOffset>();
  await retrying(client.retry, async () => {
    const open = queries.filter((query) => !found.has(query));
    const metadata = await client.metadata([...new Set(open.map(({ topic }) => topic))]);
    for (const [leader, group] of groupByLeader(open, metadata)) {
      await askLeader(client, leader, group, isReadCommitted, found);
    }
  });
  return queries.map((query) => found.get(query)!);
}

/** As `listOffsets`, with null for partitions that are not there (any more) or have no leader now. */
export async function listOffsetsWhereLed(
  client: KafkaClient,
  queries: readonly OffsetQuery[],
): Promise<(number | null)[]> {
  if (queries.length === 0) return [];
  const topics = [...new Set(queries.map(({ topic }) => topic))];
  const metadata = await retrying(client.retry, () => client.metadata(topics), isRetriableOnceReached(client));
  const led = queries.filter(({ topic, partition }) => {
    const leader = metadata.topics
      .get(topic)
      ?.partitions.find((candidate) => candidate.partition === partition)?.leader;
    return leader !== undefined && leader >= 0;
  });
  const found = await listOffsets(client, led);
  const offsets = new Map(led.map((query, index) => [query, found[index]!.offset]));
  return queries.map((query) => offsets.get(query) ?? null);
}

/** One request may name a partition once only, so several questions about one go into several requests. */
function groupByLeader(
  queries: readonly OffsetQuery[],
  metadata: ClusterMetadata,
): (readonly [leader: number, queries: LedQuery[]])[] {
  const groups: (readonly [leader: number, queries: LedQuery[]])[] = [];
  for (const query of queries) {
    const { leader, leaderEpoch } = ledPartition(usableTopic(metadata, query.topic), query.partition);
    const isSame = (other: LedQuery) => other.query.topic === query.topic && other.query.partition === query.partition;
    const group = groups.find(([id, members]) => id === leader && !members.some(isSame));
    if (group === undefined) groups.push([leader, [{ query, leaderEpoch }]]);
    else group[1].push({ query, leaderEpoch });
  }
  return groups;
}

async function askLeader(
  client: KafkaClient,
  leader: number,
  queries: readonly LedQuery[],
  isReadCommitted: boolean,
  found: Map<OffsetQuery, FoundOffset>,
): Promise<void> {
  const names = [...new Set(queries.map(({ query }) => query.topic))];
  const request = newListOffsetsRequest({
    replicaId: -1,
    isolationLevel: isReadCommitted ? 1 : 0,
    topics: names.map((name) => ({
      name,
      partitions: queries
        .filter(({ query }) => query.topic === name)
        .map(({ query: { partition, timestamp }, leaderEpoch }) => ({
          partitionIndex: partition,
          currentLeaderEpoch: leaderEpoch,
          timestamp,
        })),
    })),
  });
  const connection = await client.broker(leader);
  const response = await connection.call(LIST_OFFSETS, request);
  for (const { query } of queries) {
    const { topic, partition } = query;
    const answer = response.topics
      .find(({ name }) => name === topic)
      ?.partitions.find(({ partitionIndex }) => partitionIndex === partition);
    if (answer === undefined)
      throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, `ListOffsets of ${topic}-${partition}`);
    refuseError(answer.errorCode, `ListOffsets of ${topic}-${partition}`);
    found.set(query, { topic, partition, offset: answer.offset, timestamp: answer.timestamp });
  }
}
