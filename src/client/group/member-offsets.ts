/**
 * How far a member is with each of its partitions: what was processed, what of it is committed, and where to begin in one
 * that is new. Owns the offsets; who may commit is the membership's affair.
 */

import { ZERO_UUID } from '../../core/bytes/uuid.ts';
import { ErrorCode, isRetriable } from '../../core/protocol/error-codes.ts';
import { newOffsetCommitRequest } from '../../core/protocol/generated/offset-commit-request.ts';
import {
  newOffsetFetchRequest,
  newOffsetFetchRequestGroup,
  newOffsetFetchRequestTopics,
} from '../../core/protocol/generated/offset-fetch-request.ts';
import type { TopicPartition } from '../describe-group.ts';
import { OFFSET_COMMIT, OFFSET_FETCH } from '../group-apis.ts';
import { committedIn } from '../group-offsets.ts';
import type { KafkaClient } from '../kafka-client.ts';
import { KafkaError } from '../kafka-error.ts';
import { EARLIEST, LATEST, listOffsets } from '../list-offsets.ts';
import { retrying } from '../retry.ts';
import { type CoordinatorLink, isElsewhere } from './coordinator-link.ts';
import type { MemberIdentity } from './membership.ts';

interface Progress extends TopicPartition {
  processed: number;
  committed: number;
}

/** Nothing is committed. */
const NOWHERE = -1;

export interface StartOffset extends TopicPartition {
  readonly offset: number;
}

export class MemberOffsets {
  readonly #client: KafkaClient;
  readonly #link: CoordinatorLink;
  readonly #groupId: string;
  readonly #progress = new Map<string, Progress>();

  constructor(client: KafkaClient, link: CoordinatorLink, groupId: string) {
    this.#client = client;
    this.#link = link;
    this.#groupId = groupId;
  }

  get partitions(): TopicPartition[] {
    return [...this.#progress.values()].map(({ topic, partition }) => ({ topic, partition }));
  }

  get isCommitDue(): boolean {
    return [...this.#progress.values()].some(({ processed, committed }) => processed !== committed);
  }

  owns(topic: string, partition: number): boolean {
    return this.#progress.has(placeKey(topic, partition));
  }

  /** Everything before `nextOffset` is done with. No effect on partitions that are not owned (any more). */
  processed(topic: string, partition: number, nextOffset: number): void {
    const progress = this.#progress.get(placeKey(topic, partition));
    if (progress !== undefined) progress.processed = nextOffset;
  }

  forget(partitions: readonly TopicPartition[]): void {
    for (const { topic, partition } of partitions) this.#progress.delete(placeKey(topic, partition));
  }

  /** Takes partitions on; answers where each begins: at its committed offset, else where `fallback` says. */
  async begin(partitions: readonly TopicPartition[], fallback: 'earliest' | 'latest'): Promise<StartOffset[]> {
    if (partitions.length === 0) return [];
    const committed = await this.#committed(partitions);
    const without = partitions.filter(({ topic, partition }) => !committed.has(placeKey(topic, partition)));
    const timestamp = fallback === 'earliest' ? EARLIEST : LATEST;
    const found = await listOffsets(
      this.#client,
      without.map(({ topic, partition }) => ({ topic, partition, timestamp })),
    );
    const starts = new Map(found.map(({ topic, partition, offset }) => [placeKey(topic, partition), offset]));
    return partitions.map(({ topic, partition }) => {
      const key = placeKey(topic, partition);
      const known = committed.get(key);
      const offset = known ?? starts.get(key)!;
      // Where it began is committed even if nothing comes: else `latest` would skip what is written until the next start.
      this.#progress.set(key, { topic, partition, processed: offset, committed: known ?? NOWHERE });
      return { topic, partition, offset };
    });
  }

  /**
   * One attempt at committing what was processed. Answers NONE, or the code that everything or some of it was refused
   * with. Throws KafkaError when the coordinator cannot be reached.
   */
  async commit({ memberId, epoch, instanceId }: MemberIdentity): Promise<number> {
    const due = [...this.#progress.values()].filter(({ processed, committed }) => processed !== committed);
    if (due.length === 0) return ErrorCode.NONE;
    const sent = due.map((progress) => ({ progress, offset: progress.processed }));
    const request = newOffsetCommitRequest({
      groupId: this.#groupId,
      generationIdOrMemberEpoch: epoch,
      memberId,
      groupInstanceId: instanceId,
      topics: [...new Set(due.map(({ topic }) => topic))].map((name) => ({
        name,
        topicId: ZERO_UUID,
        partitions: sent
          .filter(({ progress }) => progress.topic === name)
          .map(({ progress, offset }) => ({
            partitionIndex: progress.partition,
            committedOffset: offset,
            committedLeaderEpoch: -1,
            committedMetadata: '',
          })),
      })),
    });
    const response = await this.#link.call(OFFSET_COMMIT, () => request);
    let refused: number = ErrorCode.NONE;
    for (const { name, partitions } of response.topics) {
      for (const { partitionIndex, errorCode } of partitions) {
        const entry = sent.find(({ progress }) => progress.topic === name && progress.partition === partitionIndex);
        // The topic was deleted: there is nothing to come back to.
        if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
          if (entry !== undefined) entry.progress.committed = entry.offset;
        } else refused = errorCode;
      }
    }
    if (isElsewhere(refused)) this.#link.forget();
    return refused;
  }

  async #committed(partitions: readonly TopicPartition[]): Promise<Map<string, number>> {
    const groupId = this.#groupId;
    const names = [...new Set(partitions.map(({ topic }) => topic))];
    const topics = names.map((name) =>
      newOffsetFetchRequestTopics({
        name,
        partitionIndexes: partitions.filter(({ topic }) => topic === name).map(({ partition }) => partition),
      }),
    );
    const response = await retrying(
      this.#client.retry,
      async () => {
        const answer = await this.#link.call(OFFSET_FETCH, (version) =>
          version >= 8
            ? newOffsetFetchRequest({
                groups: [newOffsetFetchRequestGroup({ groupId, topics })],
                // Offsets of a transaction that is just being committed are waited for (KIP-447).
                requireStable: true,
              })
            : newOffsetFetchRequest({ groupId, topics, requireStable: version >= 7 }),
        );
        return committedIn(answer, groupId);
      },
      (error) => {
        if (!(error instanceof KafkaError)) return false;
        if (isElsewhere(error.code)) this.#link.forget();
        return isRetriable(error.code);
      },
    );
    return new Map(response.map(({ topic, partition, offset }) => [placeKey(topic, partition), offset]));
  }
}

export function placeKey(topic: string, partition: number): string {
  return `${topic} ${partition}`;
}
