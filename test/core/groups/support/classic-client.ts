/** A client of the classic protocol: joins, syncs, heartbeats, and starts over when it is told to. */
import { expect } from 'vitest';
import { errorName } from '../../../../src/core/protocol/error-codes.ts';
import { type Bench, text } from './coordinator-bench.ts';

export class ClassicClient {
  memberId = '';
  generationId = -1;
  state: 'out' | 'joining' | 'syncing' | 'stable' = 'out';
  ticket = -1;
  assignment = '';
  readonly instanceId: string | null;
  readonly #bench: Bench;

  constructor(bench: Bench, instanceId: string | null) {
    this.#bench = bench;
    this.instanceId = instanceId;
  }

  join(metadata: string): void {
    this.state = 'joining';
    this.assignment = '';
    const protocols = [{ name: 'range', metadata: text(metadata) }];
    this.ticket = this.#bench.join('g', {
      memberId: this.memberId,
      groupInstanceId: this.instanceId,
      protocols,
      rebalanceTimeoutMs: 15_000,
      sessionTimeoutMs: 6000,
    });
  }

  /** Looks whether what it waits for has come. */
  step(): void {
    const bench = this.#bench;
    const answer = bench.answer<{ errorCode: number; failedWith?: number }>(this.ticket);
    if (this.state === 'out' || this.state === 'stable' || answer === undefined) return;
    const error = errorName(answer.failedWith ?? answer.errorCode);
    if (this.state === 'joining') {
      const joined = bench.joined(this.ticket)!;
      if (error === 'MEMBER_ID_REQUIRED') {
        this.memberId = joined.memberId;
        this.join('m');
      } else if (error !== 'NONE') this.#startOver(error);
      else {
        this.memberId = joined.memberId;
        // A generation never goes back for anybody.
        expect(joined.generationId).toBeGreaterThanOrEqual(this.generationId);
        this.generationId = joined.generationId;
        this.state = 'syncing';
        const isLeader = joined.leader === this.memberId && !joined.skipAssignment;
        const assignments = isLeader
          ? Object.fromEntries(joined.members.map((member, i) => [member.memberId, `${joined.generationId}:${i}`]))
          : {};
        this.ticket = bench.sync('g', this.memberId, this.generationId, assignments, this.instanceId);
      }
      return;
    }
    if (error !== 'NONE') this.#startOver(error);
    else {
      this.assignment = new TextDecoder().decode(bench.synced(this.ticket)!.assignment);
      this.state = 'stable';
    }
  }

  heartbeat(): void {
    if (this.state !== 'stable') return;
    const error = this.#bench.heartbeat('g', this.memberId, this.generationId, this.instanceId);
    if (error !== 'NONE') this.#startOver(error);
  }

  leave(): void {
    if (this.memberId !== '') this.#bench.leave('g', { memberId: this.memberId, groupInstanceId: this.instanceId });
    this.#forget();
  }

  #startOver(error: string): void {
    if (error === 'UNKNOWN_MEMBER_ID' || error === 'FENCED_INSTANCE_ID') this.#forget();
    this.state = 'out';
  }

  /** It died, or lost its place: what it knew is gone. */
  #forget(): void {
    this.memberId = '';
    this.generationId = -1;
    this.state = 'out';
  }

  die(): void {
    this.#forget();
  }
}
