/**
 * Produces records: batches per partition, one request per leader at a time, repeated until it is acknowledged or its time
 * is over. With `idempotent` every record is stored exactly once and in order, whatever had to be repeated (KIP-98).
 */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newInitProducerIdRequest } from '../core/protocol/generated/init-producer-id-request.ts';
import { newProduceRequest, type ProduceRequest } from '../core/protocol/generated/produce-request.ts';
import type { ProduceResponsePartitionProduceResponse } from '../core/protocol/generated/produce-response.ts';
import type { RecordHeader } from '../core/records/batch-builder.ts';
import { Compression } from '../core/records/batch-format.ts';
import { type Codecs, loadCodecs } from '../runtime/compression/codecs.ts';
import { INIT_PRODUCER_ID, PRODUCE } from './apis.ts';
import { type TopicMetadata, usableTopic } from './cluster-metadata.ts';
import type { KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';
import { partitionOfKey } from './murmur2.ts';
import { PartitionQueue } from './partition-queue.ts';
import type { ProducerIdentity } from './producer-batch.ts';
import { backoffMs, retrying } from './retry.ts';

export interface ProducerOptions {
  /** -1: all in-sync replicas, 1: the leader, 0: nobody answers. */
  readonly acks?: -1 | 0 | 1;
  readonly compression?: number;
  /** Needs acks=-1, and is the default with it. */
  readonly idempotent?: boolean;
  readonly batchBytesMax?: number;
  /** How long a batch that is not full waits for more. */
  readonly lingerMs?: number;
  /** From append to acknowledgement; then the batch, and the producer, has failed. */
  readonly deliveryTimeoutMs?: number;
  /** Above it, `append` should wait for `room`. */
  readonly bufferBytesMax?: number;
  /** Told of every batch that was acknowledged. `baseOffset` is -1 with acks=0. */
  readonly onDelivered?: (topic: string, partition: number, baseOffset: number, recordCount: number) => void;
}

const NO_HEADERS: readonly RecordHeader[] = [];

/** Below the default message.max.bytes of 1048588, so that a batch that does not compress is taken. */
const DEFAULT_BATCH_BYTES = 1_000_000;
const DEFAULT_BUFFER_BYTES = 32 * 1024 * 1024;
const DEFAULT_DELIVERY_TIMEOUT_MS = 120_000;
/** One request carries at most this much, whatever number of partitions it serves. */
const REQUEST_BYTES_MAX = 8 * 1024 * 1024;

/** How long a topic may take to come into being; one that is not there by then will not come. */
const CREATION_TIMEOUT_MS = 10_000;

export class Producer {
  readonly #client: KafkaClient;
  readonly #acks: -1 | 0 | 1;
  readonly #compression: number;
  readonly #batchBytesMax: number;
  readonly #lingerMs: number;
  readonly #deliveryTimeoutMs: number;
  readonly #bufferBytesMax: number;
  readonly #onDelivered: NonNullable<ProducerOptions['onDelivered']>;
  readonly #codecs: Codecs;
  readonly #identity: ProducerIdentity | null;
  readonly #topics = new Map<string, TopicMetadata>();
  readonly #queues = new Map<string, PartitionQueue>();
  readonly #busyLeaders = new Set<number>();
  #bufferedBytes = 0;
  #timer: NodeJS.Timeout | null = null;
  #timerAt = 0;
  #isFlushing = false;
  #isRefreshing = false;
  #failure: KafkaError | null = null;
  #nextKeylessPartition = 0;
  #keylessRecords = 0;
  #waiters: (() => void)[] = [];

  /** Loads codecs and, for an idempotent producer, its id. */
  static async create(client: KafkaClient, options: ProducerOptions = {}): Promise<Producer> {
    const acks = options.acks ?? -1;
    const isIdempotent = options.idempotent ?? acks === -1;
    if (isIdempotent && acks !== -1) {
      throw new KafkaError(ErrorCode.INVALID_REQUIRED_ACKS, 'producer', 'an idempotent producer needs acks=all');
    }
    const codecs = await loadCodecs();
    return new Producer(client, options, acks, codecs, isIdempotent ? await initProducerId(client) : null);
  }

  private constructor(
    client: KafkaClient,
    options: ProducerOptions,
    acks: -1 | 0 | 1,
    codecs: Codecs,
    identity: ProducerIdentity | null,
  ) {
    this.#client = client;
    this.#acks = acks;
    this.#codecs = codecs;
    this.#identity = identity;
    this.#compression = options.compression ?? Compression.None;
    this.#batchBytesMax = options.batchBytesMax ?? DEFAULT_BATCH_BYTES;
    this.#lingerMs = options.lingerMs ?? 0;
    this.#deliveryTimeoutMs = options.deliveryTimeoutMs ?? DEFAULT_DELIVERY_TIMEOUT_MS;
    this.#bufferBytesMax = options.bufferBytesMax ?? DEFAULT_BUFFER_BYTES;
    this.#onDelivered = options.onDelivered ?? (() => {});
  }

  /** Learns the topic's partitions, creating it where the cluster does that. Must come before `append` to it. */
  async prepare(topic: string): Promise<void> {
    const { retry } = this.#client;
    const policy = { ...retry, deadlineMs: Math.min(retry.deadlineMs, CREATION_TIMEOUT_MS) };
    const metadata = await retrying(policy, async () => {
      const found = await this.#client.metadata([topic], true);
      usableTopic(found, topic);
      return found;
    });
    this.#topics.set(topic, usableTopic(metadata, topic));
  }

  get isFull(): boolean {
    return this.#bufferedBytes >= this.#bufferBytesMax;
  }

  /**
   * Takes a record; it is sent soon, or by `flush`. `partition` null: by the key's hash, or in turns without a key.
   * Throws when the producer has failed, or the topic has no such partition.
   */
  append(
    topic: string,
    partition: number | null,
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers: readonly RecordHeader[] = NO_HEADERS,
    timestamp: number = Date.now(),
  ): void {
    if (this.#failure !== null) throw this.#failure;
    const queue = this.#queueOf(topic, partition, key);
    const now = performance.now();
    const wasEmpty = queue.isEmpty;
    this.#bufferedBytes += queue.append(
      timestamp,
      key,
      value,
      headers,
      this.#batchBytesMax,
      this.#compression,
      this.#identity,
      now,
    );
    if (wasEmpty || queue.hasFullBatch) this.#wakeAt(queue.hasFullBatch ? now : now + this.#lingerMs);
  }

  /** Resolves once the buffer has room again. Throws when the producer has failed. */
  async room(): Promise<void> {
    while (this.#failure === null && this.isFull) await this.#progress();
    if (this.#failure !== null) throw this.#failure;
  }

  /** Resolves once everything appended so far is acknowledged. Throws what went wrong with the first that was not. */
  async flush(): Promise<void> {
    this.#isFlushing = true;
    this.#wakeAt(performance.now());
    while (this.#failure === null && [...this.#queues.values()].some((queue) => !queue.isEmpty)) {
      await this.#progress();
    }
    this.#isFlushing = false;
    if (this.#failure !== null) throw this.#failure;
  }

  /** Stops sending; what is not acknowledged by now may or may not be stored. */
  close(): void {
    this.#fail(new KafkaError(ErrorCode.INVALID_REQUEST, 'producer', 'it was closed'));
  }

  #queueOf(topic: string, partition: number | null, key: Uint8Array | null): PartitionQueue {
    const known = this.#topics.get(topic);
    if (known === undefined) throw new KafkaError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `topic ${topic}`);
    const count = known.partitions.length;
    const chosen = partition ?? (key === null ? this.#keylessPartition(count) : partitionOfKey(key, count));
    const name = `${topic} ${chosen}`;
    let queue = this.#queues.get(name);
    if (queue === undefined) {
      if (chosen >= count || chosen < 0) {
        throw new KafkaError(
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          `partition ${topic}-${chosen}`,
          `the last partition of ${topic} is ${count - 1}`,
        );
      }
      queue = new PartitionQueue(topic, chosen);
      this.#queues.set(name, queue);
    }
    return queue;
  }

  /** Stays with a partition for a while, so that batches fill (KIP-480). */
  #keylessPartition(count: number): number {
    this.#keylessRecords += 1;
    if (this.#keylessRecords % 1000 === 0) this.#nextKeylessPartition += 1;
    return this.#nextKeylessPartition % count;
  }

  #progress(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #announceProgress(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const resolve of waiters) resolve();
  }

  #wakeAt(time: number): void {
    if (this.#timer !== null && this.#timerAt <= time) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerAt = time;
    this.#timer = setTimeout(() => this.#sendReady(), Math.max(0, time - performance.now()));
  }

  /** One request per idle leader with the oldest batch of each of its partitions. */
  #sendReady(): void {
    this.#timer = null;
    if (this.#failure !== null) return;
    const now = performance.now();
    const byLeader = new Map<number, PartitionQueue[]>();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues.values()) {
      const { head } = queue;
      if (head === undefined || queue.isInFlight) continue;
      if (now - head.createdAt > this.#deliveryTimeoutMs) {
        const last = queue.lastRefusal === null ? '' : `; the last attempt: ${queue.lastRefusal}`;
        const why = `${head.recordCount} records were not acknowledged within ${this.#deliveryTimeoutMs} ms${last}`;
        this.#fail(new KafkaError(ErrorCode.REQUEST_TIMED_OUT, `produce to ${queue.topic}-${queue.partition}`, why));
        return;
      }
      const isDue = this.#isFlushing || queue.hasFullBatch || queue.attempts > 0;
      const dueAt = Math.max(queue.notBefore, isDue ? 0 : head.createdAt + this.#lingerMs);
      if (dueAt > now) {
        wakeAt = Math.min(wakeAt, dueAt);
        continue;
      }
      const leader = this.#topics.get(queue.topic)!.partitions[queue.partition]?.leader ?? -1;
      if (leader < 0) {
        const where = `${queue.topic}-${queue.partition}`;
        this.#postpone(queue, new KafkaError(ErrorCode.LEADER_NOT_AVAILABLE, where));
        this.#refresh();
        wakeAt = Math.min(wakeAt, queue.notBefore);
      } else if (!this.#busyLeaders.has(leader)) {
        const group = byLeader.get(leader);
        if (group === undefined) byLeader.set(leader, [queue]);
        else group.push(queue);
      }
    }
    if (wakeAt < Number.POSITIVE_INFINITY) this.#wakeAt(wakeAt);
    for (const [leader, queues] of byLeader) void this.#sendTo(leader, queues);
  }

  async #sendTo(leader: number, queues: readonly PartitionQueue[]): Promise<void> {
    this.#busyLeaders.add(leader);
    const sent: PartitionQueue[] = [];
    try {
      const request = this.#buildRequest(queues, sent);
      const connection = await this.#client.broker(leader);
      if (this.#acks === 0) {
        connection.callWithoutAnswer(PRODUCE, request);
        // Nobody answers, so the socket's queue is the only backpressure there is.
        while (connection.queuedBytes > REQUEST_BYTES_MAX) await new Promise((resolve) => setTimeout(resolve, 1));
        for (const queue of sent) this.#settle(queue, -1);
      } else {
        const response = await connection.call(PRODUCE, request);
        for (const topic of response.responses) {
          for (const answer of topic.partitionResponses) {
            const name = topic.name === '' ? this.#nameOf(topic.topicId) : topic.name;
            const queue = sent.find((candidate) => candidate.topic === name && candidate.partition === answer.index);
            if (queue !== undefined) this.#onAnswer(queue, answer);
          }
        }
      }
    } catch (error) {
      if (error instanceof KafkaError && error.isRetriable) {
        for (const queue of sent.filter(({ isInFlight }) => isInFlight)) this.#postpone(queue, error);
        this.#refresh();
      } else {
        this.#fail(
          error instanceof KafkaError
            ? error
            : new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, 'produce', String(error)),
        );
      }
    }
    for (const queue of sent) queue.isInFlight = false;
    this.#busyLeaders.delete(leader);
    this.#announceProgress();
    this.#sendReady();
  }

  #buildRequest(queues: readonly PartitionQueue[], sent: PartitionQueue[]): ProduceRequest {
    const topics = new Map<string, ProduceRequest['topicData'][number]>();
    let size = 0;
    for (const queue of queues) {
      const records = queue.head!.seal(this.#codecs);
      if (size > 0 && size + records.length > REQUEST_BYTES_MAX) break;
      size += records.length;
      let topic = topics.get(queue.topic);
      if (topic === undefined) {
        const { name, topicId } = this.#topics.get(queue.topic)!;
        topic = { name, topicId, partitionData: [] };
        topics.set(queue.topic, topic);
      }
      topic.partitionData.push({ index: queue.partition, records });
      queue.isInFlight = true;
      sent.push(queue);
    }
    return newProduceRequest({
      acks: this.#acks,
      timeoutMs: this.#client.requestTimeoutMs,
      topicData: [...topics.values()],
    });
  }

  #onAnswer(queue: PartitionQueue, answer: ProduceResponsePartitionProduceResponse): void {
    const { errorCode, baseOffset } = answer;
    // The broker has this very batch already: an earlier send was stored and its answer lost.
    if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) {
      this.#settle(queue, baseOffset);
      return;
    }
    const detail = answer.recordErrors[0]?.batchIndexErrorMessage ?? answer.errorMessage;
    const error = new KafkaError(errorCode, `produce to ${queue.topic}-${queue.partition}`, detail);
    if (error.isRetriable) {
      this.#postpone(queue, error);
      this.#refresh();
    } else this.#fail(error);
  }

  #settle(queue: PartitionQueue, baseOffset: number): void {
    const batch = queue.settle();
    this.#bufferedBytes -= batch.sizeInBytes;
    this.#onDelivered(queue.topic, queue.partition, baseOffset, batch.recordCount);
  }

  #postpone(queue: PartitionQueue, cause: KafkaError): void {
    queue.attempts += 1;
    queue.lastRefusal = cause.message;
    queue.notBefore = performance.now() + backoffMs(this.#client.retry, Math.min(queue.attempts, 10));
  }

  /** Leaders may have moved. Failing to learn where to is no failure of its own: the batches' time limit decides. */
  #refresh(): void {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    this.#client
      .metadata([...this.#topics.keys()])
      .then((metadata) => {
        for (const name of this.#topics.keys()) {
          const topic = metadata.topics.get(name);
          if (topic !== undefined && topic.errorCode === ErrorCode.NONE) this.#topics.set(name, topic);
        }
      })
      .catch(() => {})
      .finally(() => {
        this.#isRefreshing = false;
      });
  }

  #nameOf(topicId: string): string {
    for (const topic of this.#topics.values()) if (topic.topicId === topicId) return topic.name;
    return '';
  }

  #fail(error: KafkaError): void {
    this.#failure ??= error;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#announceProgress();
  }
}

async function initProducerId(client: KafkaClient): Promise<ProducerIdentity> {
  // Version 6 asks for two-phase commit, which an idempotent producer has no use for.
  const request = newInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 60_000 });
  const response = await client.callAny(INIT_PRODUCER_ID, request, ({ errorCode }) =>
    refuseError(errorCode, 'InitProducerId'),
  );
  return { producerId: response.producerId, producerEpoch: response.producerEpoch };
}
