/**
 * Raft's own state machine: applies what is committed, tells the network which directory each member has and where it
 * listens, gives the snapshot. Owned by the raft agent.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import type { Entry } from '../../core/raft/entry.ts';
import type { RaftNode } from '../../core/raft/raft-node.ts';
import { RaftStateError } from '../../core/raft/raft-state-error.ts';
import type { Snapshot } from '../../core/raft/snapshot.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import {
  addressOf,
  type ControlIdentity,
  type ControlNetwork,
  type ControlPeer,
} from '../control-net/control-network.ts';
import { encodeMember, QuorumMembers } from './quorum-members.ts';
import type { RaftStore } from './raft-store.ts';

/** How long a voter that the quorum knows elsewhere may take to be reached where the configuration has it, ms. */
const ADDRESS_PATIENCE_MS = 5_000;

/** Where the configuration and the quorum differ about a voter. */
interface Question {
  readonly configured: string;
  readonly quorum: string;
  /** Monotonic ms at which it is told; null until the first tick. */
  dueAt: number | null;
}

export class QuorumState {
  readonly members = new QuorumMembers();
  readonly #own: ControlIdentity;
  /** By configuration. */
  readonly #voters: readonly ControlPeer[];
  readonly #network: ControlNetwork;
  readonly #logger: Logger;
  /** Members whose address is in question; those of which it was told stay in `#questioned` alone. */
  readonly #questions = new Map<number, Question>();
  readonly #questioned = new Set<number>();
  /** Members whose directory this leader has proposed. */
  readonly #proposed = new Set<number>();
  #applied: number;
  #isRestoring = false;

  /** Throws RaftStateError for a snapshot that this version cannot read. */
  constructor(
    own: ControlIdentity,
    voters: readonly ControlPeer[],
    network: ControlNetwork,
    snapshot: Snapshot,
    logger: Logger,
  ) {
    this.#own = own;
    this.#voters = voters;
    this.#network = network;
    this.#logger = logger;
    this.#applied = snapshot.index;
    readable(snapshot.index, () => this.members.restore(snapshot.data));
  }

  get applied(): number {
    return this.#applied;
  }

  /** A snapshot of the leader is being written; what is applied is about to be replaced. */
  restoring(): void {
    this.#isRestoring = true;
  }

  restored(snapshot: Snapshot): void {
    this.#isRestoring = false;
    this.#applied = Math.max(this.#applied, snapshot.index);
    readable(snapshot.index, () => this.members.restore(snapshot.data));
    this.tellNetwork();
  }

  /** Throws RaftStateError for what this version cannot read. */
  apply(entries: readonly Entry[], node: RaftNode, store: RaftStore): void {
    let isNews = false;
    for (const entry of entries) {
      if (entry.index <= this.#applied) continue;
      const isChange = entry.kind === 'configuration';
      const configuration = isChange ? node.applyConfigurationChange(entry) : node.status().configuration;
      readable(entry.index, () => this.members.apply(entry, configuration));
      this.#applied = entry.index;
      isNews ||= isChange || entry.data.length > 0;
    }
    if (!isNews) return;
    this.tellNetwork();
    // After a restart a node must know at once who the voters are.
    store.writeCommit();
  }

  /** Null where the log cannot be cut now. */
  snapshot(node: RaftNode, { storage }: RaftStore): Snapshot | null {
    const index = this.#applied;
    if (this.#isRestoring || index < storage.firstIndex() || index > storage.lastIndex()) return null;
    const { configuration } = node.status();
    return { index, term: storage.term(index), configuration, data: this.members.snapshot() };
  }

  tellNetwork(): void {
    this.#network.setDirectories(this.members.directories());
    const addresses = new Map(this.#voters.map((peer) => [peer.nodeId, peer]));
    for (const { nodeId, host, port } of this.members.all()) {
      const configured = addresses.get(nodeId);
      if (host === '') continue;
      if (configured === undefined) addresses.set(nodeId, { nodeId, host, port });
      else this.#compare(configured, addressOf({ host, port }));
    }
    this.#network.setPeers([...addresses.values()]);
  }

  /**
   * One of both is wrong, or the voter has moved, or two names mean one host. With a session it is no question any more:
   * then the voter has said where it is, and the network compares.
   */
  #compare(voter: ControlPeer, quorum: string): void {
    const { nodeId } = voter;
    const configured = addressOf(voter);
    if (quorum === configured || nodeId === this.#own.nodeId || this.#questioned.has(nodeId)) return;
    this.#questioned.add(nodeId);
    this.#questions.set(nodeId, { configured, quorum, dueAt: null });
  }

  /** `now` in monotonic ms. */
  tick(now: number): void {
    for (const [nodeId, question] of this.#questions) {
      question.dueAt ??= now + ADDRESS_PATIENCE_MS;
      const isAnswered = this.#network.identityOf(nodeId, 'raft') !== null;
      if (!isAnswered && now < question.dueAt) continue;
      this.#questions.delete(nodeId);
      if (isAnswered) continue;
      const { configured, quorum } = question;
      this.#logger.warn('controller.quorum.voters has another address of a voter than the quorum', {
        voter: nodeId,
        configured,
        quorum,
      });
    }
  }

  /** A term of office begins: what an earlier one proposed may be lost. */
  leads(): void {
    this.#proposed.clear();
  }

  /** For the leader. From the first session on a voter is bound to its directory. */
  proposeDirectories(node: RaftNode): void {
    for (const nodeId of node.status().configuration.voters) {
      if (this.members.get(nodeId) !== null || this.#proposed.has(nodeId)) continue;
      const identity = nodeId === node.id ? this.#own : this.#network.identityOf(nodeId, 'raft');
      if (identity === null) continue;
      const { host, port } = this.#voters.find((peer) => peer.nodeId === nodeId) ?? { host: '', port: 0 };
      const data = encodeMember({ nodeId, directoryId: identity.directoryId, host, port });
      if (node.propose(data) === 'accepted') this.#proposed.add(nodeId);
    }
  }
}

function readable(index: number, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new RaftStateError(`raft entry ${index} is unreadable to this version: ${error.message}`);
  }
}
