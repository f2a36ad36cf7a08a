/**
 * A small cluster on a network that loses, repeats and reorders, with crashes that lose what was not synced. Two
 * phases: one of chaos, in which nothing may go wrong, and one of calm, in which everything must come right.
 */

import { configurationOf, isJoint } from '../../../../src/core/raft/configuration.ts';
import type { MemberChange, Transition } from '../../../../src/core/raft/configuration-change.ts';
import { decodeMessage, encodeMessage } from '../../../../src/core/raft/message-codec.ts';
import type { Message, PeerMessage } from '../../../../src/core/raft/messages.ts';
import type { NodeId } from '../../../../src/core/raft/node-id.ts';
import { DEFAULT_RAFT_OPTIONS, type RaftOptions, spreadEvenly } from '../../../../src/core/raft/raft-options.ts';
import type { RaftStorage } from '../../../../src/core/raft/raft-storage.ts';
import type { Snapshot } from '../../../../src/core/raft/snapshot.ts';
import { Checkers } from './checkers.ts';
import { type Conditions, drawConditions } from './conditions.ts';
import { type DiskMistakes, NO_MISTAKES } from './disk.ts';
import { type RaftModule, REAL_RAFT } from './raft-module.ts';
import { Random } from './random.ts';
import { SimulatedNode } from './simulated-node.ts';
import { require } from './violation.ts';

const NODES = 5;
const NO_BYTES = new Uint8Array(0);
/** Ticks of calm within which a cluster must have one leader that commits: some tens of election timeouts. */
const CALM_TICKS = 1500;
/** Exchanges between two ticks, after which nobody should have anything left to say. */
const CALM_ROUNDS = 10_000;

export interface SimulationResult {
  readonly events: number;
  readonly committed: number;
  readonly leaders: number;
  /** Identical for identical runs. */
  readonly trace: number;
}

export interface SimulationSetup {
  readonly raft?: RaftModule;
  readonly mistakes?: Partial<DiskMistakes>;
  readonly steps?: number;
  /** Instead of what is drawn. */
  readonly conditions?: Partial<Conditions>;
}

/** Throws a Violation, or whatever the node itself throws. */
export function simulate(seed: number, setup: SimulationSetup = {}): SimulationResult {
  return new Simulation(seed, setup).run();
}

class Simulation {
  readonly #random: Random;
  readonly #conditions: Conditions;
  readonly #steps: number;
  readonly #nodes: SimulatedNode[] = [];
  readonly #checkers: Checkers;
  /** In the order of the actions in #chaos. */
  readonly #weights: readonly number[];
  #network: Message[] = [];
  /** Pairs (from, to) that cannot reach each other, as from * 16 + to. */
  #cut = new Set<number>();
  #payload = 0;
  #events = 0;
  #trace = 0;
  #lossless = false;

