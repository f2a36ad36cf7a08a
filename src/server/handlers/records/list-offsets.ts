/**
 * ListOffsets: v1-11. The offset of the first record at or after a time, or of a special one. Main thread; parks the
 * reply while files are read.
 *
 * v2: isolation level. v4: leader epochs. v5: OFFSET_NOT_AVAILABLE, which older clients are told as
 * LEADER_NOT_AVAILABLE. v7: -3, the latest record (KIP-734). v8: -4, the start of the local log. v9: -5, the end of
 * tiered storage (KIP-1005). v11: -6, the start of what is not tiered yet (KIP-1023).
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type ListOffsetsRequest,
  type ListOffsetsRequestListOffsetsPartition,
  readListOffsetsRequest,
} from '../../../core/protocol/generated/list-offsets-request.ts';
import {
  type ListOffsetsResponse,
  type ListOffsetsResponseListOffsetsPartitionResponse,
  newListOffsetsResponse,
  writeListOffsetsResponse,
} from '../../../core/protocol/generated/list-offsets-response.ts';
import type { Decompressor } from '../../../core/records/decompressor.ts';
import type { Logger } from '../../../runtime/logging/logger.ts';
import { OffsetSearch, type SearchResult } from '../../../services/log/offset-search.ts';
import { appendRules } from '../../../services/partition/append-rules.ts';
import type { HostedPartition } from '../../../services/partition/hosted-partition.ts';
import type { ReplicaManager } from '../../../services/replica-manager.ts';
import type { ApiHandler } from '../handler.ts';
import { type ImageSource, unhostedError } from './unhosted-partition.ts';

export interface ListOffsetsServices {
  readonly replicaManager: Pick<ReplicaManager, 'get' | 'files' | 'reader'>;
  readonly metadata: ImageSource;
  readonly codecs: Decompressor;
  readonly logger: Logger;
}

type Asked = ListOffsetsRequestListOffsetsPartition;
type Answer = ListOffsetsResponseListOffsetsPartitionResponse;

const LATEST = -1;
const EARLIEST = -2;
const MAX_TIMESTAMP = -3;
const EARLIEST_LOCAL = -4;
const LATEST_TIERED = -5;
const EARLIEST_PENDING_UPLOAD = -6;

const SPECIAL_SINCE: ReadonlyMap<number, number> = new Map([
  [LATEST, 1],
  [EARLIEST, 1],
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
  [EARLIEST_PENDING_UPLOAD, 11],
]);

const OFFSET_NOT_AVAILABLE_SINCE = 5;
const LEADER_EPOCHS_SINCE = 4;
const CONSUMER = -1;
const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;
/** How a system call's error begins. */
const SYSTEM_ERROR = /^E[A-Z0-9]+\b/;

export function listOffsetsHandler(services: ListOffsetsServices): ApiHandler<ListOffsetsRequest, ListOffsetsResponse> {
  const { files, reader } = services.replicaManager;
  const search = new OffsetSearch(files, reader, services.codecs);
  return {
    apiKey: ApiKey.ListOffsets,
    minVersion: 1,
    maxVersion: 11,
    read: readListOffsetsRequest,
    write: writeListOffsetsResponse,
    handle(request, { apiVersion }, reply) {
      const send = (response: ListOffsetsResponse): void => {
        if (apiVersion < LEADER_EPOCHS_SINCE) forgetLeaderEpochs(response);
        reply.send(response);
      };
      const lister = new OffsetLister(services, search, request, apiVersion);
      const duplicates = duplicatesIn(request);
      const searches: Promise<void>[] = [];
      const topics = request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map((asked) => {
          const answer = newAnswer(asked.partitionIndex);
          if (duplicates.has(keyOf(name, asked))) answer.errorCode = ErrorCode.INVALID_REQUEST;
          else {
            const pending = lister.list(name, asked, answer);
            if (pending !== null) searches.push(pending);
          }
          return answer;
        }),
      }));
      const response = newListOffsetsResponse({ topics });
      if (searches.length === 0) send(response);
      else void Promise.all(searches).then(() => send(response));
    },
  };
}

/** Earlier versions have no field for them. */
function forgetLeaderEpochs({ topics }: ListOffsetsResponse): void {
  for (const { partitions } of topics) for (const partition of partitions) partition.leaderEpoch = -1;
}

class OffsetLister {
  readonly #services: ListOffsetsServices;
  readonly #search: OffsetSearch;
  readonly #request: ListOffsetsRequest;
  readonly #apiVersion: number;

  constructor(services: ListOffsetsServices, search: OffsetSearch, request: ListOffsetsRequest, apiVersion: number) {
    this.#services = services;
    this.#search = search;
    this.#request = request;
    this.#apiVersion = apiVersion;
  }

