/**
 * The invariants that can be seen from above while a cluster runs: after every event those of the quorum, now and then those
 * of the partitions. The numbers are those of the README beside.
 */
import type { RunningBroker } from '../broker-code.ts';
import type { Process } from '../machine/process.ts';
import type { BrokerNode } from '../world/broker-node.ts';
import type { World } from '../world/world.ts';
import { EntryChecks } from './entry-checks.ts';
import {
  type Committed,
  type Controller,
  type Entries,
  type HighWatermark,
  listen,
  type ProbeListener,
  type Raft,
  type Replica,
} from './probes.ts';
import { PromiseChecks } from './promise-checks.ts';
import { ReplicaChecks } from './replica-checks.ts';
import { SilenceChecks } from './silence-checks.ts';

/** Partitions are looked at after every so many events of their broker. */
const PARTITION_EVENTS = 16;
/** Images are compared at every so many entries. */
const IMAGE_ENTRIES = 8;
/** Longer than any event but those of a slow disk or a pause. */
const STANDSTILL_MS = 200;

interface SeenPartition {
  log: unknown;
  highWatermark: number;
  leaderEpoch: number;
  partitionEpoch: number;
  /** Since when another broker leads it in a later epoch, −1 while none does. */
  rivalSince: number;
}

type Partition = NonNullable<ReturnType<RunningBroker['replicas']['getById']>>;

interface Rooms {
  raft: Raft | null;
  controller: Controller | null;
  events: number;
  readonly partitions: Map<unknown, SeenPartition>;
}

export class ClusterChecks implements ProbeListener {
  readonly #world: World;
  readonly #nodes: readonly BrokerNode[];
  readonly #rooms = new WeakMap<Process, Rooms>();
  /** Node by epoch. */
  readonly #leaders = new Map<number, number>();
  readonly #controllers = new Map<number, number>();
  readonly #partitionLeaders = new Map<string, number>();
  readonly #entries: { epoch: number; text: string }[] = [];
  readonly #images = new Map<number, string>();
  readonly #promises: PromiseChecks;
  readonly #entryChecks: EntryChecks;
  readonly #replicas: ReplicaChecks;
  readonly #silence: SilenceChecks;
  /** Highest entry that anybody has applied: committed for good. */
  lastCommitted = 0;

  constructor(world: World, nodes: readonly BrokerNode[]) {
    this.#world = world;
    this.#nodes = nodes;
    const report = (rule: string, text: string) => this.#fail(rule, text);
    this.#promises = new PromiseChecks(report);
    this.#entryChecks = new EntryChecks(world.code, report);
    this.#replicas = new ReplicaChecks(report, nodes, () => this.#entryChecks.image);
    this.#silence = new SilenceChecks(report, nodes);
    listen(world.code, this);
  }

  /** As `World.run`, looking after every event. */
  run(until: number, isDone: () => boolean): boolean {
    const { clock, violations } = this.#world;
    while (!isDone()) {
      if (violations.isFull || !clock.step(until)) return isDone();
      if (clock.last !== null) this.#afterEvent(clock.last);
    }
    return true;
  }

  onRaft(raft: Raft): void {
    const rooms = this.#roomsOf(this.#world.clock.current);
    if (rooms !== null) rooms.raft = raft;
    const { current } = this.#world.clock;
    if (current !== null) this.#promises.onRaft(current.machine.id, raft);
  }

  onVote(from: number, to: number, term: number): void {
    this.#promises.onVote(from, to, term);
  }

  onPromise(from: number, epoch: number): void {
    this.#promises.onPromise(from, epoch);
  }

  onReplica(replica: Replica): void {
    const { current } = this.#world.clock;
    if (current !== null) this.#promises.onReplica(current.machine.id, replica);
  }

  onReplicaChanged(_replica: Replica, epoch: number, promised: number): void {
    const { current } = this.#world.clock;
    if (current !== null) this.#promises.onChanged(current.machine.id, epoch, promised);
  }

  onHighWatermark(highWatermark: HighWatermark): void {
    const { current } = this.#world.clock;
    if (current?.isAlive === true) this.#replicas.onHighWatermark(current, highWatermark);
  }

  onCut(highWatermark: HighWatermark): void {
    const { current } = this.#world.clock;
    if (current?.isAlive === true) this.#replicas.onCut(current, highWatermark);
  }

