/**
 * What the active controller does unasked: fences brokers that fell silent, sees that leadership is where it belongs, and
 * tells raft who should come next. One object per term, owning its clocks. Controller thread; the agent's tick drives it.
 */
import { fenceExpired } from '../../core/metadata/broker-control.ts';
import type { ControllerSettings } from '../../core/metadata/control.ts';
import { balanceLeadership, electUncleanly } from '../../core/metadata/leader-election-control.ts';
import type { MetadataRecord } from '../../core/metadata/records.ts';
import type { ControllerTerm } from '../../core/metadata-log/controller-term.ts';
import type { Head } from './head.ts';
import type { Election } from './quorum.ts';

/** Raft learns in this rhythm who has most of the log. */
const SUCCESSORS_MS = 250;
const DEFAULT_BALANCE_MS = 300_000;

export interface UpkeepParts {
  readonly term: ControllerTerm;
  readonly head: Head;
  readonly election: Election;
  readonly settings: ControllerSettings;
  /** The disk takes entries, as far as is known. */
  isWritable(): boolean;
  /** False: the term is over. */
  append(records: readonly MetadataRecord[]): boolean;
}

export class ClusterUpkeep {
  readonly #parts: UpkeepParts;
  #successorsAt = 0;
  /** When leadership is looked after next; 0: in this term not yet decided. */
  #balanceAt = 0;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  tick(now: number): void {
    const { election, term } = this.#parts;
    if (term.state !== 'active') return;
    if (!election.isUnconfirmed) this.fenceExpired();
    this.#balanceLeadership(now);
    if (now - this.#successorsAt < SUCCESSORS_MS) return;
    this.#successorsAt = now;
    election.setSuccessors(term.successors());
  }

  /** Brokers that were not heard of for a session: one entry for each, with all that follows from it. */
  fenceExpired(): void {
    const { append, head, isWritable, term } = this.#parts;
    if (term.state !== 'active' || !isWritable()) return;
    for (let records = fenceExpired(head.context()); records !== null; records = fenceExpired(head.context())) {
      if (!append(records)) return;
    }
  }

  /** Now and then: partitions go back to their preferred leaders, and those that may be led uncleanly are led. */
  #balanceLeadership(now: number): void {
    const { append, head, isWritable } = this.#parts;
    const { leaderBalanceIntervalMs } = this.#parts.settings;
    if (now < this.#balanceAt || !isWritable()) return;
    const isFirst = this.#balanceAt === 0;
    this.#balanceAt = now + (leaderBalanceIntervalMs ?? DEFAULT_BALANCE_MS);
    if (isFirst) return;
    const elected = electUncleanly(head.context());
    if (elected.length > 0 && !append(elected)) return;
    const balanced = leaderBalanceIntervalMs === undefined ? [] : balanceLeadership(head.context());
    if (balanced.length > 0) append(balanced);
  }
}
