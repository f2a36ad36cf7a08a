/**
 * What a fetch request means with respect to sessions: which partitions are served, and what the reply must carry.
 * Pure; main thread.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { FetchRequest } from '../../core/protocol/generated/fetch-request.ts';
import { FetchPartition, fetchPartitionKey } from './fetch-partition.ts';
import {
  type FetchSession,
  type FetchSessionCache,
  FINAL_EPOCH,
  INITIAL_EPOCH,
  NO_SESSION,
  nextSessionEpoch,
} from './fetch-session.ts';

/** First version that names topics by id (KIP-516). */
const FIRST_VERSION_WITH_IDS = 13;
/** First version that tells the consumer's rack, and so may read from followers (KIP-392). */
const FIRST_VERSION_WITH_RACK = 11;

export interface FetchContext {
  /** Not NONE: the whole fetch is refused. */
  readonly errorCode: number;
  readonly usesTopicIds: boolean;
  /** In serving order, each once. */
  readonly partitions: readonly FetchPartition[];
  readonly kind: 'sessionless' | 'full' | 'incremental';
  /** Full: the same partitions by key, for the session to be. */
  readonly byKey: Map<string, FetchPartition>;
  /** Incremental only. */
  readonly session: FetchSession | null;
  /** Incremental: the epoch that the session must still have when the reply is made. */
  readonly replyEpoch: number;
  readonly isFollower: boolean;
}

export function openFetchContext(
  request: FetchRequest,
  version: number,
  cache: FetchSessionCache,
  nowMs: number,
): FetchContext {
  const usesTopicIds = version >= FIRST_VERSION_WITH_IDS;
  const isFollower = replicaIdOf(request) >= 0;
  const clientRack = isFollower || version < FIRST_VERSION_WITH_RACK ? null : request.rackId;
  const byKey = new Map<string, FetchPartition>();
  const { sessionId, sessionEpoch } = request;
  const base = { errorCode: ErrorCode.NONE, usesTopicIds, byKey, session: null, replyEpoch: FINAL_EPOCH, isFollower };
  if (sessionEpoch === INITIAL_EPOCH || sessionEpoch === FINAL_EPOCH) {
    if (sessionId !== NO_SESSION) cache.remove(sessionId);
    takeIn(request, usesTopicIds, clientRack, byKey);
    return { ...base, partitions: [...byKey.values()], kind: sessionEpoch === FINAL_EPOCH ? 'sessionless' : 'full' };
  }
  const session = cache.get(sessionId);
  const errorCode = sessionError(session, sessionEpoch, usesTopicIds);
  if (session === undefined || errorCode !== ErrorCode.NONE)
    return { ...base, errorCode, partitions: [], kind: 'sessionless' };
  takeIn(request, usesTopicIds, clientRack, session.partitions);
  for (const topic of request.forgottenTopicsData) {
    for (const partition of topic.partitions) {
      session.partitions.delete(fetchPartitionKey(usesTopicIds ? topic.topicId : topic.topic, partition));
    }
  }
  if (session.partitions.size === 0) {
    // Nothing is left to remember: the reply carries session 0 and the client begins a new one.
    cache.remove(session.id);
    return { ...base, partitions: [], kind: 'sessionless' };
  }
  if (!cache.touch(session, nowMs)) {
    return { ...base, errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND, partitions: [], kind: 'sessionless' };
  }
  session.epoch = nextSessionEpoch(session.epoch);
  const partitions = [...session.partitions.values()];
  return { ...base, partitions, kind: 'incremental', session, replyEpoch: session.epoch };
}

/** Negative for consumers. v15+ says it in a tagged field (KIP-903). */
export function replicaIdOf(request: FetchRequest): number {
  return request.replicaId >= 0 ? request.replicaId : request.replicaState.replicaId;
}

function sessionError(session: FetchSession | undefined, epoch: number, usesTopicIds: boolean): number {
  if (session === undefined) return ErrorCode.FETCH_SESSION_ID_NOT_FOUND;
  if (session.epoch !== epoch) return ErrorCode.INVALID_FETCH_SESSION_EPOCH;
  return session.usesTopicIds === usesTopicIds ? ErrorCode.NONE : ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR;
}

/** A partition named twice is served once, in its first place, as it was last asked for. */
function takeIn(
  request: FetchRequest,
  usesTopicIds: boolean,
  clientRack: string | null,
  into: Map<string, FetchPartition>,
): void {
  for (const { topic, topicId, partitions } of request.topics) {
    const name = usesTopicIds ? topicId : topic;
    for (const asked of partitions) {
      const key = fetchPartitionKey(name, asked.partition);
      let taken = into.get(key);
      if (taken !== undefined) taken.ask(asked);
      else {
        taken = new FetchPartition(key, topic, topicId, asked);
        into.set(key, taken);
      }
      taken.clientRack = clientRack;
    }
  }
}
