/**
 * Reads partitions from given offsets, without a group: one fetch per leader in flight, the answers in the order they come.
 * A moved leader, a lost connection and a restarting broker are waited out; a lost offset is told or reset, as asked.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import {
  type FetchRequest,
  newFetchRequest,
  newFetchRequestFetchPartition,
  newFetchRequestFetchTopic,
} from '../core/protocol/generated/fetch-request.ts';
import type { FetchResponse, FetchResponsePartitionData } from '../core/protocol/generated/fetch-response.ts';
import { type Codecs, loadCodecs } from '../runtime/compression/codecs.ts';
import { FETCH } from './apis.ts';
import { type ConsumerRecord, decodeRecords } from './decode-records.ts';
import type { KafkaClient } from './kafka-client.ts';
import { isRetriableError, KafkaError, refuseError } from './kafka-error.ts';
import { EARLIEST, LATEST, listOffsets } from './list-offsets.ts';
import { newerLead, type PartitionLead } from './partition-lead.ts';
import { backoffMs } from './retry.ts';

export interface ConsumerOptions {
  /** Leaves out records of open and aborted transactions. */
  readonly isReadCommitted?: boolean;
  /** How long a broker may hold a fetch back that finds nothing. */
  readonly maxWaitMs?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly partitionMaxBytes?: number;
  /** What to do about an offset that the log does not have any more, or not yet. */
  readonly onOffsetOutOfRange?: 'fail' | 'earliest' | 'latest';
}

/** What one fetch brought from one partition. `records` may be empty while `nextOffset` has moved. */
export interface FetchedRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ConsumerRecord[];
  readonly nextOffset: number;
  readonly highWatermark: number;
  readonly logStartOffset: number;
}

interface Position {
  readonly topic: string;
  readonly partition: number;
  offset: number;
  /** Who leads, by the newest metadata of any broker. */
  lead: PartitionLead | null;
}

const DEFAULTS = {
  isReadCommitted: false,
  maxWaitMs: 500,
  minBytes: 1,
  maxBytes: 50 * 1024 * 1024,
  partitionMaxBytes: 1024 * 1024,
  onOffsetOutOfRange: 'fail',
} as const;

export class Consumer {
  readonly #client: KafkaClient;
  readonly #options: Required<ConsumerOptions>;
  readonly #codecs: Codecs;
  readonly #positions = new Map<string, Position>();
  readonly #fetches = new Map<number, Promise<readonly FetchedRecords[]>>();
  #knowsLeaders = false;
  #failedAttempts = 0;
  /** Monotonic milliseconds since which nothing but failures came. */
  #failingSince: number | null = null;

  static async create(client: KafkaClient, options: ConsumerOptions = {}): Promise<Consumer> {
    return new Consumer(client, { ...DEFAULTS, ...options }, await loadCodecs());
  }

  private constructor(client: KafkaClient, options: Required<ConsumerOptions>, codecs: Codecs) {
    this.#client = client;
    this.#options = options;
    this.#codecs = codecs;
  }

  /** Adds a partition, or moves it. A fetch that is under way for its old place is thrown away. */
  seek(topic: string, partition: number, offset: number): void {
    this.#positions.set(`${topic} ${partition}`, { topic, partition, offset, lead: null });
    this.#knowsLeaders = false;
  }

  /** Stops reading a partition. */
  remove(topic: string, partition: number): void {
    this.#positions.delete(`${topic} ${partition}`);
  }

  get isIdle(): boolean {
    return this.#positions.size === 0;
  }

