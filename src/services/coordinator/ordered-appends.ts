/**
 * Appends that this broker makes by itself (coordinators' records, transaction markers), in order of asking for each
 * partition: what finds the ring full waits, and nothing of its partition overtakes it. Main thread.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import { TRY_AGAIN } from '../partition/leader-appends.ts';
import type { OffsetWaiter } from '../purgatory/offset-waiters.ts';
import type { ReplicaManager } from '../replica-manager.ts';

export type Appended = (errorCode: number, baseOffset: number) => void;

/** Asked right before the batch is appended; not NONE refuses it. */
type Check = () => number;

export class OrderedAppends {
  readonly #replicas: Pick<ReplicaManager, 'stall' | 'wakeSoon'>;
  /** Partitions with batches that found the ring full, and how many. */
  readonly #stalled = new Map<HostedPartition, number>();

  constructor(replicas: Pick<ReplicaManager, 'stall' | 'wakeSoon'>) {
    this.#replicas = replicas;
  }

  /**
   * Appends one batch with acks=all. Calls back once: with NONE when it is committed. An error that comes before this
   * returns means that nothing was written; one that comes later, that it is not known.
   */
  append(hosted: HostedPartition, bytes: Uint8Array, now: number, callback: Appended, check?: Check): void {
    const batch = new BatchView().wrap(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
    const attempt = (): boolean => {
      const refusal = check?.() ?? ErrorCode.NONE;
      if (refusal !== ErrorCode.NONE) {
        callback(refusal, -1);
        return true;
      }
      const outcome = hosted.appends.appendInternal(batch, -1, now);
      if (outcome.errorCode === TRY_AGAIN) return false;
      this.#replicas.wakeSoon();
      if (outcome.errorCode !== ErrorCode.NONE) callback(outcome.errorCode, -1);
      else hosted.committedWaiters.add(outcome.endOffset, whenCommitted(outcome.baseOffset, callback), 0);
      return true;
    };
    if (!this.#stalled.has(hosted) && attempt()) return;
    this.#stalled.set(hosted, (this.#stalled.get(hosted) ?? 0) + 1);
    this.#replicas.stall(() => {
      if (!attempt()) return false;
      const left = this.#stalled.get(hosted)! - 1;
      if (left === 0) this.#stalled.delete(hosted);
      else this.#stalled.set(hosted, left);
      return true;
    });
  }
}

export function whenCommitted(baseOffset: number, callback: Appended): OffsetWaiter {
  return {
    onOffsetReached: () => callback(ErrorCode.NONE, baseOffset),
    onOffsetFailed: (_slot, errorCode) => callback(errorCode, -1),
  };
}
