/**
 * Sends batches to the leaders of their partitions, pipelined: so many connections to each broker, so many requests in
 * flight on each. Nothing is repeated: a batch that fails is told, and the way to the leaders is looked up anew.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { PRODUCE } from '../../client/apis.ts';
import { ledPartition, type TopicMetadata, usableTopic } from '../../client/cluster-metadata.ts';
import type { BrokerConnection } from '../../client/connection.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { isRetriableError, KafkaError } from '../../client/kafka-error.ts';
import { retrying } from '../../client/retry.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { newProduceRequest } from '../../core/protocol/generated/produce-request.ts';

/** Kafka's max.request.size: one request takes batches of several partitions up to this. */
const REQUEST_BYTES_MAX = 1_048_576;
/** With acks=0 nobody answers: the socket's queue is the only backpressure. */
const SOCKET_BYTES_MAX = 8 * 1024 * 1024;
const LOOK_AGAIN_MS = 100;

export interface Sending {
  readonly partition: number;
  readonly count: number;
  readonly bytes: Uint8Array;
  /** When each record was meant to be sent, ms; null: when it is sent. */
  readonly intended: Float64Array | null;
  sentAt: number;
}

export interface LanesOptions {
  readonly topic: string;
  readonly acks: -1 | 0 | 1;
  readonly connections: number;
  readonly inFlight: number;
  onAcknowledged(sending: Sending, baseOffset: number, nowMs: number): void;
  /** For a passing reason; others end the run through `failure`. */
  onFailed(sending: Sending, error: KafkaError): void;
  /** A lane can take another request. */
  onRoom(lane: Lane): void;
}

export class Lane {
  readonly partitions: number[] = [];
  readonly owned = new Set<number>();
  readonly connection: BrokerConnection;
  readonly queue: Sending[] = [];
  inFlight = 0;
  isBlocked = false;
  /** Where a rotation over `partitions` goes on. */
  turn = 0;

  constructor(connection: BrokerConnection) {
    this.connection = connection;
  }
}

export class Lanes {
  readonly #client: KafkaClient;
  readonly #options: LanesOptions;
  #topic: TopicMetadata | null = null;
  #lanes: Lane[] = [];
  readonly #laneOf = new Map<number, Lane>();
  #reopening: Promise<void> | null = null;
  #queued = 0;
  #inFlight = 0;
  #failure: Error | null = null;

  constructor(client: KafkaClient, options: LanesOptions) {
    this.#client = client;
    this.#options = options;
  }

