/**
 * Judges of a run. They watch what nodes hand out and send, never what nodes think:
 *
 *   election safety        at most one leader in a term, which is on its disk; one vote of a node in a term (I1)
 *   log matching           index and term fix an entry, its bytes and the entry before it (I3)
 *   quorum durability      what is committed is on the disks of a majority of each half in force (I8)
 *   leader completeness    a leader has everything committed in terms before its own (I3)
 *   state-machine safety   all nodes apply the same entries in the same order (I3, I10, I13)
 *   local durability       nothing is applied that a restart would have to fetch from others again (I10)
 *   monotonicity           terms, and what a node has promised, never go back, whatever crashes
 *   fresh reads            a read sees everything committed anywhere before it was asked (I19)
 */

import { type Configuration, isVoter } from '../../../../src/core/raft/configuration.ts';
import type { Entry } from '../../../../src/core/raft/entry.ts';
import type { Message } from '../../../../src/core/raft/messages.ts';
import type { NodeId } from '../../../../src/core/raft/node-id.ts';
import { jointVote } from '../../../../src/core/raft/quorum.ts';
import type { RaftStorage } from '../../../../src/core/raft/raft-storage.ts';
import type { Ready } from '../../../../src/core/raft/ready.ts';
import type { Snapshot } from '../../../../src/core/raft/snapshot.ts';
import { chainHash, hashOf } from './state-machine.ts';
import { require } from './violation.ts';

interface Committed {
  readonly entry: Entry;
  /** The term in which it was committed, which may be later than its own. */
  readonly inTerm: number;
  /** The state of any state machine that has applied it. */
  readonly hash: number;
}

/** A node's log as it has shown it. */
export interface ShownLog {
  /** What came before the first entry shown. */
  readonly base: { index: number; term: number };
  readonly entries: Map<number, Entry>;
  last: number;
  commit: number;
}

export class Checkers {
  readonly #leaders = new Map<number, NodeId>();
  readonly #votes = new Map<string, NodeId>();
  readonly #terms = new Map<NodeId, number>();
  readonly #bytes = new Map<string, string>();
  readonly #committed = new Map<number, Committed>();
  /** The highest index known to be committed anywhere. */
  commit: number;

  constructor(first: Snapshot) {
    this.commit = first.index;
    this.#firstIndex = first.index;
    this.#firstHash = hashOf(first);
  }

  readonly #firstIndex: number;
  readonly #firstHash: number;

  /** Everything a node hands out, before any of it is done. `log` already includes it. */
  onReady(
    id: NodeId,
    ready: Ready,
    log: ShownLog,
    disks: ReadonlyMap<NodeId, RaftStorage>,
    term: number,
    configuration: Configuration,
  ): void {
    this.#checkTerm(id, term);
    for (const entry of ready.entries) this.#checkEntry(id, entry, log);
    const isLeader = ready.softState?.role === 'Leader';
    if (isLeader) this.#checkLeader(id, term, log);
    if (ready.hardState !== null && ready.hardState.commit > log.commit) {
      const from = log.commit + 1;
      log.commit = ready.hardState.commit;
      this.#checkCommit(id, from, log, term, disks, configuration);
    }
  }

  /** A message leaves a node, or comes back from its disk: what it promises must hold from here on. */
  onSend(message: Message): void {
    this.#checkVote(message);
  }

  onApply(id: NodeId, entry: Entry, hash: number, durable: number): void {
    require(entry.index <= durable, 'local durability', () => `${id} applied ${show(entry)} before it had it on disk`);
    const committed = this.#committed.get(entry.index);
    require(committed !== undefined, 'state-machine safety', () => `${id} applied ${show(entry)}, never committed`);
    require(sameEntry(committed!.entry, entry) && committed!.hash === hash, 'state-machine safety', () =>
      `${id} applied ${show(entry)}, not ${show(committed!.entry)}`);
  }

  onSnapshot(id: NodeId, snapshot: Snapshot): void {
    if (snapshot.index === this.#firstIndex) return;
    const committed = this.#committed.get(snapshot.index);
    require(committed !== undefined, 'state-machine safety', () =>
      `${id} took a snapshot of uncommitted ${snapshot.index}`);
    require(committed!.hash === hashOf(snapshot), 'state-machine safety', () =>
      `${id} took a different snapshot at ${snapshot.index}`);
  }

  onRead(id: NodeId, index: number, committedWhenAsked: number): void {
    require(index >= committedWhenAsked, 'fresh reads', () => `${id} read at ${index}, behind ${committedWhenAsked}`);
  }

  #checkTerm(id: NodeId, term: number): void {
    const before = this.#terms.get(id) ?? 0;
    // A term that was never written or spoken of may be forgotten in a crash; these were handed out.
    require(term >= before, 'monotonicity', () => `${id} went back from term ${before} to ${term}`);
  }