  onIncarnation(brokerEpoch: number): void {
    const { current } = this.#world.clock;
    if (current !== null) this.#replicas.onIncarnation(current, brokerEpoch);
  }

  onController(controller: Controller): void {
    const rooms = this.#roomsOf(this.#world.clock.current);
    if (rooms !== null) rooms.controller = controller;
  }

  /** Of those that nobody knew before. */
  onCommitted(entries: Entries): void {
    const process = this.#world.clock.current;
    if (process === null || !process.isAlive) return;
    for (const entry of entries) {
      const { epoch, index } = entry;
      if (index <= this.lastCommitted) continue;
      this.lastCommitted = index;
      const members = this.#rooms.get(process)?.raft?.configuration;
      if (members !== undefined) this.#promises.onCommitted(process.machine.id, index, epoch, members);
      for (const { partition, topicId } of this.#entryChecks.replay(entry)) {
        this.#replicas.checkMembers(topicId, partition);
      }
      this.#silence.onCommitted(index, epoch, this.#entryChecks.image);
    }
  }

  /** I5, I7, I10: an index has one content, everywhere and for good. I13: the image follows from it. */
  onApplied(committed: Committed, entries: Entries): void {
    const process = this.#world.clock.current;
    if (process === null || !process.isAlive) return;
    for (const entry of entries) {
      const { epoch, index, records } = entry;
      const text = JSON.stringify(records, plain);
      const known = this.#entries[index];
      if (known === undefined) this.#entries[index] = { epoch, text };
      else if (known.epoch !== epoch || known.text !== text) {
        this.#fail(
          'I10',
          `${process.name} applied at ${index} epoch ${epoch} ${text}, others ${known.epoch} ${known.text}`,
        );
      }
      const earlier = this.#entries[index - 1];
      if (earlier !== undefined && earlier.epoch > epoch)
        this.#fail('I6', `entry ${index} of epoch ${epoch} follows ${earlier.epoch}`);
    }
    const { image } = committed;
    this.#checkFences(process.name, image);
    if (image.index % IMAGE_ENTRIES !== 0) return;
    const hash = this.#world.code.imageSnapshot.imageHash(image);
    const known = this.#images.get(image.index);
    if (known === undefined) this.#images.set(image.index, hash);
    else if (known !== hash)
      this.#fail('I13', `the image of ${process.name} at ${image.index} differs from the others'`);
  }

  /** The rooms of a broker that runs; null for any other process. */
  controllerOf(node: BrokerNode): Controller | null {
    return node.process === null ? null : (this.#rooms.get(node.process)?.controller ?? null);
  }

  /** I17: whoever is fenced leads nothing and is in no in-sync set. */
  #checkFences(who: string, image: Committed['image']): void {
    for (const topic of image.topics.all()) {
      for (const { isr, leader, partition } of topic.partitions) {
        const fenced = [leader, ...isr].filter((id) => image.brokers.get(id)?.isFenced === true);
        const isAlone = isr.length === 1 && leader === -1;
        if (fenced.length > 0 && !isAlone) {
          this.#fail(
            'I17',
            `${topic.name}-${partition} at entry ${image.index} of ${who} names broker ${fenced[0]}, which is fenced`,
          );
        }
      }
    }
  }

  /**
   * I21: who was fenced, and whose partitions others lead, must have noticed before that the controller does not answer:
   * unless it stood still itself. (A leadership that moved while both are well is another matter: news may be late.)
   */
  #checkLeases(process: Process, nodeId: number, partition: Partition, seen: SeenPartition): void {
    if (!this.#leads(process, partition) || process.busyUntil > this.#world.now + STANDSTILL_MS) {
      seen.rivalSince = -1;
      return;
    }
    const { registration, topicId } = partition;
    const hasRival = this.#nodes.some((other) => {
      if (other.id === nodeId || other.living === null || other.process === null) return false;
      if (other.living.cache.image.brokers.get(nodeId)?.isFenced !== true) return false;
      const theirs = other.living.replicas.getById(topicId, partition.partition);
      return (
        theirs !== undefined && theirs.leaderEpoch > registration.leaderEpoch && this.#leads(other.process, theirs)
      );
    });
    const { now } = this.#world;
    if (!hasRival || process.pausedUntil > now - STANDSTILL_MS) seen.rivalSince = -1;
    else if (seen.rivalSince === -1) seen.rivalSince = now;
    else if (now - seen.rivalSince > STANDSTILL_MS) {
      this.#fail(
        'I21',
        `broker ${nodeId} leads ${partition.topic}-${partition.partition} in an epoch that is over, and has not noticed`,
      );
    }
  }

  /** A broker's own view, which its clock is part of. */
  #leads(process: Process, partition: Partition): boolean {
    const { clock } = this.#world;
    const { current } = clock;
    clock.current = process;
    try {
      return partition.leaderError() === 0;
    } finally {
      clock.current = current;
    }
  }

  #afterEvent(process: Process): void {
    const rooms = this.#rooms.get(process);
    if (rooms === undefined || !process.isAlive) return;
    const nodeId = process.machine.id;
    const leading = rooms.raft?.leading ?? null;
    if (leading !== null) this.#only(this.#leaders, leading, nodeId, 'I1', 'leads the quorum');
    const active = rooms.controller?.activeEpoch ?? null;
    if (active !== null) this.#only(this.#controllers, active, nodeId, 'I9', 'is the controller');
    if (++rooms.events % PARTITION_EVENTS !== 0) return;
    const lastIndex = this.#promises.lastIndexOf(nodeId);
    if (active !== null && lastIndex !== null) {
      this.#silence.look(process, { epoch: active, lastIndex }, this.#world.now);
    }
    const node = this.#nodes.find((each) => each.process === process);
    if (node?.living != null) this.#checkPartitions(process, node.id, node.living, rooms);
  }

  #checkPartitions(process: Process, nodeId: number, broker: RunningBroker, rooms: Rooms): void {
    for (const partition of broker.replicas.partitions()) {
      const { highWatermark, isLeader, log, registration, topic } = partition;
      const { leaderEpoch, partitionEpoch } = registration;
      const name = `${topic}-${partition.partition}`;
      if (isLeader) {
        const term = `${partition.topicId} ${partition.partition} ${leaderEpoch}`;
        this.#only(this.#partitionLeaders, term, nodeId, 'I20', `leads ${name}`);
      }
      const seen = rooms.partitions.get(partition);
      if (seen === undefined) {
        rooms.partitions.set(partition, { log, highWatermark, leaderEpoch, partitionEpoch, rivalSince: -1 });
        continue;
      }
      if (leaderEpoch < seen.leaderEpoch || partitionEpoch < seen.partitionEpoch) {
        this.#fail(
          'I20',
          `${name} of broker ${nodeId} went back to leader epoch ${leaderEpoch}, partition epoch ${partitionEpoch}`,
        );
      }
      if (seen.log === log && highWatermark < seen.highWatermark) {
        this.#fail(
          'I28',
          `the high watermark of ${name} at broker ${nodeId} went from ${seen.highWatermark} to ${highWatermark}`,
        );
      }
      if (log !== null && highWatermark > log.logEndOffset) {
        this.#fail(
          'I30',
          `the high watermark of ${name} at broker ${nodeId} is ${highWatermark}, its log ends at ${log.logEndOffset}`,
        );
      }
      if (isLeader) this.#checkLeases(process, nodeId, partition, seen);
      Object.assign(seen, { log, highWatermark, leaderEpoch, partitionEpoch });
    }
  }

  #only<Key>(holders: Map<Key, number>, key: Key, nodeId: number, rule: string, what: string): void {
    const holder = holders.get(key);
    if (holder === undefined) holders.set(key, nodeId);
    else if (holder !== nodeId) this.#fail(rule, `broker ${nodeId} ${what} in ${key}, as broker ${holder} does`);
  }

  #roomsOf(process: Process | null): Rooms | null {
    if (process === null) return null;
    let rooms = this.#rooms.get(process);
    if (rooms === undefined) {
      rooms = { raft: null, controller: null, events: 0, partitions: new Map() };
      this.#rooms.set(process, rooms);
    }
    return rooms;
  }

  #fail(rule: string, text: string): void {
    this.#world.note('check', `${rule} ${text}`);
    this.#world.violations.add(rule, text);
  }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Map ? [...value] : value;
}
