/** A few nodes that write synchronously and talk without a network: messages arrive at once, unless a link is cut. */

import { type Configuration, configurationOf } from '../../../../src/core/raft/configuration.ts';
import type { Entry } from '../../../../src/core/raft/entry.ts';
import { MemoryStorage } from '../../../../src/core/raft/memory-storage.ts';
import type { Message } from '../../../../src/core/raft/messages.ts';
import { NO_NODE, type NodeId } from '../../../../src/core/raft/node-id.ts';
import type { RaftEvent } from '../../../../src/core/raft/raft-events.ts';
import { RaftNode } from '../../../../src/core/raft/raft-node.ts';
import { DEFAULT_RAFT_OPTIONS, type RaftOptions } from '../../../../src/core/raft/raft-options.ts';
import type { ReadState } from '../../../../src/core/raft/ready.ts';

/** Plain Raft, without the extensions; elections after exactly ten ticks. */
export const PLAIN: Partial<RaftOptions> = {
  electionTicks: 10,
  heartbeatTicks: 1,
  preVote: false,
  checkQuorum: false,
  asyncStorageWrites: false,
  disableProposalForwarding: false,
  drawElectionTimeout: (ticks) => ticks,
};

export function raftOptions(id: NodeId, options: Partial<RaftOptions> = {}): RaftOptions {
  return { ...DEFAULT_RAFT_OPTIONS, drawElectionTimeout: (ticks) => ticks, ...PLAIN, ...options, id };
}

/** Storage as a node left it: its membership, the terms of its entries from index 1 on, and its hard state. */
export function storageWith(
  configuration: Configuration,
  terms: readonly number[] = [],
  { term = terms.at(-1) ?? 0, vote = NO_NODE, commit = 0 } = {},
): MemoryStorage {
  const storage = new StorageWithMembers(configuration);
  storage.append(terms.map((entryTerm, at) => entry(entryTerm, at + 1)));
  storage.setHardState({ term, vote, commit });
  return storage;
}

/** Knows its members without a snapshot, as the scenarios of the paper do. */
class StorageWithMembers extends MemoryStorage {
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    super();
    this.#configuration = configuration;
  }

  override initialState() {
    return { ...super.initialState(), configuration: this.#configuration };
  }
}

export function entry(term: number, index: number, text = ''): Entry {
  return { term, index, kind: 'normal', data: new TextEncoder().encode(text) };
}

export function termsOf(storage: MemoryStorage): number[] {
  const last = storage.lastIndex();
  if (last < storage.firstIndex()) return [];
  return storage.entries(storage.firstIndex(), last + 1, Number.POSITIVE_INFINITY)!.map(({ term }) => term);
}

export interface Member {
  readonly node: RaftNode;
  readonly storage: MemoryStorage;
  readonly applied: Entry[];
  readonly reads: ReadState[];
  readonly events: RaftEvent['type'][];
}

export class LocalCluster {
  readonly members = new Map<NodeId, Member>();
  /** Everything sent, in order, delivered or not. */
  readonly sent: Message[] = [];
  /** Links over which nothing arrives, as `from>to`; `*` stands for anyone. */
  readonly cut = new Set<string>();

  static of(ids: readonly NodeId[], options: Partial<RaftOptions> = {}): LocalCluster {
    const cluster = new LocalCluster();
    for (const id of ids) cluster.add(id, storageWith(configurationOf(ids)), options);
    return cluster;
  }

  add(id: NodeId, storage: MemoryStorage, options: Partial<RaftOptions> = {}): Member {
    const events: RaftEvent['type'][] = [];
    const node = new RaftNode(raftOptions(id, options), storage, (event) => events.push(event.type));
    const member: Member = { node, storage, applied: [], reads: [], events };
    this.members.set(id, member);
    return member;
  }

  member(id: NodeId): Member {
    return this.members.get(id)!;
  }

  node(id: NodeId): RaftNode {
    return this.member(id).node;
  }

  isolate(id: NodeId): void {
    this.cut.add(`${id}>*`).add(`*>${id}`);
  }

  heal(): void {
    this.cut.clear();
  }

  campaign(id: NodeId): void {
    this.node(id).campaign();
    this.run();
  }

  propose(id: NodeId, text: string): void {
    this.node(id).propose(new TextEncoder().encode(text));
    this.run();
  }

  tick(id: NodeId, count = 1): void {
    for (let n = 0; n < count; n++) {
      this.node(id).tick();
      this.run();
    }
  }

  /** Until nobody has anything left to do. */
  run(): void {
    for (let busy = true; busy; ) {
      busy = false;
      for (const member of this.members.values()) {
        if (!member.node.hasReady()) continue;
        busy = true;
        for (const message of this.work(member)) this.deliver(message);
      }
    }
  }

  /** Carries out one Ready; answers what it wants sent. */
  work({ node, storage, applied, reads }: Member): readonly Message[] {
    const ready = node.ready();
    if (ready.snapshot !== null) storage.applySnapshot(ready.snapshot);
    storage.append(ready.entries);
    if (ready.hardState !== null) storage.setHardState(ready.hardState);
    for (const committed of ready.committedEntries) {
      if (committed.kind === 'configuration') node.applyConfigurationChange(committed);
      applied.push(committed);
    }
    reads.push(...ready.readStates);
    node.advance();
    return ready.messages;
  }

  deliver(message: Message): void {
    this.sent.push(message);
    const { from, to } = message;
    const links = [`${from}>${to}`, `${from}>*`, `*>${to}`];
    if (!links.some((link) => this.cut.has(link))) this.members.get(to)?.node.step(message);
  }
}
