/**
 * A fetch that waits for `MinBytes`, for something to say (an error, a change of leadership, diverging epochs), or for
 * its deadline. Watches its partitions and counts only what each of them gained. Ends exactly once. Main thread.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { availableBytes } from '../fetch/available-bytes.ts';
import type { FetchPartition } from '../fetch/fetch-partition.ts';
import type { PartitionJudge } from '../fetch/partition-judge.ts';
import type { HostedPartition, PartitionWatcher } from '../partition/hosted-partition.ts';
import type { Deadlines, Expiring } from './deadlines.ts';

/** A peer that went away is noticed at least this often, however long it offered to wait. */
const MAX_NAP_MS = 30_000;

export interface DelayedFetchTerms {
  readonly partitions: readonly FetchPartition[];
  readonly usesTopicIds: boolean;
  readonly isReadCommitted: boolean;
  readonly minBytes: number;
  /** Monotonic milliseconds. */
  readonly deadlineMs: number;
  /** True once nobody waits for the reply. */
  isAbandoned(): boolean;
  /** Called at most once, not from within `start`. */
  onReady(): void;
}

interface Slot {
  readonly asked: FetchPartition;
  readonly hosted: HostedPartition;
  /** Batches below this are in `bytes`. */
  countedTo: number;
  bytes: number;
}

export class DelayedFetch implements PartitionWatcher, Expiring {
  readonly #terms: DelayedFetchTerms;
  readonly #judge: PartitionJudge;
  readonly #deadlines: Deadlines;
  readonly #clock: Clock;
  readonly #slots = new Map<HostedPartition, Slot>();
  #bytes = 0;
  #isEnded = false;

  constructor(terms: DelayedFetchTerms, judge: PartitionJudge, deadlines: Deadlines, clock: Clock) {
    this.#terms = terms;
    this.#judge = judge;
    this.#deadlines = deadlines;
    this.#clock = clock;
  }

  /** True when the fetch should be answered at once; it then watches nothing and `onReady` is not called. */
  start(): boolean {
    const nowMs = this.#clock.monotonicMs();
    const { minBytes, deadlineMs, partitions } = this.#terms;
    if (minBytes <= 0 || deadlineMs <= nowMs || partitions.length === 0 || this.#hasEnough()) {
      this.#isEnded = true;
      return true;
    }
    for (const hosted of this.#slots.keys()) hosted.watchers.add(this);
    this.#nap(nowMs);
    return false;
  }

  onPartitionMoved(partition: HostedPartition): void {
    if (this.#isEnded) return;
    const slot = this.#slots.get(partition);
    if (slot === undefined) return;
    if (this.#terms.isAbandoned()) this.#end();
    else if (this.#count(slot.asked, slot)) this.#ready();
  }

  onDeadline(): void {
    if (this.#isEnded) return;
    const nowMs = this.#clock.monotonicMs();
    if (this.#terms.isAbandoned()) this.#end();
    else if (nowMs < this.#terms.deadlineMs) this.#nap(nowMs);
    else this.#ready();
  }

  #hasEnough(): boolean {
    const { partitions } = this.#terms;
    for (const asked of partitions) if (this.#count(asked, null)) return true;
    return false;
  }

  /** Counts what is new in one partition. True when the fetch should be answered. */
  #count(asked: FetchPartition, known: Slot | null): boolean {
    const { usesTopicIds, isReadCommitted, minBytes } = this.#terms;
    const judge = this.#judge;
    judge.judge(asked, usesTopicIds, isReadCommitted);
    // A client that is to read elsewhere is told at once, and so is one that has an error.
    if (judge.errorCode !== ErrorCode.NONE || judge.log === null || judge.divergingEpoch !== -1) return true;
    const slot = known ?? this.#newSlot(asked, judge.partition!);
    const limit = judge.limitOffset;
    if (limit <= slot.countedTo) return false;
    const before = Math.min(slot.bytes, asked.maxBytes);
    slot.bytes += availableBytes(judge.log, slot.countedTo, limit, minBytes - this.#bytes);
    slot.countedTo = limit;
    this.#bytes += Math.max(Math.min(slot.bytes, asked.maxBytes) - before, 0);
    return this.#bytes >= minBytes;
  }

  #newSlot(asked: FetchPartition, hosted: HostedPartition): Slot {
    const slot: Slot = { asked, hosted, countedTo: asked.fetchOffset, bytes: 0 };
    this.#slots.set(hosted, slot);
    return slot;
  }

  #nap(nowMs: number): void {
    this.#deadlines.schedule(Math.min(this.#terms.deadlineMs, nowMs + MAX_NAP_MS), this);
  }

  /** At the end of this turn of the loop: partitions that move in the same group commit are answered together. */
  #ready(): void {
    this.#end();
    queueMicrotask(() => this.#terms.onReady());
  }

  #end(): void {
    this.#isEnded = true;
    this.#deadlines.cancel(this);
    for (const hosted of this.#slots.keys()) hosted.watchers.delete(this);
    this.#slots.clear();
  }
}