  constructor(seed: number, { raft = REAL_RAFT, mistakes = {}, steps = 10_000, conditions = {} }: SimulationSetup) {
    const random = new Random(seed);
    this.#random = random;
    this.#steps = steps;
    this.#conditions = { ...drawConditions(random, NODES), ...conditions };
    const { voters, learners, electionTicks, preVote, checkQuorum, asynchronous, maxBytesPerAppend } = this.#conditions;
    const c = this.#conditions;
    this.#weights = [
      40, // a message is delivered
      c.ticks,
      c.readies,
      c.appends,
      c.applies,
      c.proposals,
      c.reads,
      c.crashes,
      c.restarts,
      c.partitions,
      c.changes,
      c.compactions,
      c.transfers,
      c.hints,
    ];
    const first: Snapshot = { index: 1, term: 1, configuration: configurationOf(voters, learners), data: NO_BYTES };
    this.#checkers = new Checkers(first);
    const disks = new Map<NodeId, RaftStorage>();
    for (let id = 0; id < NODES; id++) {
      const asyncStorageWrites = random.chance(asynchronous);
      const options: RaftOptions = {
        ...DEFAULT_RAFT_OPTIONS,
        id,
        electionTicks,
        heartbeatTicks: random.pick([1, 2]),
        drawElectionTimeout: spreadEvenly(() => random.next()),
        preVote,
        checkQuorum,
        asyncStorageWrites,
        disableProposalForwarding: random.chance(0.5),
        stepDownOnRemoval: true,
        maxBytesPerAppend: random.pick(maxBytesPerAppend),
        maxApplyingBytes: random.pick([1, 60, 1 << 20]),
        maxUncommittedBytes: random.pick([40, 1 << 20]),
        maxInflightMessages: random.pick([1, 3, 256]),
      };
      const isFounder = first.configuration.voters.includes(id) || learners.includes(id);
      const nothing: Snapshot = { index: 0, term: 0, configuration: configurationOf([]), data: NO_BYTES };
      const node = new SimulatedNode(options, isFounder ? first : nothing, {
        raft,
        random,
        checkers: this.#checkers,
        disks,
        mistakes: { ...NO_MISTAKES, ...mistakes },
        asyncStorageWrites,
        send: (message) => this.#send(message),
      });
      this.#nodes.push(node);
    }
  }

  run(): SimulationResult {
    for (let step = 0; step < this.#steps; step++) this.#chaos();
    const leaders = new Set(this.#nodes.map((node) => node.raft?.status().term)).size;
    this.#calm();
    return { events: this.#events, committed: this.#checkers.commit, leaders, trace: this.#trace };
  }

  #chaos(): void {
    this.#events++;
    const random = this.#random;
    const node = random.pick(this.#nodes);
    const action = random.weighted(this.#weights);
    this.#trace = (Math.imul(this.#trace, 31) + action * 8 + node.id) | 0;
    if (action === 0) this.#deliver();
    else if (action === 8) this.#restart(node);
    else if (action === 9) this.#repartition();
    else if (node.raft === null) return;
    else if (action === 1) node.raft.tick();
    else if (action === 2) this.#ready(node);
    else if (action === 3) {
      if (node.disk.isBusy) node.handleAppend();
    } else if (action === 4) {
      if (node.hasApplyWork) node.handleApply();
    } else if (action === 5) this.#propose(node);
    else if (action === 6) node.askRead();
    else if (action === 7) node.crash();
    else if (action === 10) this.#proposeChange(node);
    else if (action === 11) node.compact();
    else if (action === 12) node.raft.transferLeadership(random.below(NODES));
    else this.#hint(node);
  }

  #ready(node: SimulatedNode): void {
    if (!node.raft!.hasReady()) return;
    const random = this.#random;
    const crashes = random.chance(0.02 * this.#conditions.crashes);
    const after = crashes ? random.pick(['nothing', 'write'] as const) : 'all';
    node.handleReady(after);
    if (crashes) node.crash();
  }

  #propose(node: SimulatedNode): void {
    this.#payload++;
    node.raft!.propose(new Uint8Array([this.#payload & 0xff, (this.#payload >> 8) & 0xff, 1, 2, 3, 4, 5, 6]));
  }

  #proposeChange(node: SimulatedNode): void {
    const random = this.#random;
    const changes: MemberChange[] = [];
    const joint = isJoint(node.raft!.status().configuration);
    if (!joint || random.chance(0.2)) {
      const count = random.pick([1, 1, 2, 3]);
      const kinds = ['addVoter', 'addVoter', 'addLearner', 'remove'] as const;
      for (let n = 0; n < count; n++) changes.push({ kind: random.pick(kinds), id: random.below(NODES) });
    }
    const transitions: readonly Transition[] = ['auto', 'auto', 'jointImplicit', 'jointExplicit'];
    const transition = changes.length === 0 ? 'auto' : random.pick(transitions);
    node.raft!.proposeConfigurationChange({ transition, changes, context: NO_BYTES });
  }

  /** What a transport may report, true or not. */
  #hint(node: SimulatedNode): void {
    const random = this.#random;
    const peer = random.below(NODES);
    const hint = random.below(4);
    if (hint === 0) node.raft!.reportUnreachable(peer);
    else if (hint === 1) node.raft!.reportSnapshot(peer, random.chance(0.5));
    else if (hint === 2) node.raft!.forgetLeader();
    else node.raft!.campaign();
  }

  #restart(node: SimulatedNode): void {
    if (node.raft === null) node.start();
  }

  #repartition(): void {
    const random = this.#random;
    this.#cut.clear();
    const kind = random.below(4);
    if (kind === 0) return;
    const side = this.#nodes.map(() => random.chance(0.5));
    for (let from = 0; from < NODES; from++) {
      for (let to = 0; to < NODES; to++) {
        const isCut =
          kind === 1 ? side[from] !== side[to] : kind === 2 ? side[from]! && !side[to]! : random.chance(0.3);
        if (isCut) this.#cut.add(from * 16 + to);
      }
    }
  }

  #send(sent: Message): void {
    const message = this.#conditions.encoded ? throughEncoding(sent) : sent;
    const { loss, repetition } = this.#conditions;
    if (!this.#lossless) {
      if (this.#cut.has(message.from * 16 + message.to) || this.#random.chance(loss)) {
        this.#reportSnapshot(message, false);
        return;
      }
      if (this.#random.chance(repetition)) this.#network.push(message);
    }
    this.#network.push(message);
  }

  #deliver(): void {
    if (this.#network.length === 0) return;
    const random = this.#random;
    const reorders = !this.#lossless && random.chance(this.#conditions.reordering);
    const [message] = this.#network.splice(reorders ? random.below(this.#network.length) : 0, 1);
    const node = this.#nodes[message!.to]!;
    if (node.raft === null) {
      this.#reportSnapshot(message!, false);
      return;
    }
    node.receive(message!);
    this.#reportSnapshot(message!, true);
  }

  /** The duty of any transport: the leader sends nothing else until it knows what became of a snapshot. */
  #reportSnapshot(message: Message, arrived: boolean): void {
    if (message.type === 'InstallSnapshot') this.#nodes[message.from]!.raft?.reportSnapshot(message.to, arrived);
  }

  /** All are up, nothing is lost: one leader must emerge that commits, and every member must follow. */
  #calm(): void {
    this.#lossless = true;
    this.#cut.clear();
    for (const node of this.#nodes) this.#restart(node);
    let marker = 0;
    let markedIn = 0;
    for (let tick = 0; tick < CALM_TICKS; tick++) {
      for (const node of this.#nodes) node.raft!.tick();
      this.#settle();
      const leader = this.#leader();
      if (leader === null) continue;
      const { configuration, commit, lastIndex, term } = leader.raft!.status();
      // A proposal may be lost with its leader.
      if (term !== markedIn) marker = 0;
      if (isJoint(configuration) && !configuration.autoLeave && commit === lastIndex) {
        if (!configuration.voters.includes(leader.id)) leader.raft!.transferLeadership(configuration.voters[0]!);
        else leader.raft!.proposeConfigurationChange({ transition: 'auto', changes: [], context: NO_BYTES });
      }
      if (marker === 0 && leader.raft!.propose(new Uint8Array([9, 9])) === 'accepted') {
        marker = lastIndex + 1;
        markedIn = term;
      }
      if (marker > 0 && commit >= marker && !isJoint(configuration) && this.#allFollow(leader)) return;
    }
    require(false, 'liveness', () => `no leader that commits after ${CALM_TICKS} ticks of calm`);
  }

  #settle(): void {
    let rounds = 0;
    for (let idle = false; !idle; ) {
      require(rounds++ < CALM_ROUNDS, 'liveness', () => `the nodes find no rest between two ticks`);
      idle = this.#network.length === 0;
      for (let left = this.#network.length; left > 0; left--) this.#deliver();
      for (const node of this.#nodes) {
        if (node.raft!.hasReady()) {
          node.handleReady('all');
          idle = false;
        }
        while (node.disk.isBusy) {
          node.handleAppend();
          idle = false;
        }
        while (node.hasApplyWork) {
          node.handleApply();
          idle = false;
        }
      }
      this.#events++;
    }
  }

  /** Of the latest term: without check-quorum, one that was removed while cut off may lead nobody for ever. */
  #leader(): SimulatedNode | null {
    const leaders = this.#nodes.filter((node) => node.raft!.status().role === 'Leader');
    return leaders.sort((a, b) => b.raft!.status().term - a.raft!.status().term)[0] ?? null;
  }

  #allFollow(leader: SimulatedNode): boolean {
    const { commit, progress } = leader.raft!.status();
    return [...progress.keys()].every((id) => {
      const node = this.#nodes[id]!;
      return (
        node.raft!.status().commit === commit &&
        node.machine.index === commit &&
        node.machine.hash === leader.machine.hash
      );
    });
  }
}

function throughEncoding(message: Message): PeerMessage {
  const pieces = encodeMessage(message as PeerMessage);
  return decodeMessage(Uint8Array.from(pieces.flatMap((piece) => [...piece])));
}
