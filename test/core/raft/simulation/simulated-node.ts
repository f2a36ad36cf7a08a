/** One node of a simulated cluster: its Raft node while it is up, its disk, its state machine, its work in hand. */

import type { Configuration } from '../../../../src/core/raft/configuration.ts';
import type { Entry } from '../../../../src/core/raft/entry.ts';
import type { Message, StorageApply } from '../../../../src/core/raft/messages.ts';
import { isStorageThread, type NodeId } from '../../../../src/core/raft/node-id.ts';
import type { RaftNode } from '../../../../src/core/raft/raft-node.ts';
import type { RaftOptions } from '../../../../src/core/raft/raft-options.ts';
import type { RaftStorage } from '../../../../src/core/raft/raft-storage.ts';
import type { Ready } from '../../../../src/core/raft/ready.ts';
import type { StepOutcome } from '../../../../src/core/raft/role.ts';
import type { Snapshot } from '../../../../src/core/raft/snapshot.ts';
import type { Checkers, ShownLog } from './checkers.ts';
import { type DiskMistakes, SimulatedDisk } from './disk.ts';
import type { RaftModule } from './raft-module.ts';
import type { Random } from './random.ts';
import { StateMachine } from './state-machine.ts';

/** What a node needs of its surroundings. */
export interface Surroundings {
  readonly raft: RaftModule;
  readonly random: Random;
  readonly checkers: Checkers;
  readonly disks: Map<NodeId, RaftStorage>;
  readonly mistakes: DiskMistakes;
  /** Whether storage is written asynchronously, by this node. */
  readonly asyncStorageWrites: boolean;
  send(message: Message): void;
}

export class SimulatedNode {
  readonly id: NodeId;
  readonly disk: SimulatedDisk;
  /** Null while the node is down. */
  raft: RaftNode | null = null;
  machine: StateMachine;
  readonly #options: RaftOptions;
  readonly #around: Surroundings;
  #applyQueue: StorageApply[] = [];
  #log: ShownLog = { base: { index: 0, term: 0 }, entries: new Map(), last: 0, commit: 0 };
  /** Reads under way: what was committed anywhere when they were asked for. */
  #reads = new Map<number, number>();
  #nextRead = 1;

  constructor(options: RaftOptions, first: Snapshot, around: Surroundings) {
    this.id = options.id;
    this.#options = options;
    this.#around = around;
    this.disk = new SimulatedDisk(new around.raft.MemoryStorage(), around.mistakes);
    if (first.index > 0) this.disk.write({ term: first.term, vote: -1, commit: first.index }, [], first, true);
    this.machine = new StateMachine(first);
    this.start();
  }

  get hasApplyWork(): boolean {
    return this.#applyQueue.length > 0;
  }

  start(): void {
    const { storage } = this.disk;
    this.#around.disks.set(this.id, storage);
    const { hardState } = storage.initialState();
    const base = { index: storage.firstIndex() - 1, term: storage.term(storage.firstIndex() - 1) };
    const entries = new Map<number, Entry>();
    const last = storage.lastIndex();
    if (last > base.index) {
      for (const entry of storage.entries(base.index + 1, last + 1, Number.POSITIVE_INFINITY)!)
        entries.set(entry.index, entry);
    }
    this.#log = { base, entries, last, commit: Math.max(hardState.commit, base.index) };
    this.machine = new StateMachine(storage.snapshot()!);
    this.#applyQueue = [];
    this.#reads.clear();
    this.raft = new this.#around.raft.RaftNode(this.#options, storage);
  }