  get all(): readonly Lane[] {
    return this.#lanes;
  }
  /** Batches that wait for room. */
  get queued(): number {
    return this.#queued;
  }
  get isIdle(): boolean {
    return this.#queued === 0 && this.#inFlight === 0;
  }
  /** What no waiting will mend. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Connects to every leader. @throws KafkaError while partitions have none for longer than the client is patient */
  async open(): Promise<void> {
    const { topic: name, connections } = this.#options;
    const { topic, lanes } = await retrying(this.#client.retry, async () => {
      const found = usableTopic(await this.#client.metadata([name]), name);
      const byPurpose = new Map<string, Lane>();
      for (const { partition } of found.partitions) {
        const { leader } = ledPartition(found, partition);
        const purpose = `bench ${partition % connections}`;
        const key = `${leader} ${purpose}`;
        let lane = byPurpose.get(key);
        if (lane === undefined) {
          lane = new Lane(await this.#client.at(this.#client.lastMetadata!.brokers.get(leader)!, purpose));
          byPurpose.set(key, lane);
        }
        lane.partitions.push(partition);
        lane.owned.add(partition);
      }
      return { topic: found, lanes: [...byPurpose.values()] };
    });
    // Batches were queued meanwhile: they move to the new lanes.
    const waiting = this.#lanes.flatMap((lane) => lane.queue.splice(0));
    this.#topic = topic;
    this.#lanes = lanes;
    for (const lane of lanes) for (const partition of lane.partitions) this.#laneOf.set(partition, lane);
    for (const sending of waiting) this.#laneOf.get(sending.partition)!.queue.push(sending);
  }

  /** Queues a batch; `pump` sends it. */
  add(sending: Sending): void {
    this.#queued++;
    this.#laneOf.get(sending.partition)!.queue.push(sending);
  }

  pump(): void {
    for (const lane of this.#lanes) this.#pumpLane(lane);
  }

  #pumpLane(lane: Lane): void {
    while (this.#reopening === null && this.#failure === null && !lane.isBlocked) {
      if (lane.inFlight >= this.#options.inFlight) return;
      if (lane.queue.length === 0) {
        this.#options.onRoom(lane);
        if (lane.queue.length === 0) return;
      }
      this.#send(lane, this.#take(lane));
    }
  }

  /** As many of the oldest as fit into one request, which may name a partition only once. */
  #take(lane: Lane): Map<number, Sending> {
    const request = new Map<number, Sending>();
    let bytes = 0;
    let taken = 0;
    for (const sending of lane.queue) {
      if (request.has(sending.partition) || (taken > 0 && bytes + sending.bytes.length > REQUEST_BYTES_MAX)) break;
      request.set(sending.partition, sending);
      bytes += sending.bytes.length;
      taken++;
    }
    lane.queue.splice(0, taken);
    this.#queued -= taken;
    return request;
  }

  #send(lane: Lane, sendings: Map<number, Sending>): void {
    const { acks } = this.#options;
    const now = performance.now();
    const partitionData: { index: number; records: Uint8Array }[] = [];
    for (const sending of sendings.values()) {
      sending.sentAt = now;
      partitionData.push({ index: sending.partition, records: sending.bytes });
    }
    const { name, topicId } = this.#topic!;
    const request = newProduceRequest({
      acks,
      timeoutMs: this.#client.requestTimeoutMs,
      topicData: [{ name, topicId, partitionData }],
    });
    if (acks === 0) {
      this.#sendUnanswered(lane, sendings, () => lane.connection.callWithoutAnswer(PRODUCE, request));
      return;
    }
    lane.inFlight++;
    this.#inFlight++;
    lane.connection.call(PRODUCE, request).then(
      (response) => {
        lane.inFlight--;
        this.#inFlight--;
        const answeredAt = performance.now();
        for (const topic of response.responses) {
          for (const { index, errorCode, errorMessage, baseOffset } of topic.partitionResponses) {
            const sending = sendings.get(index);
            if (sending === undefined) continue;
            if (errorCode === ErrorCode.NONE) this.#options.onAcknowledged(sending, baseOffset, answeredAt);
            else this.#onError(sending, new KafkaError(errorCode, `produce to ${name}-${index}`, errorMessage));
          }
        }
        this.#pumpLane(lane);
      },
      (error: unknown) => {
        lane.inFlight--;
        this.#inFlight--;
        for (const sending of sendings.values()) this.#onError(sending, error);
      },
    );
  }

  #sendUnanswered(lane: Lane, sendings: Map<number, Sending>, send: () => void): void {
    try {
      send();
    } catch (error) {
      for (const sending of sendings.values()) this.#onError(sending, error);
      return;
    }
    const now = performance.now();
    for (const sending of sendings.values()) this.#options.onAcknowledged(sending, -1, now);
    if (lane.connection.queuedBytes < SOCKET_BYTES_MAX) return;
    lane.isBlocked = true;
    this.#unblockSoon(lane);
  }

  #unblockSoon(lane: Lane): void {
    setTimeout(() => {
      if (lane.connection.isOpen && lane.connection.queuedBytes >= SOCKET_BYTES_MAX) {
        this.#unblockSoon(lane);
        return;
      }
      lane.isBlocked = false;
      this.#pumpLane(lane);
    }, 1);
  }

  #onError(sending: Sending, error: unknown): void {
    if (!(error instanceof KafkaError) || !isRetriableError(error)) {
      this.#failure ??= error as Error;
      return;
    }
    this.#options.onFailed(sending, error);
    if (this.#reopening !== null) return;
    this.#reopening = this.#reopen().catch((failure: unknown) => {
      this.#failure ??= failure as Error;
    });
  }

  async #reopen(): Promise<void> {
    await sleep(LOOK_AGAIN_MS);
    await this.open();
    this.#reopening = null;
    this.pump();
  }
}
