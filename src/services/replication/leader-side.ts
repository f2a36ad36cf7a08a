/**
 * What this broker leads, towards those who follow it: judges subscriptions, counts acknowledgements, reads the log for
 * streams that are behind. Main thread; the replication thread does the sending.
 */

import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { LAST_OFFSET_DELTA_AT } from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import { judgeFollower } from '../../core/replication/divergence.ts';
import { isThrottledReplica } from '../../core/replication/replication-throttle.ts';
import {
  decodeAck,
  decodeSubscribe,
  decodeUnsubscribe,
  encodeAnswer,
  FrameKind,
  type PartitionSubscription,
} from '../../core/replication/wire-format.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ReplicationClient, SessionId } from '../../workers/replication/replication-client.ts';
import { Throttling, type Want } from '../../workers/replication/replication-messages.ts';
import { readTail } from '../log/log-reader.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { ReplicaManager } from '../replica-manager.ts';

interface LedStream {
  readonly partition: HostedPartition;
  readonly id: SessionId;
  readonly streamId: number;
  readonly leaderEpoch: number;
  readonly directory: number;
  readonly slot: number;
  throttling: Throttling;
}

interface FollowerSession {
  readonly id: SessionId;
  readonly brokerEpoch: number;
  /** Largest batch that can be brought to it. */
  readonly maxBatchBytes: number;
  readonly streams: Map<number, LedStream>;
  /** What it wants that this broker does not know of yet, by partition: its metadata is ahead of ours. */
  readonly early: Map<string, PartitionSubscription>;
  /** Partitions with a batch that is too large for it: the log has said so. */
  readonly stuck: Set<HostedPartition>;
}

export interface LeaderSideOptions {
  readonly brokerId: number;
  readonly client: ReplicationClient;
  readonly replicas: ReplicaManager;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A follower that is not in sync may be by now. */
  readonly onProgress: (partition: HostedPartition) => void;
}

export class LeaderSide {
  readonly #options: LeaderSideOptions;
  readonly #sessions = new Map<number, FollowerSession>();
  /** By partition, then by follower. */
  readonly #led = new Map<HostedPartition, Map<number, LedStream>>();
  /** By broker, as it was in its last session. */
  readonly #maxBatchBytes = new Map<number, number>();
  readonly #batch = new BatchView();

  constructor(options: LeaderSideOptions) {
    this.#options = options;
  }

  onOpened(id: SessionId, brokerEpoch: number, maxBatchBytes: number): void {
    const streams = new Map<number, LedStream>();
    this.#sessions.set(id.session, { id, brokerEpoch, maxBatchBytes, streams, early: new Map(), stuck: new Set() });
    this.#maxBatchBytes.set(id.peer, maxBatchBytes);
  }

  onClosed(id: SessionId): void {
    const session = this.#sessions.get(id.session);
    if (session === undefined) return;
    this.#sessions.delete(id.session);
    for (const stream of session.streams.values()) this.#forget(stream);
  }

  onSubscribe(id: SessionId, head: Uint8Array): void {
    const session = this.#sessions.get(id.session);
    if (session === undefined) return;
    for (const wanted of decodeSubscribe(head)) this.#subscribe(session, wanted);
  }

  onUnsubscribe(id: SessionId, head: Uint8Array): void {
    const session = this.#sessions.get(id.session);
    for (const streamId of decodeUnsubscribe(head)) {
      for (const [key, wanted] of session?.early ?? []) if (wanted.streamId === streamId) session!.early.delete(key);
      const stream = session?.streams.get(streamId);
      if (stream === undefined) continue;
      this.#forget(stream);
      this.#options.client.closeStream(id, streamId);
    }
  }

  onAck(id: SessionId, head: Uint8Array): void {
    const session = this.#sessions.get(id.session);
    if (session === undefined) return;
    const nowMs = this.#options.clock.monotonicMs();
    for (const { streamId, leaderEpoch, durableEnd } of decodeAck(head).entries) {
      const stream = session.streams.get(streamId);
      // Of a stream that has ended, or of another epoch: it says nothing of this log (I23).
      if (stream === undefined || stream.leaderEpoch !== leaderEpoch) continue;
      const { partition } = stream;
      const { leading, registration } = partition;
      if (leading === null || leading.leaderEpoch !== leaderEpoch) continue;
      if (!leading.onDurable(id.peer, streamId, durableEnd, nowMs)) continue;
      partition.raiseHighWatermark();
      if (!registration.isr.includes(id.peer)) this.#options.onProgress(partition);
    }
  }

