/**
 * One member as its leader sees it: how far its log is known to match, what to send next, and how boldly.
 *
 *   probe      one message at a time until the follower's log is found to match; the start, and after trouble
 *   replicate  optimistic: `next` moves on with every message sent, as far as the window allows
 *   snapshot   nothing is sent until the follower has the snapshot
 *
 * Invariant: match < next.
 */

import { assert } from '../base/assert.ts';
import { Inflights } from './inflights.ts';

export type ProgressState = 'probe' | 'replicate' | 'snapshot';

export interface FlowLimits {
  /** Append messages under way to one follower. */
  readonly maxInflightMessages: number;
  /** Payload bytes under way to one follower. */
  readonly maxInflightBytes: number;
}

export class Progress {
  match: number;
  next: number;
  state: ProgressState = 'probe';
  /** The index of the snapshot under way; 0 when none is. */
  pendingSnapshot = 0;
  /** Heard from since the last check of the quorum. */
  recentActive: boolean;
  /** Nothing more is sent until an answer or a heartbeat's answer arrives. */
  flowPaused = false;
  isLearner: boolean;
  readonly inflights: Inflights;
  /** The highest commit index sent since `next` last went back: says whether another message would tell news. */
  #sentCommit = 0;

  constructor(match: number, next: number, isLearner: boolean, recentActive: boolean, limits: FlowLimits) {
    this.match = match;
    this.next = next;
    this.isLearner = isLearner;
    this.recentActive = recentActive;
    this.inflights = new Inflights(limits.maxInflightMessages, limits.maxInflightBytes);
  }

  get isPaused(): boolean {
    return this.state === 'snapshot' || this.flowPaused;
  }

  becomeProbe(): void {
    // A snapshot that arrived unreported is assumed to have arrived: probing starts behind it.
    const afterSnapshot = this.state === 'snapshot' ? this.pendingSnapshot + 1 : 0;
    this.#enter('probe');
    this.#moveNextTo(Math.max(this.match + 1, afterSnapshot));
  }

  becomeReplicate(): void {
    this.#enter('replicate');
    this.next = this.match + 1;
  }

  becomeSnapshot(index: number): void {
    this.#enter('snapshot');
    this.pendingSnapshot = index;
    this.next = index + 1;
    this.#sentCommit = index;
  }

  /** Follows an append message of `count` entries; 0 is a bare commit index. */
  sentEntries(count: number, bytes: number): void {
    assert(this.state !== 'snapshot', 'entries were sent to a follower that waits for a snapshot');
    if (this.state === 'probe') {
      if (count > 0) this.flowPaused = true;
      return;
    }
    if (count > 0) {
      this.next += count;
      this.inflights.add(this.next - 1, bytes);
    }
    this.flowPaused = this.inflights.full;
  }

  sentCommit(commit: number): void {
    this.#sentCommit = commit;
  }

  /** Whether the follower would learn a higher commit index from another message. */
  couldLearnCommit(commit: number): boolean {
    return commit > this.#sentCommit && this.#sentCommit < this.next - 1;
  }

  /** The follower has everything up to `index`. False if that was known. */
  advanceTo(index: number): boolean {
    if (index <= this.match) return false;
    this.match = index;
    this.next = Math.max(this.next, index + 1);
    this.flowPaused = false;
    return true;
  }

  /**
   * The follower refused the entries after `rejected`; its log may match up to `hint`. False if the answer is old,
   * which reordered and repeated messages make common.
   */
  retreatFrom(rejected: number, hint: number): boolean {
    if (this.state === 'replicate') {
      if (rejected <= this.match) return false;
      this.#moveNextTo(this.match + 1);
      return true;
    }
    if (this.next - 1 !== rejected) return false;
    this.#moveNextTo(Math.max(Math.min(rejected, hint + 1), this.match + 1));
    this.flowPaused = false;
    return true;
  }

  #enter(state: ProgressState): void {
    this.state = state;
    this.flowPaused = false;
    this.pendingSnapshot = 0;
    this.inflights.clear();
  }

  #moveNextTo(next: number): void {
    this.next = next;
    this.#sentCommit = Math.min(this.#sentCommit, next - 1);
  }
}
