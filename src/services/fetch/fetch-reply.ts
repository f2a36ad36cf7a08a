/**
 * Puts the response of one fetch together, partition by partition in serving order: leaves out what an incremental
 * session's client knows already, and names leaders where that helps. Main thread.
 */
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import {
  type FetchResponse,
  type FetchResponseAbortedTransaction,
  newFetchResponse,
  newFetchResponseFetchableTopicResponse,
  newFetchResponsePartitionData,
} from '../../core/protocol/generated/fetch-response.ts';
import type { FetchContext } from './fetch-context.ts';
import type { FetchPartition } from './fetch-partition.ts';
import { type FetchSessionCache, NO_SESSION } from './fetch-session.ts';

export const NO_RECORDS = new Uint8Array(0);
const FIRST_VERSION_WITH_STORAGE_ERROR = 6;
const FIRST_VERSION_WITH_LEADER = 12;
const FIRST_VERSION_WITH_ENDPOINTS = 16;

/** What became of one partition; the offsets are −1 with an error. */
export interface PartitionOutcome {
  errorCode: number;
  highWatermark: number;
  lastStableOffset: number;
  logStartOffset: number;
  divergingEpoch: number;
  divergingEndOffset: number;
  /** The follower that the client is to read from (KIP-392). */
  preferredReadReplica: number;
  leaderId: number;
  leaderEpoch: number;
}

export class FetchReply {
  readonly #response: FetchResponse = newFetchResponse();
  readonly #context: FetchContext;
  readonly #version: number;
  readonly #listenerName: string;

  constructor(context: FetchContext, version: number, listenerName: string) {
    this.#context = context;
    this.#version = version;
    this.#listenerName = listenerName;
  }

  /** @param aborted null unless the reader is read_committed */
  add(
    asked: FetchPartition,
    outcome: PartitionOutcome,
    records: Uint8Array,
    aborted: FetchResponseAbortedTransaction[] | null,
    image: ClusterImage,
  ): void {
    const { errorCode, highWatermark, lastStableOffset, logStartOffset } = outcome;
    const { kind, session } = this.#context;
    if (kind === 'incremental') {
      const isNews =
        records.length > 0 ||
        outcome.divergingEpoch !== -1 ||
        outcome.preferredReadReplica !== -1 ||
        asked.isNews(errorCode, highWatermark, logStartOffset);
      if (!isNews) return;
      if (records.length > 0) session!.toEnd(asked);
    }
    asked.told(highWatermark, logStartOffset);
    const data = newFetchResponsePartitionData({
      partitionIndex: asked.partition,
      errorCode: this.#codeFor(errorCode),
      highWatermark,
      lastStableOffset,
      logStartOffset,
      abortedTransactions: aborted,
      records,
    });
    if (outcome.preferredReadReplica !== -1) data.preferredReadReplica = outcome.preferredReadReplica;
    if (outcome.divergingEpoch !== -1) {
      data.divergingEpoch.epoch = outcome.divergingEpoch;
      data.divergingEpoch.endOffset = outcome.divergingEndOffset;
    }
    if (errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER || errorCode === ErrorCode.FENCED_LEADER_EPOCH) {
      if (this.#version >= FIRST_VERSION_WITH_LEADER) {
        data.currentLeader.leaderId = outcome.leaderId;
        data.currentLeader.leaderEpoch = outcome.leaderEpoch;
      }
      if (this.#version >= FIRST_VERSION_WITH_ENDPOINTS) this.#addEndpoint(outcome.leaderId, image);
    }
    this.#topic(asked).partitions.push(data);
  }

  /** The whole response; a full fetch gets its session now, if the cache has a place for it. */
  finish(cache: FetchSessionCache, nowMs: number): FetchResponse {
    const response = this.#response;
    const { kind, session, replyEpoch, usesTopicIds, isFollower, byKey } = this.#context;
    if (kind === 'full') {
      response.sessionId = cache.create(usesTopicIds, isFollower, byKey, nowMs)?.id ?? NO_SESSION;
    } else if (kind === 'incremental') {
      response.sessionId = session!.id;
      // The client went on without waiting for this reply, which would not be applied in order.
      if (session!.epoch !== replyEpoch) {
        response.errorCode = ErrorCode.INVALID_FETCH_SESSION_EPOCH;
        response.responses = [];
        response.nodeEndpoints = [];
      }
    }
    return response;
  }

  #topic(asked: FetchPartition): FetchResponse['responses'][number] {
    const { responses } = this.#response;
    const last = responses[responses.length - 1];
    const { usesTopicIds } = this.#context;
    if (last !== undefined && (usesTopicIds ? last.topicId === asked.topicId : last.topic === asked.topic)) return last;
    const topic = newFetchResponseFetchableTopicResponse(
      usesTopicIds ? { topicId: asked.topicId } : { topic: asked.topic },
    );
    responses.push(topic);
    return topic;
  }

  #codeFor(errorCode: number): number {
    const isUnknownToClient =
      errorCode === ErrorCode.KAFKA_STORAGE_ERROR && this.#version < FIRST_VERSION_WITH_STORAGE_ERROR;
    return isUnknownToClient ? ErrorCode.NOT_LEADER_OR_FOLLOWER : errorCode;
  }

  #addEndpoint(nodeId: number, image: ClusterImage): void {
    const { nodeEndpoints } = this.#response;
    const endpoint = image.brokers.endpoint(nodeId, this.#listenerName);
    if (endpoint === undefined || nodeEndpoints.some((known) => known.nodeId === nodeId)) return;
    const { host, port } = endpoint;
    nodeEndpoints.push({ nodeId, host, port, rack: image.brokers.get(nodeId)?.rack ?? null });
  }
}