  crash(): void {
    this.raft = null;
    this.disk.crash(this.#around.random);
    this.#around.disks.set(this.id, this.disk.storage);
  }

  /** A message from the network or from its own storage. */
  receive(message: Message): StepOutcome {
    return this.raft!.step(message);
  }

  askRead(): void {
    const requestId = this.#nextRead++;
    this.#reads.set(requestId, this.#around.checkers.commit);
    this.raft!.readIndex(requestId);
  }

  /** Takes a Ready and does what it says. A synchronous node does all of it; `crashAfter` cuts that short. */
  handleReady(crashAfter: 'nothing' | 'write' | 'all'): void {
    const raft = this.raft!;
    const ready = raft.ready();
    this.#show(ready);
    const { term, configuration } = raft.status();
    const { checkers, disks, asyncStorageWrites } = this.#around;
    checkers.onReady(this.id, ready, this.#log, disks, term, configuration);
    for (const { requestId, index } of ready.readStates) {
      const committed = this.#reads.get(requestId);
      if (committed !== undefined) checkers.onRead(this.id, index, committed);
      this.#reads.delete(requestId);
    }
    if (asyncStorageWrites) {
      for (const message of ready.messages) this.#dispatch(message);
      return;
    }
    if (crashAfter === 'nothing') return;
    this.disk.write(ready.hardState, ready.entries, ready.snapshot, ready.mustSync || ready.snapshot !== null);
    checkers.onDurableTerm(this.id, term);
    if (crashAfter === 'write') return;
    for (const message of ready.messages) this.#dispatch(message);
    if (ready.snapshot !== null) this.#install(ready.snapshot);
    for (const entry of ready.committedEntries) this.#apply(entry);
    raft.advance();
  }

  /** Asynchronous mode: one append becomes durable, and its answers are given. */
  handleAppend(): void {
    const { responses, snapshot } = this.disk.workOff();
    this.#around.checkers.onDurableTerm(this.id, this.disk.storage.initialState().hardState.term);
    if (snapshot !== null) this.#install(snapshot);
    for (const response of responses) this.#dispatch(response);
  }

  /** Asynchronous mode: one batch of committed entries is applied. */
  handleApply(): void {
    // What the node has to show was decided in the configuration before this one.
    while (this.raft!.hasReady()) this.handleReady('all');
    const { entries, responses } = this.#applyQueue.shift()!;
    for (const entry of entries) this.#apply(entry);
    for (const response of responses) this.#dispatch(response);
  }

  compact(): void {
    if (this.machine.index < this.disk.storage.firstIndex()) return;
    if (this.machine.index > this.disk.storage.lastIndex()) return;
    this.disk.compact(this.machine.snapshot());
  }

  #dispatch(message: Message): void {
    if (message.type === 'StorageAppend') {
      for (const early of this.disk.enqueue(message)) this.#dispatch(early);
      return;
    }
    if (message.type === 'StorageApply') {
      this.#applyQueue.push(message);
      return;
    }
    this.#around.checkers.onSend(message);
    if (message.to === this.id || isStorageThread(message.from)) this.raft!.step(message);
    else this.#around.send(message);
  }

  #apply(entry: Entry): void {
    // Overtaken by a snapshot.
    if (entry.index <= this.machine.index) return;
    let configuration: Configuration = this.machine.configuration;
    if (entry.kind === 'configuration') configuration = this.raft!.applyConfigurationChange(entry);
    this.machine.apply(entry, configuration);
    this.#around.checkers.onApply(this.id, entry, this.machine.hash, this.disk.storage.lastIndex());
  }

  #install(snapshot: Snapshot): void {
    this.#around.checkers.onSnapshot(this.id, snapshot);
    if (snapshot.index > this.machine.index) this.machine = new StateMachine(snapshot);
  }

  /** Keeps the log as the node has shown it. */
  #show({ snapshot, entries }: Ready): void {
    const log = this.#log;
    if (snapshot !== null) {
      this.#log = {
        base: { index: snapshot.index, term: snapshot.term },
        entries: new Map(),
        last: snapshot.index,
        commit: log.commit,
      };
    }
    const shown = this.#log.entries;
    const first = entries[0];
    if (first === undefined) return;
    for (let index = first.index; index <= this.#log.last; index++) shown.delete(index);
    for (const entry of entries) shown.set(entry.index, entry);
    this.#log.last = entries.at(-1)!.index;
  }
}
