/**
 * Which partitions want a stream from their leader, until they are subscribed: all of one turn in one frame for each
 * leader, under ids that were never used. Main thread; FollowerSide calls it.
 */
import { encodeSubscribe, listFrames, type PartitionSubscription } from '../../core/replication/wire-format.ts';
import type { ReplicationClient } from '../../workers/replication/replication-client.ts';
import type { FollowedStream } from './followed-stream.ts';
import type { LeaderSession } from './leader-session.ts';

export class Subscriptions {
  readonly #client: ReplicationClient;
  readonly #onSubscribed: (followed: FollowedStream) => void;
  readonly #wanted = new Set<FollowedStream>();
  #nextStreamId: number;

  /**
   * @param firstStreamId above every id that an earlier start of this broker used
   * @param onSubscribed told of each, which has its stream's id, before the frame goes out
   */
  constructor(client: ReplicationClient, firstStreamId: number, onSubscribed: (followed: FollowedStream) => void) {
    this.#client = client;
    this.#onSubscribed = onSubscribed;
    this.#nextStreamId = firstStreamId;
  }

  want(followed: FollowedStream): void {
    this.#wanted.add(followed);
  }

  forget(followed: FollowedStream): void {
    this.#wanted.delete(followed);
  }

  /** Subscribes what can be, over the sessions there are with leaders. */
  send(sessions: ReadonlyMap<number, LeaderSession>): void {
    const byLeader = new Map<LeaderSession, PartitionSubscription[]>();
    for (const followed of this.#wanted) {
      const { partition, stream } = followed;
      const { log, topicId } = partition;
      const session = sessions.get(followed.leaderId);
      this.#wanted.delete(followed);
      // Without a connection, or before everything is durable: whatever changes that brings it here again.
      if (session === undefined || log === null || partition.isReopening) continue;
      const { logEndOffset: end } = log;
      const lastEpoch = end > log.logStartOffset ? log.epochs.epochForOffset(end - 1) : -1;
      const durableEnd = partition.highWatermarkOf.localDurableEnd;
      const subscription = stream.subscribe(this.#nextStreamId, end, durableEnd, lastEpoch);
      if (subscription === null) continue;
      this.#nextStreamId++;
      followed.streamId = subscription.streamId;
      this.#onSubscribed(followed);
      const list = byLeader.get(session);
      const entry = { ...subscription, topicId, partition: partition.partition };
      if (list === undefined) byLeader.set(session, [entry]);
      else list.push(entry);
    }
    for (const [{ id }, entries] of byLeader)
      for (const frame of listFrames(entries, encodeSubscribe)) this.#client.send(id, frame);
  }
}