  /** Called when a term is durable: from here on it may not go back. */
  onDurableTerm(id: NodeId, term: number): void {
    this.#checkTerm(id, term);
    this.#terms.set(id, term);
  }

  #checkVote(message: Message): void {
    if (message.type !== 'VoteResponse' || !message.granted) return;
    const key = `${message.from} in term ${message.term}`;
    const before = this.#votes.get(key) ?? message.to;
    require(before === message.to, 'election safety', () => `${key} voted for ${before} and for ${message.to}`);
    this.#votes.set(key, message.to);
  }

  #checkEntry(id: NodeId, entry: Entry, log: ShownLog): void {
    const previous =
      log.entries.get(entry.index - 1)?.term ?? (log.base.index === entry.index - 1 ? log.base.term : -1);
    require(previous >= 0, 'log matching', () => `${id} has a gap before ${show(entry)}`);
    const key = `${entry.term}/${entry.index}`;
    const value = `${previous} ${entry.kind} ${entry.data}`;
    const before = this.#bytes.get(key) ?? value;
    require(before === value, 'log matching', () => `${id} has another entry at ${key}`);
    this.#bytes.set(key, value);
  }

  #checkLeader(id: NodeId, term: number, log: ShownLog): void {
    const before = this.#leaders.get(term) ?? id;
    require(before === id, 'election safety', () => `${before} and ${id} lead term ${term}`);
    this.#leaders.set(term, id);
    // Or it could win the same term again after a crash.
    const durable = this.#terms.get(id) ?? 0;
    require(durable >= term, 'election safety', () => `${id} leads term ${term}, but its disk knows only ${durable}`);
    for (const [index, { entry, inTerm }] of this.#committed) {
      if (inTerm >= term || index <= log.base.index) continue;
      const own = log.entries.get(index);
      require(own !== undefined && sameEntry(own, entry), 'leader completeness', () =>
        `${id} leads term ${term} without ${show(entry)}`);
    }
  }

  #checkCommit(
    id: NodeId,
    from: number,
    log: ShownLog,
    term: number,
    disks: ReadonlyMap<NodeId, RaftStorage>,
    configuration: Configuration,
  ): void {
    for (let index = Math.max(from, log.base.index + 1); index <= log.commit; index++) {
      const entry = log.entries.get(index);
      require(entry !== undefined, 'state-machine safety', () => `${id} committed ${index}, which it does not have`);
      const before = this.#committed.get(index);
      if (before !== undefined) {
        require(sameEntry(before.entry, entry!), 'state-machine safety', () =>
          `${id} committed ${show(entry!)}, not ${show(before.entry)}`);
        continue;
      }
      const hash = index === this.#firstIndex + 1 ? this.#firstHash : this.#committed.get(index - 1)?.hash;
      require(hash !== undefined, 'state-machine safety', () => `${id} committed ${index} before ${index - 1}`);
      this.#committed.set(index, { entry: entry!, inTerm: term, hash: chainHash(hash!, entry!) });
    }
    if (log.commit <= this.commit) return;
    this.commit = log.commit;
    if (!isVoter(configuration, id)) return;
    const entry = log.entries.get(log.commit);
    if (entry === undefined) return;
    const isOnDisk = (node: NodeId) => {
      const disk = disks.get(node);
      return disk !== undefined && (disk.term(entry.index) === entry.term || disk.firstIndex() > entry.index);
    };
    const durable = jointVote(configuration.voters, configuration.votersOutgoing, isOnDisk) === 'won';
    require(durable, 'quorum durability', () => `${id} committed ${show(entry)} without a durable majority`);
  }
}

function sameEntry(a: Entry, b: Entry): boolean {
  return (
    a.term === b.term &&
    a.kind === b.kind &&
    a.data.length === b.data.length &&
    a.data.every((byte, at) => byte === b.data[at])
  );
}

function show(entry: Entry): string {
  return `${entry.term}/${entry.index} ${entry.kind} [${entry.data}]`;
}
