/**
 * A cluster of replicas in one object, driven by a seed: messages are lost, repeated and reordered, disks finish late and
 * crash with unsynced writes, any number of controllers believe that they lead. After each event the invariants of the
 * metadata log (I4 to I11, I13 to I15 of the specification) are checked; a broken one is thrown.
 */
import { ControllerTerm } from '../../../src/core/metadata-log/controller-term.ts';
import { type LogEntry, type LogPosition, ORIGIN } from '../../../src/core/metadata-log/log-entry.ts';
import type { ImageCheck, LogMessage } from '../../../src/core/metadata-log/messages.ts';
import { Replica } from '../../../src/core/metadata-log/replica.ts';
import type { EncodedSnapshot, ReplicaPort } from '../../../src/core/metadata-log/replica-port.ts';
import { type Members, SAFETY_RULES, type SafetyRules } from '../../../src/core/metadata-log/safety-rules.ts';
import { seededRandom } from '../metadata/support.ts';

export class Violation extends Error {
  override readonly name = 'Violation';
}

const check = (condition: boolean, message: string): void => {
  if (!condition) throw new Violation(message);
};

const CHECK_EVERY = 5;
const MOST_IN_FLIGHT = 60;

export interface ModelOptions {
  readonly nodes: number;
  readonly rules: SafetyRules;
  /** Entries kept in memory behind the commit: few, so that snapshots are needed. */
  readonly retainedEntries: number;
  readonly lossPercent: number;
  readonly changesMembers: boolean;
  /** Most disturbances are changes of the members. */
  readonly changesOften: boolean;
}

interface DiskWrite {
  /** `part` of 1: the whole; less: what a crash left of it. */
  apply(part: number): void;
  readonly done: () => void;
}

/** What survives a crash of the node: what was applied, and any first part of what was not. */
class ModelDisk {
  promised = 0;
  base: LogPosition = ORIGIN;
  entries: LogEntry[] = [];
  /** Values of everything up to `base`. */
  baseValues: number[] = [];
  writes: DiskWrite[] = [];
  promises: DiskWrite[] = [];

  get lastIndex(): number {
    return this.base.index + this.entries.length;
  }

  epochAt(index: number): number | null {
    if (index === this.base.index) return this.base.epoch;
    return this.entries[index - this.base.index - 1]?.epoch ?? null;
  }
}

class ModelNode {
  readonly id: number;
  readonly disk = new ModelDisk();
  incarnation = 0;
  isUp = true;
  replica!: Replica;
  term: ControllerTerm | null = null;
  /** Committed values in order: the image. */
  image: number[] = [];
  checkAt: ImageCheck | null = null;

  constructor(id: number) {
    this.id = id;
  }
}

interface Envelope {
  readonly from: number;
  readonly to: number;
  readonly message: LogMessage;
}

export class Model {
  readonly #options: ModelOptions;
  readonly #random: ReturnType<typeof seededRandom>;
  readonly nodes: ModelNode[] = [];
  #inFlight: Envelope[] = [];
  #now = 0;
  /** Raft, as far as it matters here: one leader per term, configurations in one order. */
  #raftTerm = 0;
  #raftLeader: number | null = null;
  #members: Members;
  #nextRequest = 1;
  /** One disturbance in so many chances; drawn per seed. */
  readonly #calm: number;
  /** Every committed value and epoch that anybody applied, by index - 1. */
  readonly committed: { readonly value: number; readonly epoch: number }[] = [];
  /** (epoch, index) fixes the value and the epoch before it. */
  readonly #written = new Map<string, string>();
  readonly counts = { commits: 0, installs: 0, adoptions: 0, truncations: 0, terms: 0, joints: 0, crashes: 0 };