  /** Fills the answer in, now, or when the promise resolves. */
  list(topic: string, asked: Asked, answer: Answer): Promise<void> | null {
    const { replicaManager, metadata } = this.#services;
    const { isolationLevel } = this.#request;
    answer.errorCode = this.#formError(asked.timestamp, isolationLevel);
    if (answer.errorCode !== ErrorCode.NONE) return null;
    const hosted = replicaManager.get(topic, asked.partitionIndex);
    answer.errorCode =
      hosted === undefined
        ? unhostedError(metadata, topic, asked.partitionIndex)
        : hosted.epochError(asked.currentLeaderEpoch) || hosted.leaderError();
    if (hosted === undefined || answer.errorCode !== ErrorCode.NONE) return null;
    return this.#listHosted(hosted, asked.timestamp, answer);
  }

  #formError(timestamp: number, isolationLevel: number): number {
    const isKnown = timestamp >= 0 || this.#apiVersion >= (SPECIAL_SINCE.get(timestamp) ?? Number.POSITIVE_INFINITY);
    if (!isKnown) return ErrorCode.UNSUPPORTED_VERSION;
    const isLevel = isolationLevel === READ_UNCOMMITTED || isolationLevel === READ_COMMITTED;
    return isLevel ? ErrorCode.NONE : ErrorCode.INVALID_REQUEST;
  }

  #listHosted(hosted: HostedPartition, timestamp: number, answer: Answer): Promise<void> | null {
    const log = hosted.log!;
    switch (timestamp) {
      case LATEST:
        answer.errorCode = this.#laggingError(hosted);
        if (answer.errorCode !== ErrorCode.NONE) return null;
        answer.offset = this.#endOf(hosted);
        answer.leaderEpoch = hosted.leaderEpoch;
        return null;
      case EARLIEST:
      case EARLIEST_LOCAL:
        answer.offset = log.logStartOffset;
        answer.leaderEpoch = log.epochs.epochForOffset(log.logStartOffset);
        return null;
      case LATEST_TIERED:
      case EARLIEST_PENDING_UPLOAD:
        // Nothing is tiered: there is no such offset.
        return null;
      default:
        return this.#searchIn(hosted, timestamp, answer);
    }
  }

  async #searchIn(hosted: HostedPartition, timestamp: number, answer: Answer): Promise<void> {
    const log = hosted.log!;
    const limitOffset = this.#endOf(hosted);
    const { maxDecompressedBytes } = appendRules(hosted.config);
    const terms = { limitOffset, maxDecompressedBytes };
    const found: SearchResult =
      timestamp === MAX_TIMESTAMP
        ? await this.#search.ofMaxTimestamp(log, terms)
        : await this.#search.firstAtOrAfter(log, timestamp, terms);
    // The partition may have moved, or gone, in the meantime.
    answer.errorCode = hosted.leaderError();
    if (answer.errorCode !== ErrorCode.NONE) return;
    if (typeof found === 'string') {
      const { topic, partition } = hosted;
      this.#services.logger.error('a search by time could not read the log', {
        topic,
        partition,
        timestamp,
        fault: found,
      });
      answer.errorCode = SYSTEM_ERROR.test(found) ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.CORRUPT_MESSAGE;
    } else if (found === null || found.offset >= limitOffset) {
      // What is looked for may lie above a high watermark that has to catch up first.
      const mayLieAbove = limitOffset < log.logEndOffset;
      answer.errorCode = mayLieAbove ? this.#laggingError(hosted) : ErrorCode.NONE;
    } else {
      answer.offset = found.offset;
      answer.timestamp = found.timestamp;
      answer.leaderEpoch = found.leaderEpoch;
    }
  }

  /** Consumers never see beyond what is committed; only a replica does. */
  #endOf(hosted: HostedPartition): number {
    const { isolationLevel, replicaId } = this.#request;
    if (replicaId !== CONSUMER) return hosted.log!.logEndOffset;
    return isolationLevel === READ_COMMITTED ? hosted.lastStableOffset : hosted.highWatermark;
  }

  /** Until the first records of its epoch are committed, a new leader's high watermark may lie below the old one's. */
  #laggingError({ log, leaderEpoch, highWatermark }: HostedPartition): number {
    if (this.#request.replicaId !== CONSUMER) return ErrorCode.NONE;
    const known = log!.epochs.startOffsetOf(leaderEpoch);
    const epochStart = known === -1 ? log!.logEndOffset : known;
    if (epochStart <= highWatermark) return ErrorCode.NONE;
    const isNew = this.#apiVersion >= OFFSET_NOT_AVAILABLE_SINCE;
    return isNew ? ErrorCode.OFFSET_NOT_AVAILABLE : ErrorCode.LEADER_NOT_AVAILABLE;
  }
}

function newAnswer(partitionIndex: number): Answer {
  return { partitionIndex, errorCode: ErrorCode.NONE, timestamp: -1, offset: -1, leaderEpoch: -1 };
}

function keyOf(topic: string, { partitionIndex }: Asked): string {
  return `${topic}:${partitionIndex}`;
}

/** Partitions that are named more than once. */
function duplicatesIn(request: ListOffsetsRequest): Set<string> {
  const seen = new Set<string>();
  const duplicates = new Set<string>();
  for (const { name, partitions } of request.topics) {
    for (const asked of partitions) {
      const key = keyOf(name, asked);
      if (seen.has(key)) duplicates.add(key);
      seen.add(key);
    }
  }
  return duplicates;
}
