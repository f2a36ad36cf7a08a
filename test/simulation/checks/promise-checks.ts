/**
 * What voters have told others binds them over all their lives: votes (I1), promises (I6), and what they said is on their
 * disks (I8).
 */
import type { Raft, Replica } from './probes.ts';
import type { Report } from './violation.ts';

interface Members {
  readonly voters: readonly number[];
  readonly votersOutgoing: readonly number[];
}

export class PromiseChecks {
  readonly #report: Report;
  /** By node, of its last life. */
  readonly #replicas = new Map<number, Replica>();
  readonly #promised = new Map<number, number>();
  /** Candidate by voter and term. */
  readonly #votes = new Map<string, number>();
  readonly #votedTerm = new Map<number, number>();

  constructor(report: Report) {
    this.#report = report;
  }

  /** I1: a restarted voter knows the term of its last vote. */
  onRaft(nodeId: number, raft: Raft): void {
    const voted = this.#votedTerm.get(nodeId) ?? 0;
    if (raft.term < voted) {
      this.#report('I1', `broker ${nodeId} starts in term ${raft.term} and has voted in ${voted}`);
    }
  }

  /** I1: one vote a term. */
  onVote(from: number, to: number, term: number): void {
    const key = `${from} ${term}`;
    const before = this.#votes.get(key);
    if (before !== undefined && before !== to) {
      this.#report('I1', `broker ${from} voted for brokers ${before} and ${to} in term ${term}`);
    }
    this.#votes.set(key, to);
    this.#votedTerm.set(from, Math.max(term, this.#votedTerm.get(from) ?? 0));
  }

  onPromise(nodeId: number, epoch: number): void {
    this.#promised.set(nodeId, Math.max(epoch, this.#promised.get(nodeId) ?? 0));
  }

  /** I6: a restarted voter knows what it promised. */
  onReplica(nodeId: number, replica: Replica): void {
    if (this.#replicas.get(nodeId) === replica) return;
    this.#replicas.set(nodeId, replica);
    const promised = this.#promised.get(nodeId) ?? 0;
    if (replica.promised < promised) {
      this.#report('I6', `broker ${nodeId} starts with promise ${replica.promised} and has given ${promised}`);
    }
  }

  /** Of its metadata log; null before anything is known of it. */
  lastIndexOf(nodeId: number): number | null {
    return this.#replicas.get(nodeId)?.log.last.index ?? null;
  }

  /** I6: nothing of an author who was shut out enters a log. */
  onChanged(nodeId: number, epoch: number, promised: number): void {
    if (epoch >= promised) return;
    this.#report('I6', `broker ${nodeId} promised ${promised} and takes entries of controller ${epoch}`);
  }

  /** I8: what is committed is on the disks of a majority. `nodeId` is the first to say so. */
  onCommitted(nodeId: number, index: number, epoch: number, members: Members): void {
    const has = (id: number): boolean => {
      const replica = this.#replicas.get(id);
      if (replica === undefined) return false;
      if (replica.log.base.index >= index) return true;
      return replica.durableIndex >= index && replica.log.epochAt(index) === epoch;
    };
    for (const voters of [members.voters, members.votersOutgoing]) {
      const holders = voters.filter(has);
      if (voters.length === 0 || holders.length > voters.length / 2) continue;
      const where = holders.length === 0 ? 'on no disk' : `on the disks of ${holders.join(', ')}`;
      this.#report('I8', `broker ${nodeId} calls entry ${index} committed, which is ${where} alone`);
    }
  }
}