  /** Streams of an epoch that is over, or of a log that is no longer served, end. */
  onChanged(partition: HostedPartition): void {
    this.#welcomeEarly(partition);
    this.#limitAppends(partition);
    const streams = this.#led.get(partition);
    if (streams === undefined) return;
    const { leading, log } = partition;
    for (const stream of [...streams.values()]) {
      const isCurrent = leading?.leaderEpoch === stream.leaderEpoch && log?.slot === stream.slot;
      const isReplica = partition.registration.replicas.includes(stream.id.peer);
      if (!isCurrent || !isReplica) this.#end(stream, ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }
    this.onConfigured(partition);
  }

  onConfigured(partition: HostedPartition): void {
    for (const stream of this.#led.get(partition)?.values() ?? []) {
      const throttling = this.#throttlingOf(partition, stream.id.peer);
      if (throttling === stream.throttling) continue;
      stream.throttling = throttling;
      this.#options.client.changeTerms(stream.id, { streamId: stream.streamId, throttling });
    }
  }

  onRemoved(partition: HostedPartition): void {
    for (const stream of [...(this.#led.get(partition)?.values() ?? [])])
      this.#end(stream, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  onHighWatermark(partition: HostedPartition): void {
    const streams = this.#led.get(partition);
    if (streams === undefined) return;
    // All streams of a partition read the same log.
    for (const { directory, slot } of streams.values()) {
      const { highWatermark, logStartOffset: logStart } = partition;
      return this.#options.client.show({ directory, slot, highWatermark, logStart });
    }
  }

  onWant(id: SessionId, { streamId, from, maxBytes }: Want): void {
    const session = this.#sessions.get(id.session);
    const stream = session?.streams.get(streamId);
    const log = stream?.partition.log ?? null;
    if (session === undefined || stream === undefined || log === null) return;
    const { client, replicas, logger } = this.#options;
    const answer = (batches: Uint8Array): void => {
      if (batches.length > session.maxBatchBytes) return this.#endAtBatch(session, stream, from, batches.length);
      client.catchUp(id, { streamId, from, next: this.#endOf(batches, from) }, batches);
    };
    if (from < log.logStartOffset) {
      // The log has moved its start past what the follower needs: it begins anew.
      return this.#end(stream, ErrorCode.OFFSET_OUT_OF_RANGE);
    }
    const terms = { offset: from, limitOffset: log.logEndOffset, maxBytes, atLeastOneBatch: true };
    const tail = readTail(log, { ...terms, offset: nextInRing(log, from) });
    if (tail !== null) return answer(tail);
    replicas.reader.read(log, terms, (bytes, fault) => {
      if (fault !== null || bytes === null) {
        const { topic, partition } = stream.partition;
        logger.error('a follower cannot be served from the log', { topic, partition, follower: id.peer, from, fault });
        // It asks again, and less and less often.
        if (this.#sessions.get(id.session)?.streams.get(streamId) === stream)
          this.#end(stream, ErrorCode.KAFKA_STORAGE_ERROR);
        return;
      }
      answer(bytes);
    });
  }

  #subscribe(session: FollowerSession, wanted: PartitionSubscription): void {
    const { client, replicas, clock } = this.#options;
    const { streamId, leaderEpoch, durableEnd, lastEpoch } = wanted;
    const { id } = session;
    const partition = replicas.getById(wanted.topicId, wanted.partition);
    const errorCode = subscriptionError(partition, leaderEpoch, id.peer);
    if (errorCode !== ErrorCode.NONE && (partition === undefined || partition.leaderEpoch < leaderEpoch)) {
      session.early.set(keyOf(wanted.topicId, wanted.partition), wanted);
      return;
    }
    if (partition === undefined || errorCode !== ErrorCode.NONE) {
      return client.send(id, encodeAnswer(FrameKind.Ended, { streamId, leaderEpoch, errorCode }));
    }
    const log = partition.log!;
    const verdict = judgeFollower(log.epochs, log.logStartOffset, log.logEndOffset, lastEpoch, durableEnd);
    const before = this.#led.get(partition)?.get(id.peer);
    if (before !== undefined) {
      this.#forget(before);
      client.closeStream(before.id, before.streamId);
    }
    if (verdict.kind === 'diverge') {
      const { epoch, endOffset: offset } = verdict;
      return client.send(id, encodeAnswer(FrameKind.Diverge, { streamId, leaderEpoch, epoch, offset }));
    }
    if (verdict.kind === 'reset') {
      return client.send(id, encodeAnswer(FrameKind.Reset, { streamId, leaderEpoch, offset: verdict.startOffset }));
    }
    const directory = replicas.directories.indexOf(log.directory);
    const throttling = this.#throttlingOf(partition, id.peer);
    const stream: LedStream = { partition, id, streamId, leaderEpoch, directory, slot: log.slot, throttling };
    session.streams.set(streamId, stream);
    this.#streamsOf(partition).set(id.peer, stream);
    this.#limitAppends(partition);
    this.#compareWithBefore(partition, id.peer, durableEnd);
    partition.leading!.onSubscribed(id.peer, session.brokerEpoch, streamId, durableEnd, clock.monotonicMs());
    const { highWatermark, logStartOffset: logStart } = partition;
    client.openStream(id, {
      streamId,
      directory,
      slot: log.slot,
      leaderEpoch,
      from: durableEnd,
      logEnd: log.logEndOffset,
      highWatermark,
      logStart,
      throttling,
    });
    partition.raiseHighWatermark();
    if (!partition.registration.isr.includes(id.peer)) this.#options.onProgress(partition);
  }

  /** As in Kafka: the list names the leader's replica, and only followers that are not in sync wait. */
  #throttlingOf({ config, partition, registration }: HostedPartition, follower: number): Throttling {
    const list = config.leaderReplicationThrottledReplicas;
    if (!isThrottledReplica(list, partition, this.#options.brokerId)) return Throttling.None;
    return registration.isr.includes(follower) ? Throttling.Counted : Throttling.Limited;
  }

  /** What a replica has on disk stays there: one with less runs on an older copy of its directory, or on a bad disk. */
  #compareWithBefore({ leading, partition, topic }: HostedPartition, follower: number, held: number): void {
    const acknowledged = leading!.followers.get(follower)?.durableEnd ?? held;
    if (held >= acknowledged) return;
    this.#options.logger.warn(
      'a replica lacks what it had acknowledged: its directory is new or an older copy, or its disk loses writes',
      { topic, partition, follower, acknowledged, held },
    );
  }

  /** A leader takes in nothing that its replicas cannot take. One that was not heard of yet may still find too much. */
  #limitAppends(partition: HostedPartition): void {
    let limit = Number.POSITIVE_INFINITY;
    for (const id of partition.registration.replicas) limit = Math.min(limit, this.#maxBatchBytes.get(id) ?? limit);
    partition.replicasMaxBatchBytes = limit;
  }

  /** This broker's metadata has caught up with those who were ahead. */
  #welcomeEarly(partition: HostedPartition): void {
    const key = keyOf(partition.topicId, partition.partition);
    for (const session of this.#sessions.values()) {
      const wanted = session.early.get(key);
      if (wanted === undefined || partition.leaderEpoch < wanted.leaderEpoch) continue;
      session.early.delete(key);
      this.#subscribe(session, wanted);
    }
  }

  #streamsOf(partition: HostedPartition): Map<number, LedStream> {
    let streams = this.#led.get(partition);
    if (streams === undefined) {
      streams = new Map();
      this.#led.set(partition, streams);
    }
    return streams;
  }

  #end(stream: LedStream, errorCode: number, offset = -1): void {
    const { client } = this.#options;
    const { id, streamId, leaderEpoch } = stream;
    this.#forget(stream);
    client.closeStream(id, streamId);
    client.send(id, encodeAnswer(FrameKind.Ended, { streamId, leaderEpoch, errorCode, offset }));
  }

  /** One batch of the log is larger than the append ring of either side takes. The follower tries again, rarely. */
  #endAtBatch(session: FollowerSession, stream: LedStream, offset: number, bytes: number): void {
    if (session.streams.get(stream.streamId) !== stream) return;
    const { partition, id } = stream;
    if (!session.stuck.has(partition)) {
      session.stuck.add(partition);
      this.#options.logger.error('a follower stays behind: a batch fits the append ring of one broker only', {
        topic: partition.topic,
        partition: partition.partition,
        follower: id.peer,
        offset,
        bytes,
        limit: session.maxBatchBytes,
        property: 'chronik.ring.bytes',
      });
    }
    this.#end(stream, ErrorCode.MESSAGE_TOO_LARGE, offset);
  }

  #forget(stream: LedStream): void {
    const { partition, id, streamId } = stream;
    this.#sessions.get(id.session)?.streams.delete(streamId);
    const streams = this.#led.get(partition);
    if (streams?.get(id.peer) === stream) streams.delete(id.peer);
    if (streams?.size === 0) this.#led.delete(partition);
    partition.leading?.onStreamEnded(id.peer, streamId);
  }

  #endOf(batches: Uint8Array, from: number): number {
    const view = new DataView(batches.buffer, batches.byteOffset, batches.byteLength);
    let next = from;
    for (let at = 0; at < batches.length; at += this.#batch.sizeInBytes)
      next = this.#batch.wrap(batches, view, at).nextOffset;
    return next;
  }
}