  constructor(seed: number, options: Partial<ModelOptions> = {}) {
    this.#options = {
      nodes: 5,
      rules: SAFETY_RULES,
      retainedEntries: 8,
      lossPercent: [0, 3, 10, 30][Math.floor(seed / 4) % 4]!,
      changesMembers: true,
      changesOften: false,
      ...options,
    };
    this.#random = seededRandom(seed);
    this.#calm = [1, 2, 5, 12][this.#random.below(4)]!;
    const voters = this.#random.below(2) === 0 ? [1, 2, 3] : [1, 2, 3, 4, 5].slice(0, this.#options.nodes);
    this.#members = { voters, votersOutgoing: [] };
    for (let id = 1; id <= this.#options.nodes; id++) {
      const node = new ModelNode(id);
      this.nodes.push(node);
      this.#boot(node);
    }
  }

  step(): void {
    this.#now += this.#random.below(8);
    const node = this.nodes[this.#random.below(this.nodes.length)]!;
    const event = this.#random.below(1000);
    if (event < 450) this.#deliver(this.#random.below(this.#reach()));
    else if (event < 650) this.#finishWrite(this.#busyOr(node));
    else if (event < 800) this.#submit(this.#random.below(3) === 0 ? node : this.#leaderOr(node));
    else if (event < 850) this.#tick(node);
    else if (event < 900) this.#flush(node);
    else if (event < 930) this.#boot(node);
    else if (this.#random.below(this.#calm) === 0) this.#disturb(node);
    this.#checkCommits();
  }

  #disturb(node: ModelNode): void {
    const event = this.#options.changesOften && this.#random.below(3) > 0 ? 69 : this.#random.below(70);
    if (event < 25) this.#elect(node);
    else if (event < 35) this.#loseOffice(node);
    else if (event < 55) {
      if (node.isUp) this.#crash(node);
      else this.#boot(node);
    } else if (this.#options.changesMembers) this.#changeMembers();
  }

  /** Mostly one of the oldest messages; now and then any. */
  #reach(): number {
    while (this.#inFlight.length > MOST_IN_FLIGHT) this.#inFlight.shift();
    return Math.max(1, this.#random.below(8) === 0 ? this.#inFlight.length : Math.min(6, this.#inFlight.length));
  }

  #busyOr(node: ModelNode): ModelNode {
    const busy = this.nodes.filter(({ disk }) => disk.writes.length + disk.promises.length > 0);
    return busy[this.#random.below(busy.length || 1)] ?? node;
  }

  #leaderOr(node: ModelNode): ModelNode {
    return this.#raftLeader === null ? node : this.nodes[this.#raftLeader - 1]!;
  }

  /** From here on nothing is lost: everything must come to rest, equal everywhere, and accept another command. */
  heal(): void {
    for (const node of this.nodes) if (!node.isUp) this.#boot(node);
    const able = this.nodes.filter((node) => this.#votes(node.id));
    this.#elect(able[this.#random.below(able.length)]!);
    const isSettled = () => {
      const leader = this.#raftLeader === null ? undefined : this.nodes[this.#raftLeader - 1];
      const last = leader?.replica.log.last.index;
      return leader?.term?.state === 'active' && this.nodes.every((node) => node.replica.commitIndex === last);
    };
    let hasSubmitted = false;
    for (let round = 0; round < 400; round++) {
      this.#now += 25;
      for (const node of this.nodes) this.#tick(node);
      for (let i = 0; i < 50_000 && this.#inFlight.length > 0; i++) this.#deliver(0, true);
      for (const node of this.nodes)
        while (node.disk.writes.length + node.disk.promises.length > 0) this.#finishWrite(node);
      for (const node of this.nodes) this.#flush(node);
      this.#checkCommits();
      if (!isSettled()) continue;
      if (hasSubmitted) return;
      this.#submit(this.nodes[this.#raftLeader! - 1]!, true);
      hasSubmitted = true;
    }
    const states = this.nodes.map(
      ({ id, term, replica }) => `${id}:${term?.state}:${replica.commitIndex}/${replica.log.last.index}`,
    );
    throw new Violation(
      `liveness: after healing the cluster does not settle (${states.join(' ')}, leader ${this.#raftLeader})`,
    );
  }

  #votes(id: number): boolean {
    return this.#members.voters.includes(id) || this.#members.votersOutgoing.includes(id);
  }

  #boot(node: ModelNode): void {
    if (node.isUp && node.incarnation > 0) return;
    node.isUp = true;
    node.incarnation++;
    node.term = null;
    node.checkAt = null;
    const { disk } = node;
    node.image = [...disk.baseValues];
    const start = {
      base: disk.base,
      entries: [...disk.entries],
      promised: Math.max(disk.promised, disk.entries.at(-1)?.epoch ?? 0),
    };
    // A frame holds one or two entries, a window a few of them.
    const { retainedEntries } = this.#options;
    const limits = { retainedEntries, retainedBytes: 1_000_000, frameBytes: 140, windowBytes: 300 };
    const firstStream = node.incarnation * 1_000_000;
    node.replica = new Replica(start, this.#portOf(node, node.incarnation), limits, firstStream, this.#options.rules);
  }

  #crash(node: ModelNode): void {
    this.counts.crashes++;
    node.isUp = false;
    const { disk } = node;
    const before = disk.promised;
    for (const queue of [disk.promises, disk.writes]) {
      const kept = this.#random.below(queue.length + 1);
      for (const write of queue.slice(0, kept)) write.apply(1);
      // The one that was being written: a first part of it.
      if (queue === disk.writes) queue[kept]?.apply(this.#random.below(10) / 10);
    }
    check(disk.promised >= before, 'I6: a promise went back');
    disk.writes = [];
    disk.promises = [];
  }

  #portOf(node: ModelNode, incarnation: number): ReplicaPort {
    const { disk } = node;
    const isCurrent = () => node.isUp && node.incarnation === incarnation;
    const enqueue = (queue: 'writes' | 'promises', apply: (part: number) => void, done: () => void) =>
      disk[queue].push({ apply, done: () => (isCurrent() ? done() : undefined) });
    return {
      promise: (epoch, done) =>
        enqueue(
          'promises',
          () => {
            disk.promised = Math.max(disk.promised, epoch);
          },
          done,
        ),
      append: (entries, done) =>
        enqueue(
          'writes',
          (part) => {
            for (const entry of entries.slice(0, Math.floor(entries.length * part))) this.#store(node, entry);
          },
          done,
        ),
      truncate: ({ index }, done) =>
        enqueue(
          'writes',
          (part) => {
            if (part === 1) this.#cut(node, index);
          },
          done,
        ),
      install: (snapshot, bytes, done) => {
        const values = [...new Int32Array(bytes.slice().buffer)];
        check(values.length === snapshot.index, 'I14: a snapshot holds what its index says');
        for (const [at, value] of values.entries()) {
          check(this.committed[at]?.value === value, `I14: a snapshot holds what is not committed (index ${at + 1})`);
        }
        enqueue(
          'writes',
          (part) => {
            if (part < 1) return;
            this.counts.installs++;
            disk.base = snapshot;
            disk.baseValues = values;
            disk.entries = [];
          },
          done,
        );
        return true;
      },
      send: (to, message) => {
        this.#inFlight.push({ from: node.id, to, message });
        return true;
      },
      encodeSnapshot: () => this.#snapshotOf(node),
      imageCheck: () => node.checkAt,
      onCommitted: (index) => this.#onCommitted(node, index),
      onInstalled: () => {
        node.image = [...disk.baseValues];
      },
      onDurable: () => node.term?.onProgress(),
      onPromised: (epoch) => this.#endTermBelow(node, epoch),
      onLeader: (_from, epoch) => this.#endTermBelow(node, epoch),
      onDiverged: (index) => {
        throw new Violation(`I13: the image of node ${node.id} differs at ${index}`);
      },
    };
  }

  #endTermBelow(node: ModelNode, epoch: number): void {
    // The agent learns of it later or never: what it must not do then is up to the log.
    if (node.term !== null && node.term.epoch < epoch && this.#random.below(2) === 0) {
      node.term.end();
      node.term = null;
    }
  }

  #store(node: ModelNode, entry: LogEntry): void {
    const { disk } = node;
    check(entry.index === disk.lastIndex + 1, `the disk of node ${node.id} has a gap before ${entry.index}`);
    const prevEpoch = disk.epochAt(entry.index - 1);
    const key = `${entry.epoch}/${entry.index}`;
    const content = `${numberIn(entry)} after ${prevEpoch}`;
    const known = this.#written.get(key) ?? content;
    check(known === content, `I5/I7: entry ${key} is "${content}" on node ${node.id} and "${known}" elsewhere`);
    this.#written.set(key, content);
    disk.entries.push(entry);
  }

  #cut(node: ModelNode, index: number): void {
    const { disk } = node;
    this.counts.truncations++;
    for (const entry of disk.entries.slice(Math.max(0, index - disk.base.index))) {
      const committed = this.committed[entry.index - 1];
      check(committed?.epoch !== entry.epoch, `I11: committed entry ${entry.index} is taken back on node ${node.id}`);
    }
    disk.entries = disk.entries.slice(0, index - disk.base.index);
  }

  #snapshotOf(node: ModelNode): EncodedSnapshot {
    const index = node.image.length;
    const epoch = index === 0 ? 0 : this.committed[index - 1]!.epoch;
    return { snapshot: { epoch, index }, bytes: new Uint8Array(Int32Array.from(node.image).buffer) };
  }

  #onCommitted(node: ModelNode, index: number): void {
    const { disk, term } = node;
    check(index <= disk.lastIndex, `I10: node ${node.id} applies ${index}, which is not on its disk`);
    for (let k = node.image.length + 1; k <= index; k++) {
      const entry = node.replica.log.entryAt(k);
      check(entry !== null, `entry ${k} is committed and not held`);
      const value = numberIn(entry!);
      const known = this.committed[k - 1];
      if (known === undefined) {
        check(this.committed.length === k - 1, 'commits leave no gap');
        if (value > 0)
          check(!this.committed.some((c) => c.value === value), `I15: request ${value} takes effect twice`);
        this.committed.push({ value, epoch: entry!.epoch });
        this.counts.commits++;
        this.#checkQuorum(node, k, entry!.epoch);
      } else {
        check(
          known.value === value && known.epoch === entry!.epoch,
          `I10: entry ${k} is ${value} on node ${node.id}, committed was ${known.value}`,
        );
      }
      node.image.push(value);
      if (k % CHECK_EVERY === 0) node.checkAt = { index: k, hash: node.image.join() };
      // Now and then a node takes a snapshot of its own.
      if (this.#random.below(40) === 0) this.#compact(node, k, entry!.epoch);
    }
    if (term !== null && term.state !== 'over') this.#checkHoldsCommitted(node, term);
  }

  /** As its log does: the image becomes the base, the entries before it go. */
  #compact(node: ModelNode, index: number, epoch: number): void {
    const { disk } = node;
    if (disk.lastIndex < index || disk.writes.length > 0) return;
    check(disk.epochAt(index) === epoch, 'I14: a snapshot is of what the disk holds');
    disk.entries = disk.entries.slice(index - disk.base.index);
    disk.base = { epoch, index };
    disk.baseValues = [...node.image];
  }

  #checkQuorum(node: ModelNode, index: number, epoch: number): void {
    const { term } = node;
    // Followers learn of it later; the first to know is the controller.
    if (term === null || term.state === 'over' || term.epoch < epoch) return;
    const has = (id: number) => {
      const { disk } = this.nodes[id - 1]!;
      return disk.base.index >= index || disk.epochAt(index) === epoch;
    };
    for (const half of [term.members.voters, term.members.votersOutgoing]) {
      if (half.length === 0) continue;
      check(
        half.filter(has).length > half.length / 2,
        `I8: entry ${index} is committed and not on a majority of ${half.join()}`,
      );
    }
  }

  #checkHoldsCommitted(node: ModelNode, term: ControllerTerm): void {
    if (term.state !== 'active') return;
    for (const [at, { value, epoch }] of this.committed.entries()) {
      if (at < node.image.length) continue;
      if (epoch >= term.epoch) break;
      const entry = node.replica.log.entryAt(at + 1);
      check(
        entry !== null && numberIn(entry) === value,
        `I9: the controller of ${term.epoch} lacks committed entry ${at + 1}`,
      );
    }
  }

  #checkCommits(): void {
    for (const { replica, id, isUp, disk } of this.nodes) {
      if (isUp)
        check(replica.durableIndex <= disk.lastIndex, `I8: node ${id} takes ${replica.durableIndex} for durable`);
    }
  }

  #finishWrite(node: ModelNode): void {
    if (!node.isUp) return;
    const { disk } = node;
    const queue = disk.promises.length > 0 && this.#random.below(4) === 0 ? disk.promises : disk.writes;
    const write = queue.shift();
    if (write === undefined) return;
    write.apply(1);
    write.done();
  }

  #deliver(at: number, isReliable = false): void {
    const envelope = this.#inFlight[at];
    if (envelope === undefined) return;
    const chance = this.#random.below(100);
    const isRepeated = !isReliable && chance >= 95;
    if (!isRepeated) this.#inFlight.splice(at, 1);
    if (!isReliable && chance < this.#options.lossPercent) return;
    const node = this.nodes[envelope.to - 1]!;
    if (!node.isUp) return;
    node.replica.receive(envelope.from, envelope.message, this.#now);
    node.term?.receive(envelope.from, envelope.message, this.#now);
    if (envelope.message.type === 'suffix') this.counts.adoptions++;
  }

  #submit(node: ModelNode, isFresh = false): void {
    const { term } = node;
    if (!node.isUp || term === null || (term.state !== 'active' && term.state !== 'starting')) return;
    // A request may be a repetition: sent to another controller before.
    const isRepeated = !isFresh && this.#nextRequest > 1 && this.#random.below(3) === 0;
    const request = isRepeated ? 1 + this.#random.below(this.#nextRequest - 1) : this.#nextRequest++;
    if (this.#headHas(node, request)) return;
    const payload = payloadOf(request);
    const entry = term.append({ brokerId: 1, brokerEpoch: 1, sequence: request }, payload);
    if (entry === null) node.term = null;
    if (this.#random.below(2) === 0) term.flush(this.#now);
  }

  #headHas(node: ModelNode, value: number): boolean {
    if (node.image.includes(value)) return true;
    const { log } = node.replica;
    for (let index = node.image.length + 1; index <= log.last.index; index++) {
      const entry = log.entryAt(index);
      // A snapshot is taking the place of this log: its agent would have no head to plan on.
      if (entry === null || numberIn(entry) === value) return true;
    }
    return false;
  }

  #tick(node: ModelNode): void {
    if (!node.isUp) return;
    node.replica.tick(this.#now);
    node.term?.tick(this.#now);
  }

  #flush(node: ModelNode): void {
    if (node.isUp) node.term?.flush(this.#now);
  }

  #elect(node: ModelNode): void {
    if (!node.isUp || !this.#votes(node.id)) return;
    this.#raftTerm++;
    this.counts.terms++;
    this.#raftLeader = node.id;
    node.term?.end();
    const term = new ControllerTerm(
      this.#raftTerm,
      node.id,
      this.#members,
      node.replica,
      {
        send: (to, message) => {
          this.#inFlight.push({ from: node.id, to, message });
          return true;
        },
        peers: () => this.nodes.map(({ id }) => id).filter((id) => id !== node.id),
        firstPayload: () => payloadOf(-term.epoch),
        imageCheck: () => node.checkAt,
        onActive: () => this.#checkHoldsCommitted(node, term),
        onDeposed: () => {},
        onDiverged: (index) => {
          throw new Violation(`I13: the image of controller ${node.id} differs at ${index}`);
        },
        // Subscriptions may come late here, and twice; over a session they do not.
        onLost: () => {},
      },
      this.#now,
      this.#options.rules,
    );
    node.term = term;
    term.start();
  }

  #loseOffice(node: ModelNode): void {
    if (!node.isUp || node.term === null || this.#random.below(2) === 0) return;
    node.term.end();
    node.term = null;
  }

  /** Raft's part of a membership change: only its newest leader decides one, one at a time. */
  #changeMembers(): void {
    if (this.#raftLeader === null) return;
    const leader = this.nodes[this.#raftLeader - 1]!;
    const { term } = leader;
    if (!leader.isUp || term === null || term.epoch !== this.#raftTerm) return;
    const { voters, votersOutgoing } = this.#members;
    if (votersOutgoing.length > 0) {
      if (term.members !== this.#members) {
        term.reconfigure(this.#members);
        return;
      }
      if (!term.mayLeaveJoint()) return;
      this.#members = { voters, votersOutgoing: [] };
      if (!this.#votes(leader.id)) {
        this.#raftLeader = null;
        return;
      }
    } else {
      const others = this.nodes.map(({ id }) => id).filter(() => this.#random.below(10) < 6);
      if (others.length < 1) return;
      this.counts.joints++;
      this.#members = { voters: others, votersOutgoing: voters };
    }
    // Told at once, or at the next occasion.
    if (this.#random.below(2) === 0) term.reconfigure(this.#members);
  }
}

function payloadOf(value: number): Uint8Array {
  return new Uint8Array(Int32Array.of(value).buffer);
}

function numberIn(entry: LogEntry): number {
  return new Int32Array(entry.payload.slice().buffer)[0]!;
}
