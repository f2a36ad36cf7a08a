/**
 * Reads partitions of a topic by batch headers alone, one fetch in flight per broker and slice of its partitions. Records
 * are counted and not decoded, so that what is measured is the broker.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FETCH } from '../../client/apis.ts';
import { type ClusterMetadata, ledPartition, usableTopic } from '../../client/cluster-metadata.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { isRetriableError, KafkaError, refuseError } from '../../client/kafka-error.ts';
import { retrying } from '../../client/retry.ts';
import { scanBatches } from '../../core/bench/scan-batches.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import {
  newFetchRequest,
  newFetchRequestFetchPartition,
  newFetchRequestFetchTopic,
} from '../../core/protocol/generated/fetch-request.ts';
import type { BatchView } from '../../core/records/batch-view.ts';

/** Kafka's fetch.max.bytes and max.partition.fetch.bytes. */
const FETCH_BYTES_MAX = 52_428_800;
const PARTITION_BYTES_MAX = 1_048_576;
const LOOK_AGAIN_MS = 100;

export interface Place {
  readonly partition: number;
  offset: number;
}

export interface FetchLoopOptions {
  readonly topic: string;
  /** Each a connection of its own to every broker. */
  readonly connections: number;
  readonly maxWaitMs: number;
  onBatch(partition: number, batch: BatchView, nowMs: number): void;
  /** After each answer, before the next request. */
  onFetched(sentAt: number, nowMs: number): void;
  /** Where to go on after a batch was read; null: the partition is done. */
  next(place: Place): number | null;
}

export class FetchLoop {
  readonly #client: KafkaClient;
  readonly #options: FetchLoopOptions;
  #places: Place[];
  #isStopped = false;

  constructor(client: KafkaClient, options: FetchLoopOptions, places: readonly Place[]) {
    this.#client = client;
    this.#options = options;
    this.#places = places.map(({ partition, offset }) => ({ partition, offset }));
  }

  /** Fetches that are under way are still answered. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Ends when it is stopped or every partition is done. Throws what does not pass by waiting. */
  async run(): Promise<void> {
    const { topic: name, connections } = this.#options;
    let failingSince: number | null = null;
    while (!this.#isStopped && this.#places.length > 0) {
      try {
        const metadata = await retrying(this.#client.retry, async () => {
          const found = await this.#client.metadata([name]);
          for (const { partition } of this.#places) ledPartition(usableTopic(found, name), partition);
          return found;
        });
        const topic = usableTopic(metadata, name);
        const slices = new Map<string, Place[]>();
        for (const place of this.#places) {
          const key = `${ledPartition(topic, place.partition).leader} ${place.partition % connections}`;
          slices.set(key, [...(slices.get(key) ?? []), place]);
        }
        const moved = { isAny: false };
        await Promise.all([...slices].map(([key, places]) => this.#runSlice(metadata, key, places, moved)));
        if (moved.isAny) failingSince = null;
      } catch (error) {
        failingSince ??= performance.now();
        if (!isRetriableError(error) || performance.now() - failingSince > this.#client.retry.deadlineMs) throw error;
        await sleep(LOOK_AGAIN_MS);
      }
    }
  }

  /** Reads one slice over one connection; throws when its leader has to be looked up anew. */
  async #runSlice(
    metadata: ClusterMetadata,
    key: string,
    places: readonly Place[],
    moved: { isAny: boolean },
  ): Promise<void> {
    const { topic: name, maxWaitMs } = this.#options;
    const { topicId } = usableTopic(metadata, name);
    const [leader, slice] = key.split(' ') as [string, string];
    const connection = await this.#client.at(metadata.brokers.get(Number(leader))!, `bench fetch ${slice}`);
    let open = [...places];
    while (!this.#isStopped && open.length > 0) {
      const request = newFetchRequest({
        replicaId: -1,
        maxWaitMs,
        minBytes: 1,
        maxBytes: FETCH_BYTES_MAX,
        sessionId: 0,
        sessionEpoch: -1,
        topics: [
          newFetchRequestFetchTopic({
            topic: name,
            topicId,
            partitions: open.map(({ partition, offset }) =>
              newFetchRequestFetchPartition({
                partition,
                fetchOffset: offset,
                partitionMaxBytes: PARTITION_BYTES_MAX,
              }),
            ),
          }),
        ],
      });
      const sentAt = performance.now();
      const response = await connection.call(FETCH, request, this.#client.requestTimeoutMs + maxWaitMs);
      refuseError(response.errorCode, 'Fetch');
      const now = performance.now();
      const byPartition = new Map(open.map((place) => [place.partition, place]));
      for (const { partitions } of response.responses) {
        for (const { partitionIndex, errorCode, records } of partitions) {
          const place = byPartition.get(partitionIndex);
          if (place === undefined) continue;
          refuseError(errorCode, `${name}-${partitionIndex}`);
          if (records !== null && records.length > 0) {
            moved.isAny = true;
            this.#take(place, records, now);
          }
        }
      }
      this.#options.onFetched(sentAt, now);
      open = open.filter((place) => this.#goOn(place));
      // The first in a request is served first: take turns.
      if (open.length > 1) open.push(open.shift()!);
    }
  }

  #take(place: Place, records: Uint8Array, now: number): void {
    const { partition } = place;
    const next = scanBatches(records, place.offset, (batch) => {
      // The first may begin before the offset that was asked for.
      if (batch.lastOffset >= place.offset) this.#options.onBatch(partition, batch, now);
    });
    if (next === null)
      throw new KafkaError(ErrorCode.CORRUPT_MESSAGE, `${this.#options.topic}-${partition}`, 'these are no batches');
    // A batch that is cut short moves nothing; when its partition's turn comes to be first, it comes whole (KIP-74).
    place.offset = next;
  }

  #goOn(place: Place): boolean {
    const next = this.#options.next(place);
    if (next !== null) {
      place.offset = next;
      return true;
    }
    this.#places = this.#places.filter((other) => other !== place);
    return false;
  }
}
