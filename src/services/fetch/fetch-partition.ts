/**
 * One partition of a fetch: what the client asks of it and, in a session, what the client was last told (KIP-227).
 * Main thread; owned by the request, or by the session that it belongs to.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { FetchRequestFetchPartition } from '../../core/protocol/generated/fetch-request.ts';

export class FetchPartition {
  /** Identity among the partitions of one request or session. */
  readonly key: string;
  /** By name: as asked. By id (v13+): as the id last resolved, '' while it never did. */
  topic: string;
  /** The zero uuid when the client asks by name. */
  readonly topicId: string;
  readonly partition: number;
  /** Null: the client reads from leaders alone (before v11, or a replica); '' where it does not say its rack (KIP-392). */
  clientRack: string | null = null;
  currentLeaderEpoch = -1;
  fetchOffset = 0;
  lastFetchedEpoch = -1;
  maxBytes = 0;
  /** −1: nothing was told yet, or an error. */
  #toldHighWatermark = -1;
  #toldLogStartOffset = -1;

  constructor(key: string, topic: string, topicId: string, asked: FetchRequestFetchPartition) {
    this.key = key;
    this.topic = topic;
    this.topicId = topicId;
    this.partition = asked.partition;
    this.ask(asked);
  }

  ask(asked: FetchRequestFetchPartition): void {
    this.currentLeaderEpoch = asked.currentLeaderEpoch;
    this.fetchOffset = asked.fetchOffset;
    this.lastFetchedEpoch = asked.lastFetchedEpoch;
    this.maxBytes = asked.partitionMaxBytes;
  }

  /** True when the outcome says something that the session's client does not know. Records and divergence always do. */
  isNews(errorCode: number, highWatermark: number, logStartOffset: number): boolean {
    return (
      errorCode !== ErrorCode.NONE ||
      highWatermark !== this.#toldHighWatermark ||
      logStartOffset !== this.#toldLogStartOffset
    );
  }

  /** With an error both are −1, so that the next success is news: it tells the client that the error is over. */
  told(highWatermark: number, logStartOffset: number): void {
    this.#toldHighWatermark = highWatermark;
    this.#toldLogStartOffset = logStartOffset;
  }
}

export function fetchPartitionKey(topic: string, partition: number): string {
  return `${topic}:${partition}`;
}