function keyOf(topicId: string, partition: number): string {
  return `${topicId}:${partition}`;
}

function subscriptionError(partition: HostedPartition | undefined, leaderEpoch: number, follower: number): number {
  if (partition === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  const epochError = partition.epochError(leaderEpoch);
  if (epochError !== ErrorCode.NONE) return epochError;
  const error = partition.leaderError();
  if (error !== ErrorCode.NONE) return error;
  // A replica that this broker's image does not name yet, or no longer.
  const isReplica = partition.leading !== null && partition.registration.replicas.includes(follower);
  return isReplica ? ErrorCode.NONE : ErrorCode.UNKNOWN_LEADER_EPOCH;
}

/**
 * The offset of the first batch in the ring that ends past `from`. Compaction leaves gaps; the ring's own search would give the
 * batch before one, which the follower has.
 */
function nextInRing({ tail, logEndOffset, directory }: PartitionLog, from: number): number {
  const found = tail.find(Math.min(from, logEndOffset - 1), directory.wal.reusedUpTo);
  if (found === -1 || tail.baseOffset(found) === from) return from;
  const { view, capacity } = directory.wal.memory;
  const next = tail.baseOffset(found) + view.getInt32((tail.position(found) % capacity) + LAST_OFFSET_DELTA_AT) + 1;
  return next > from || found + 1 === tail.count ? from : tail.baseOffset(found + 1);
}
