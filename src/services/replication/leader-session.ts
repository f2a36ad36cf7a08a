/**
 * The connection to one leader as the follower keeps it: what it may send beyond what was taken, and which streams have
 * something to acknowledge. Main thread.
 */
import type { FollowerStream } from '../../core/replication/follower-stream.ts';
import { type AckEntry, encodeAck, listFrames } from '../../core/replication/wire-format.ts';
import type { SessionId } from '../../workers/replication/replication-client.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';

/** What the leader may send beyond what was taken: the first grant is in the handshake. */
export const WINDOW_BYTES = 8 * 1024 * 1024;
/** Taken bytes that are worth a frame of their own. */
const GRANT_BYTES = 1024 * 1024;

export interface AcknowledgedStream {
  readonly partition: HostedPartition;
  readonly stream: FollowerStream;
  readonly streamId: number;
}

export class LeaderSession {
  readonly id: SessionId;
  /** Push bytes taken since the session began, and as last granted to the leader. */
  #consumed = 0;
  #told = WINDOW_BYTES;
  readonly #unacknowledged = new Set<AcknowledgedStream>();

  constructor(id: SessionId) {
    this.id = id;
  }

  /** True when the leader should hear of it even if there is nothing to acknowledge. */
  taken(bytes: number): boolean {
    this.#consumed += bytes;
    return this.#isGrantDue();
  }

  acknowledge(stream: AcknowledgedStream): void {
    this.#unacknowledged.add(stream);
  }

  forget(stream: AcknowledgedStream): void {
    this.#unacknowledged.delete(stream);
  }

  /** What is durable of the streams that moved, and what may be sent now; nothing when neither is worth a frame. */
  takeAck(): Uint8Array[] {
    if (this.#unacknowledged.size === 0 && !this.#isGrantDue()) return [];
    const entries: AckEntry[] = [];
    for (const { partition, stream, streamId } of this.#unacknowledged) {
      if (stream.phase !== 'streaming') continue;
      const { leaderEpoch } = stream;
      const { localDurableEnd: durableEnd } = partition.highWatermarkOf;
      entries.push({ streamId, leaderEpoch, durableEnd, writtenEnd: partition.log!.logEndOffset });
    }
    this.#unacknowledged.clear();
    this.#told = this.#consumed + WINDOW_BYTES;
    return listFrames(entries, (some) => encodeAck({ granted: this.#told, entries: some }));
  }

  #isGrantDue(): boolean {
    return this.#consumed + WINDOW_BYTES - this.#told >= GRANT_BYTES;
  }
}