  /**
   * What the next broker has to give: one entry per partition that moved or is at its end, possibly none. Throws what
   * does not pass by waiting.
   */
  async poll(): Promise<readonly FetchedRecords[]> {
    if (this.#positions.size === 0) return [];
    try {
      await this.#startFetches();
      const [leader, fetched] = await Promise.race(
        [...this.#fetches].map(async ([id, fetch]) => [id, await fetch.catch((error: unknown) => error)] as const),
      );
      this.#fetches.delete(leader);
      if (!Array.isArray(fetched)) throw fetched;
      this.#failedAttempts = 0;
      this.#failingSince = null;
      return fetched as readonly FetchedRecords[];
    } catch (error) {
      await this.#waitOut(error);
      return [];
    }
  }

  async #startFetches(): Promise<void> {
    if (!this.#knowsLeaders) await this.#findLeaders();
    const byLeader = new Map<number, Position[]>();
    for (const position of this.#positions.values()) {
      const leader = position.lead?.leader ?? -1;
      if (leader < 0) throw new KafkaError(ErrorCode.LEADER_NOT_AVAILABLE, `${position.topic}-${position.partition}`);
      if (this.#fetches.has(leader)) continue;
      const group = byLeader.get(leader);
      if (group === undefined) byLeader.set(leader, [position]);
      else group.push(position);
    }
    for (const [leader, positions] of byLeader) {
      const fetch = this.#fetch(leader, positions);
      fetch.catch(() => {});
      this.#fetches.set(leader, fetch);
    }
  }

  async #findLeaders(): Promise<void> {
    // Before the answer: a position that is added meanwhile makes it wrong again.
    this.#knowsLeaders = true;
    const names = new Set([...this.#positions.values()].map(({ topic }) => topic));
    const metadata = await this.#client.metadata([...names]);
    for (const position of this.#positions.values()) {
      const { topic, partition } = position;
      if (names.has(topic)) position.lead = newerLead(position.lead, metadata, topic, partition);
    }
  }

  async #fetch(leader: number, positions: readonly Position[]): Promise<readonly FetchedRecords[]> {
    // Both may change while the answer is under way.
    const asked = positions.map((position) => ({ position, offset: position.offset, topicId: position.lead!.topicId }));
    const request = this.#buildRequest(positions);
    const connection = await this.#client.broker(leader);
    const response = await connection.call(FETCH, request, this.#client.requestTimeoutMs + this.#options.maxWaitMs);
    refuseError(response.errorCode, 'Fetch');
    const fetched: FetchedRecords[] = [];
    let failure: unknown = null;
    for (const { position, offset, topicId } of asked) {
      const { topic, partition } = position;
      const data = partitionData(response, topic, topicId, partition);
      const isCurrent = this.#positions.get(`${topic} ${partition}`) === position && position.offset === offset;
      if (data === undefined || !isCurrent) continue;
      try {
        const result = await this.#take(position, data);
        if (result !== null) fetched.push(result);
      } catch (error) {
        if (!isRetriableError(error)) throw error;
        failure ??= error;
      }
    }
    // What other partitions brought is not to be lost: their positions have moved.
    if (failure !== null && fetched.length === 0) throw failure;
    if (failure !== null) this.#knowsLeaders = false;
    return fetched;
  }

  /** Null when there was nothing to take, because the partition's place has to be found anew. */
  async #take(position: Position, data: FetchResponsePartitionData): Promise<FetchedRecords | null> {
    const { topic, partition } = position;
    const where = `${topic}-${partition}`;
    if (data.errorCode === ErrorCode.OFFSET_OUT_OF_RANGE) {
      await this.#reset(position);
      return null;
    }
    refuseError(data.errorCode, where);
    const aborted = this.#options.isReadCommitted ? (data.abortedTransactions ?? []) : null;
    const bytes = data.records ?? new Uint8Array(0);
    const decoded = decodeRecords(bytes, position.offset, aborted, this.#codecs, where);
    position.offset = decoded.nextOffset;
    const { highWatermark, logStartOffset } = data;
    return {
      topic,
      partition,
      records: decoded.records,
      nextOffset: decoded.nextOffset,
      highWatermark,
      logStartOffset,
    };
  }

  async #reset(position: Position): Promise<void> {
    const { topic, partition, offset } = position;
    const policy = this.#options.onOffsetOutOfRange;
    if (policy === 'fail') {
      const [start, end] = await listOffsets(this.#client, [
        { topic, partition, timestamp: EARLIEST },
        { topic, partition, timestamp: LATEST },
      ]);
      throw new KafkaError(
        ErrorCode.OFFSET_OUT_OF_RANGE,
        `${topic}-${partition}`,
        `offset ${offset} is not in the log, which goes from ${start?.offset} to ${end?.offset}`,
      );
    }
    const [found] = await listOffsets(this.#client, [
      { topic, partition, timestamp: policy === 'earliest' ? EARLIEST : LATEST },
    ]);
    position.offset = found!.offset;
  }

  #buildRequest(positions: readonly Position[]): FetchRequest {
    const { isReadCommitted, maxWaitMs, minBytes, maxBytes, partitionMaxBytes } = this.#options;
    const topics = [...new Set(positions.map(({ topic }) => topic))].map((name) =>
      newFetchRequestFetchTopic({
        topic: name,
        topicId: positions.find(({ topic }) => topic === name)!.lead!.topicId,
        partitions: positions
          .filter(({ topic }) => topic === name)
          .map(({ partition, offset, lead }) =>
            newFetchRequestFetchPartition({
              partition,
              currentLeaderEpoch: lead!.leaderEpoch,
              fetchOffset: offset,
              partitionMaxBytes,
            }),
          ),
      }),
    );
    const isolationLevel = isReadCommitted ? 1 : 0;
    return newFetchRequest({
      replicaId: -1,
      maxWaitMs,
      minBytes,
      maxBytes,
      isolationLevel,
      sessionId: 0,
      sessionEpoch: -1,
      topics,
    });
  }

  async #waitOut(error: unknown): Promise<void> {
    const policy = this.#client.retry;
    const now = performance.now();
    this.#failingSince ??= now;
    if (!isRetriableError(error) || now - this.#failingSince > policy.deadlineMs) throw error;
    // A checksum that is wrong twice is not the network's doing.
    if (error instanceof KafkaError && error.code === ErrorCode.CORRUPT_MESSAGE && this.#failedAttempts > 0)
      throw error;
    this.#knowsLeaders = false;
    await sleep(backoffMs(policy, Math.min(this.#failedAttempts, 10)));
    this.#failedAttempts += 1;
  }
}

/** From version 13 on topics are told by their id alone. */
function partitionData(
  response: FetchResponse,
  topic: string,
  topicId: string,
  partition: number,
): FetchResponsePartitionData | undefined {
  return response.responses
    .find((candidate) => (candidate.topic === '' ? candidate.topicId === topicId : candidate.topic === topic))
    ?.partitions.find(({ partitionIndex }) => partitionIndex === partition);
}
