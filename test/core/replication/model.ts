/**
 * Three brokers, one partition and an atomic controller, at random: crashes that lose unsynced writes, messages lost,
 * repeated and reordered, leaders that do not know of their successors. The deciding parts are the production ones.
 * A `Mutation` breaks one rule; the invariants must then break too.
 */
import { LeaderEpochs } from '../../../src/core/log/leader-epochs.ts';
import { HighWatermark } from '../../../src/core/partition/high-watermark.ts';
import { judgeFollower, truncationTarget, type Verdict } from '../../../src/core/replication/divergence.ts';
import { FollowerStream } from '../../../src/core/replication/follower-stream.ts';
import { type IsrProposal, LeaderReplicas } from '../../../src/core/replication/leader-replicas.ts';
import { prng } from '../../support/prng.ts';

export const MUTATIONS = [
  'shrinkEager',
  'ignoreExpand',
  'rollbackOnReject',
  'noStreamId',
  'subscribeUndurable',
  'ackUndurable',
  'truncateToHw',
  'noDivergence',
  'hwBelowMinIsr',
  'minIsrOnMaximal',
  'leaderUnsyncedHw',
  'staleFollowerState',
  'noLeaderEpochStart',
  'noPartitionEpoch',
  'keepElr',
  'countDiverged',
  'uncleanElection',
  'appendAnywhere',
] as const;
export type Mutation = (typeof MUTATIONS)[number] | 'none';

const MIN_ISR = 2;
const IDS = [1, 2, 3];
const MAX_LAG_MS = 40;

interface Entry {
  readonly epoch: number;
  readonly value: number;
}

interface Partition {
  leader: number;
  leaderEpoch: number;
  partitionEpoch: number;
  isr: number[];
  elr: number[];
  brokerEpochs: Map<number, number>;
  fenced: Set<number>;
}

type Message =
  | {
      kind: 'subscribe';
      from: number;
      to: number;
      stream: number;
      leaderEpoch: number;
      brokerEpoch: number;
      lastEpoch: number;
      end: number;
    }
  | { kind: 'verdict'; from: number; to: number; stream: number; leaderEpoch: number; verdict: Verdict; offset: number }
  | {
      kind: 'push';
      from: number;
      to: number;
      stream: number;
      leaderEpoch: number;
      at: number;
      entries: Entry[];
      hw: number;
    }
  | { kind: 'ack'; from: number; to: number; stream: number; leaderEpoch: number; end: number }
  | { kind: 'alter'; from: number; brokerEpoch: number; proposal: IsrProposal }
  | { kind: 'answer'; to: number; proposal: IsrProposal; outcome: 'settled' | 'refused' | 'timed out' };

class Violation extends Error {}

class Broker {
  readonly id: number;
  isUp = true;
  brokerEpoch = 0;
  log: Entry[] = [];
  durable = 0;
  hw = new HighWatermark(0, 0);
  /** How many metadata versions it has seen. */
  seen = 0;
  leading: LeaderReplicas | null = null;
  following: FollowerStream | null = null;
  /** Leader's side: next offset to push, per follower. */
  next = new Map<number, { stream: number; next: number }>();
  epochs = new LeaderEpochs();
  truncateTo = -1;

  constructor(id: number) {
    this.id = id;
  }

  rebuildEpochs(): void {
    this.epochs = new LeaderEpochs();
    for (const [offset, { epoch }] of this.log.entries()) {
      if (this.epochs.latestEpoch !== epoch) this.epochs.assign(epoch, offset);
    }
  }
}

export class Model {
  readonly #mutation: Mutation;
  readonly #random: () => number;
  readonly #brokers = new Map(IDS.map((id) => [id, new Broker(id)]));
  #partition: Partition;
  readonly #versions: Partition[] = [];
  #messages: Message[] = [];
  readonly #committed: Entry[] = [];
  #now = 0;
  #nextValue = 0;
  #nextStream = 1;
  #nextBrokerEpoch = 10;
  #isHealing = false;
  acked = 0;
  elections = 0;
  truncations = 0;

  constructor(seed: number, mutation: Mutation) {
    this.#random = prng(seed);
    this.#mutation = mutation;
    const brokerEpochs = new Map(IDS.map((id) => [id, id]));
    for (const broker of this.#brokers.values()) broker.brokerEpoch = broker.id;
    this.#partition = {
      leader: 1,
      leaderEpoch: 0,
      partitionEpoch: 0,
      isr: [1, 2, 3],
      elr: [],
      brokerEpochs,
      fenced: new Set(),
    };
    this.#publish();
    for (const broker of this.#brokers.values()) this.#learn(broker);
  }

  /** Returns what was violated, or null. */
  run(steps: number): string | null {
    try {
      for (let i = 0; i < steps; i++) {
        this.#step();
        this.#check();
      }
      this.#heal();
      return null;
    } catch (error) {
      if (error instanceof Violation) return error.message;
      // Mutations wreck the model itself at times: that is noticed too.
      if (this.#mutation !== 'none') return `wrecked: ${(error as Error).message}`;
      throw error;
    }
  }

  #int(n: number): number {
    return Math.floor(this.#random() * n);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#int(list.length)]!;
  }

  #step(): void {
    this.#now += this.#int(4);
    const broker = this.#pick([...this.#brokers.values()]);
    const dice = this.#int(1000);
    if (dice < 460) return this.#deliver();
    if (dice < 530) return this.#append(broker);
    if (dice < 650) return this.#sync(broker);
    if (dice < 730) return this.#push(broker);
    if (dice < 790) return this.#learn(broker);
    if (dice < 850) return this.#subscribe(broker);
    if (dice < 910) return this.#propose(broker);
    if (dice < 940) return this.#finishTruncation(broker);
    if (dice < 945) return this.#crash(broker);
    if (dice < 965) return this.#restart(broker);
    if (dice < 969) return this.#fence(broker.id);
    if (dice < 992) return this.#unfence(broker);
    if (dice < 996) return this.#electPreferred();
    if (broker.following === null || !broker.isUp) return;
    broker.following.restart(broker.following.leaderEpoch);
    broker.truncateTo = -1;
  }

  // ---- network

  #send(message: Message): void {
    if (!this.#isHealing && this.#int(20) === 0) return;
    this.#messages.push(message);
    if (this.#messages.length > 60 && !this.#isHealing) this.#messages.splice(this.#int(60), 1);
  }

  #deliver(): void {
    if (this.#messages.length === 0) return;
    const at = this.#isHealing ? 0 : this.#int(this.#messages.length);
    const message = this.#messages[at]!;
    // Answers to a subscription come again and again: nothing else tells an old one from a new one but its stream id.
    const isKept = this.#int(10) < (message.kind === 'verdict' && message.verdict.kind === 'diverge' ? 8 : 3);
    if (this.#isHealing || !isKept) this.#messages.splice(at, 1);
    if (message.kind === 'alter') return this.#alterPartition(message);
    const broker = this.#brokers.get(message.to)!;
    if (!broker.isUp) return;
    if (message.kind === 'subscribe') this.#onSubscribe(broker, message);
    else if (message.kind === 'verdict') this.#onVerdict(broker, message);
    else if (message.kind === 'push') this.#onPush(broker, message);
    else if (message.kind === 'ack') this.#onAck(broker, message);
    else {
      broker.leading?.onAnswered(message.proposal, this.#now);
      if (message.outcome === 'refused') this.#refused.add(message.proposal);
      this.#raise(broker);
    }
  }

  // ---- leader

  #append(broker: Broker): void {
    if (broker.leading === null || !broker.isUp) return;
    if (!broker.leading.isEnough && this.#int(4) !== 0) return;
    broker.log.push({ epoch: broker.leading.leaderEpoch, value: this.#nextValue++ });
    broker.rebuildEpochs();
    broker.leading.onAppended(broker.log.length);
    if (this.#mutation === 'leaderUnsyncedHw') broker.hw.onLocalDurable(broker.log.length);
  }

  #onSubscribe(broker: Broker, message: Extract<Message, { kind: 'subscribe' }>): void {
    if (broker.leading === null || message.leaderEpoch !== broker.leading.leaderEpoch) return;
    const epochs = new LeaderEpochs();
    for (const { epoch, startOffset } of broker.epochs.entries) epochs.assign(epoch, startOffset);
    if (broker.leading.epochStartOffset === broker.log.length || epochs.latestEpoch < broker.leading.leaderEpoch)
      epochs.assign(broker.leading.leaderEpoch, broker.log.length);
    let verdict = judgeFollower(epochs, 0, broker.log.length, message.lastEpoch, message.end);
    if (this.#mutation === 'noDivergence' || this.#mutation === 'truncateToHw') {
      verdict =
        message.end <= broker.log.length
          ? { kind: 'go' }
          : { kind: 'diverge', epoch: epochs.latestEpoch, endOffset: broker.log.length };
    }
    if (verdict.kind === 'go' || this.#mutation === 'countDiverged') {
      broker.leading.onSubscribed(message.from, message.brokerEpoch, message.stream, message.end, this.#now);
      broker.next.set(message.from, { stream: message.stream, next: message.end });
      this.#raise(broker);
    }
    this.#send({
      kind: 'verdict',
      from: broker.id,
      to: message.from,
      stream: message.stream,
      leaderEpoch: message.leaderEpoch,
      verdict,
      offset: message.end,
    });
  }

  #push(broker: Broker): void {
    if (broker.leading === null || !broker.isUp) return;
    for (const [to, stream] of broker.next) {
      const entries = broker.log.slice(stream.next, stream.next + 1 + this.#int(3));
      if (entries.length === 0 && !this.#isHealing && this.#int(4) !== 0) continue;
      this.#send({
        kind: 'push',
        from: broker.id,
        to,
        stream: stream.stream,
        leaderEpoch: broker.leading.leaderEpoch,
        at: stream.next,
        entries,
        hw: broker.hw.value,
      });
      stream.next += entries.length;
    }
  }

  #onAck(broker: Broker, message: Extract<Message, { kind: 'ack' }>): void {
    if (broker.leading === null || message.leaderEpoch !== broker.leading.leaderEpoch) return;
    const stream =
      this.#mutation === 'noStreamId' ? (broker.leading.followers.get(message.from)?.streamId ?? -1) : message.stream;
    if (broker.leading.onDurable(message.from, stream, message.end, this.#now)) this.#raise(broker);
  }

  /** Brings the high watermark in line, and holds what it passes against what is committed. */
  #raise(broker: Broker): void {
    const { leading } = broker;
    if (leading === null) return;
    const progress = (ids: readonly number[]): number =>
      Math.min(
        ...ids.filter((id) => id !== broker.id).map((id) => leading.followers.get(id)!.durableEnd),
        Number.POSITIVE_INFINITY,
      );
    let { floor, isEnough } = leading;
    const version = this.#versions[broker.seen - 1]!;
    const asked = this.#lastProposal.get(broker.id);
    if (this.#mutation === 'shrinkEager' && leading.isAsking && asked !== undefined)
      floor = progress(asked.isr.map(({ brokerId }) => brokerId));
    if (this.#mutation === 'rollbackOnReject' && asked !== undefined && this.#refused.has(asked))
      floor = progress(version.isr);
    if (this.#mutation === 'ignoreExpand') floor = progress(version.isr);
    if (this.#mutation === 'hwBelowMinIsr') isEnough = true;
    if (this.#mutation === 'minIsrOnMaximal') isEnough = leading.maximalFollowers.length + 1 >= MIN_ISR;
    broker.hw.setFloor(floor, isEnough);
    this.#commit(broker);
  }

  #commit(broker: Broker): void {
    if (broker.leading === null) return;
    const { value } = broker.hw;
    if (value > broker.log.length) throw new Violation('a high watermark beyond its log');
    for (let i = 0; i < value; i++) {
      const entry = broker.log[i]!;
      const known = this.#committed[i];
      if (known !== undefined && (known.value !== entry.value || known.epoch !== entry.epoch))
        throw new Violation(`I30: offset ${i} was committed with another record`);
      if (known === undefined) this.acked++;
      this.#committed[i] = entry;
    }
  }

  readonly #lastProposal = new Map<number, IsrProposal>();
  readonly #refused = new Set<IsrProposal>();

  #propose(broker: Broker): void {
    if (broker.leading === null || !broker.isUp) return;
    const asked = this.#lastProposal.get(broker.id);
    // The answer, or the question, was lost: whoever asked gives up at his deadline.
    if (this.#isHealing && asked !== undefined) broker.leading.onAnswered(asked, this.#now - 1_000);
    const image = this.#versions[broker.seen - 1]!;
    const isEligible = (id: number, epoch: number): boolean =>
      !image.fenced.has(id) && image.brokerEpochs.get(id) === epoch;
    const proposal = broker.leading.propose(broker.hw.value, this.#now, MAX_LAG_MS, isEligible);
    if (proposal === null) return;
    this.#lastProposal.set(broker.id, proposal);
    this.#raise(broker);
    this.#send({ kind: 'alter', from: broker.id, brokerEpoch: broker.brokerEpoch, proposal });
    // Its own sending may time out: nothing is known then.
    if (this.#int(4) === 0) this.#send({ kind: 'answer', to: broker.id, proposal, outcome: 'timed out' });
  }

  // ---- follower

  #subscribe(broker: Broker): void {
    const { following } = broker;
    if (following === null || !broker.isUp) return;
    const leader = this.#versions[broker.seen - 1]!.leader;
    if (leader < 0) return;
    const end = broker.log.length;
    if (this.#isHealing && following.phase === 'subscribing') following.restart(following.leaderEpoch);
    const durable = this.#mutation === 'subscribeUndurable' ? end : broker.durable;
    const stream = this.#nextStream++;
    const wanted = following.subscribe(stream, end, durable, broker.epochs.latestEpoch);
    if (wanted === null) return;
    if (wanted.durableEnd > broker.durable && this.#mutation === 'none')
      throw new Violation('I24: an end that is not durable');
    this.#send({
      kind: 'subscribe',
      from: broker.id,
      to: leader,
      stream,
      leaderEpoch: wanted.leaderEpoch,
      brokerEpoch: broker.brokerEpoch,
      lastEpoch: wanted.lastEpoch,
      end: wanted.durableEnd,
    });
  }

  #onVerdict(broker: Broker, message: Extract<Message, { kind: 'verdict' }>): void {
    const { following } = broker;
    if (following === null) return;
    const { verdict, leaderEpoch } = message;
    const isLoose =
      this.#mutation === 'noStreamId' && leaderEpoch === following.leaderEpoch && following.streamId !== -1;
    const stream = isLoose ? following.streamId : message.stream;
    if (verdict.kind === 'go')
      following.onGo(stream, leaderEpoch, isLoose ? broker.log.length : message.offset, broker.log.length);
    else if (verdict.kind === 'diverge') {
      if (isLoose && following.phase === 'streaming') {
        // Without ids nothing tells that this answer belongs to an earlier question.
        following.restart(leaderEpoch);
        following.subscribe(stream, 0, 0, -1);
      }
      if (following.onDiverge(stream, leaderEpoch))
        broker.truncateTo = truncationTarget(broker.epochs, broker.log.length, verdict.epoch, verdict.endOffset);
    } else throw new Violation('nothing was ever removed from a log start');
  }

  #finishTruncation(broker: Broker): void {
    const { following } = broker;
    if (!broker.isUp || broker.truncateTo === -1) return;
    following?.onCutBegun();
    this.#truncate(broker, broker.truncateTo);
    broker.truncateTo = -1;
    following?.onTruncated();
  }

  #truncate(broker: Broker, target: number): void {
    if (target < this.#committed.length && broker.log.length > target) {
      const lost = broker.log
        .slice(target, this.#committed.length)
        .some((entry, i) => entry.value === this.#committed[target + i]!.value);
      if (lost)
        throw new Violation(`I29: broker ${broker.id} cuts to ${target}, committed is ${this.#committed.length}`);
    }
    if (target < broker.log.length) this.truncations++;
    broker.log.length = Math.min(broker.log.length, target);
    broker.durable = Math.min(broker.durable, broker.log.length);
    broker.hw.truncate(broker.log.length);
    broker.rebuildEpochs();
  }

  #onPush(broker: Broker, message: Extract<Message, { kind: 'push' }>): void {
    const { following } = broker;
    if (following === null) return;
    const isLoose = this.#mutation === 'noStreamId' && following.phase === 'streaming';
    const stream = isLoose ? following.streamId : message.stream;
    const from = this.#mutation === 'appendAnywhere' ? broker.log.length : message.at;
    const verdict = following.onPush(stream, message.leaderEpoch, from, broker.log.length);
    if (verdict === 'gap') following.restart(following.leaderEpoch);
    if (verdict !== 'append') return;
    broker.log.push(...message.entries);
    broker.rebuildEpochs();
    broker.hw.setFloor(message.hw, true);
    this.#acknowledge(broker);
  }

  #sync(broker: Broker): void {
    if (!broker.isUp) return;
    broker.durable = broker.log.length;
    broker.hw.onLocalDurable(broker.durable);
    if (broker.leading !== null) this.#raise(broker);
    this.#acknowledge(broker);
  }

  #acknowledge(broker: Broker): void {
    const { following } = broker;
    if (following === null || following.phase !== 'streaming') return;
    const leader = this.#versions[broker.seen - 1]!.leader;
    const end = this.#mutation === 'ackUndurable' ? broker.log.length : broker.durable;
    this.#send({
      kind: 'ack',
      from: broker.id,
      to: leader,
      stream: following.streamId,
      leaderEpoch: following.leaderEpoch,
      end,
    });
  }

  // ---- metadata

  #learn(broker: Broker): void {
    if (!broker.isUp || broker.seen === this.#versions.length) return;
    const version = this.#versions[broker.seen++]!;
    const committed = { replicas: IDS, isr: version.isr, partitionEpoch: version.partitionEpoch };
    const isMine = version.leader === broker.id && version.brokerEpochs.get(broker.id) === broker.brokerEpoch;
    if (isMine && broker.leading?.leaderEpoch === version.leaderEpoch) {
      broker.leading.update(committed, this.#now);
      return this.#raise(broker);
    }
    if (isMine) return this.#lead(broker, version, committed);
    broker.leading = null;
    broker.next.clear();
    broker.hw.setFloor(broker.hw.value, true);
    if (broker.following === null) broker.following = new FollowerStream(version.leaderEpoch);
    else if (broker.following.leaderEpoch !== version.leaderEpoch) broker.following.restart(version.leaderEpoch);
    else return;
    broker.truncateTo = -1;
    if (this.#mutation === 'truncateToHw') this.#truncate(broker, broker.hw.value);
  }

  #lead(
    broker: Broker,
    version: Partition,
    committed: { replicas: number[]; isr: number[]; partitionEpoch: number },
  ): void {
    broker.truncateTo = -1;
    const before = broker.leading;
    broker.following = null;
    broker.next.clear();
    broker.leading = new LeaderReplicas(
      {
        brokerId: broker.id,
        leaderEpoch: version.leaderEpoch,
        epochStartOffset: this.#mutation === 'noLeaderEpochStart' ? 0 : broker.log.length,
        minInsyncReplicas: MIN_ISR,
        nowMs: this.#now,
      },
      committed,
    );
    broker.leading.onAppended(broker.log.length);
    if (this.#mutation === 'staleFollowerState') {
      for (const [id, { durableEnd }] of before?.followers ?? this.#remembered.get(broker.id) ?? []) {
        broker.leading.onSubscribed(id, this.#partition.brokerEpochs.get(id)!, -2, durableEnd, this.#now);
      }
    }
    this.#remembered.set(broker.id, new Map(broker.leading.followers));
    this.#raise(broker);
  }

  readonly #remembered = new Map<number, Map<number, { durableEnd: number }>>();

  // ---- crashes

  #crash(broker: Broker): void {
    if (!broker.isUp || this.#isHealing) return;
    broker.isUp = false;
    broker.log.length = broker.durable + this.#int(broker.log.length - broker.durable + 1);
    // What survives is synced by recovery before it is told to anyone.
    broker.durable = broker.log.length;
    broker.rebuildEpochs();
    broker.leading = null;
    broker.following = null;
    broker.next.clear();
    broker.truncateTo = -1;
  }

  #restart(broker: Broker): void {
    if (broker.isUp) return;
    broker.isUp = true;
    broker.hw = new HighWatermark(this.#int(Math.min(broker.hw.value, broker.log.length) + 1), broker.log.length);
    this.#fence(broker.id);
    broker.brokerEpoch = this.#nextBrokerEpoch++;
    this.#partition.brokerEpochs.set(broker.id, broker.brokerEpoch);
    broker.seen = 0;
    while (broker.seen < this.#versions.length - 1) broker.seen++;
    this.#publish();
    this.#learn(broker);
  }

  // ---- controller

  #publish(): void {
    const { isr, elr, brokerEpochs, fenced } = this.#partition;
    this.#versions.push({
      ...this.#partition,
      isr: [...isr],
      elr: [...elr],
      brokerEpochs: new Map(brokerEpochs),
      fenced: new Set(fenced),
    });
  }

  #change(isr: number[], elr: number[], leader: number): void {
    const partition = this.#partition;
    if (leader !== partition.leader) {
      partition.leaderEpoch++;
      partition.leader = leader;
      this.elections++;
      if (leader > 0) this.#checkLeader(leader);
    }
    partition.isr = isr;
    partition.elr =
      this.#mutation === 'keepElr' ? [...new Set([...partition.elr, ...elr])].filter((id) => !isr.includes(id)) : elr;
    partition.partitionEpoch++;
    this.#publish();
  }

  #checkLeader(leader: number): void {
    const { log, durable } = this.#brokers.get(leader)!;
    for (let i = 0; i < this.#committed.length; i++) {
      if (i >= durable || log[i]!.value !== this.#committed[i]!.value)
        throw new Violation(`I27: elected leader ${leader} lacks committed offset ${i}`);
    }
  }

  #fence(id: number): void {
    const partition = this.#partition;
    if (partition.fenced.has(id)) return;
    partition.fenced.add(id);
    if (!partition.isr.includes(id) && partition.leader !== id) return this.#publish();
    const isr = partition.isr.filter((each) => each !== id);
    const elr = isr.length < MIN_ISR ? [...partition.elr.filter((each) => !isr.includes(each) && each !== id), id] : [];
    this.#elect(isr, elr, partition.leader === id ? -1 : partition.leader);
  }

  #unfence(broker: Broker): void {
    const partition = this.#partition;
    if (
      !broker.isUp ||
      !partition.fenced.has(broker.id) ||
      partition.brokerEpochs.get(broker.id) !== broker.brokerEpoch
    )
      return;
    partition.fenced.delete(broker.id);
    if (partition.leader < 0) this.#elect(partition.isr, partition.elr, -1);
    else this.#publish();
  }

  #elect(isr: number[], elr: number[], leader: number): void {
    const mayLead = (id: number): boolean => !this.#partition.fenced.has(id);
    let next = leader;
    if (next < 0) next = isr.find(mayLead) ?? -1;
    if (next < 0 && isr.length === 0) {
      next = elr.find(mayLead) ?? -1;
      if (next > 0) {
        isr = [next];
        elr = elr.filter((id) => id !== next);
      }
    }
    if (next < 0 && this.#mutation === 'uncleanElection') {
      next = IDS.find(mayLead) ?? -1;
      if (next > 0) isr = [next];
    }
    this.#change(isr, elr, next);
  }

  #electPreferred(): void {
    const { isr, fenced, leader, elr } = this.#partition;
    const candidates = isr.filter((id) => !fenced.has(id) && id !== leader);
    if (leader < 0 || candidates.length === 0) return;
    this.#change(isr, elr, this.#pick(candidates));
  }

  #alterPartition({ from, brokerEpoch, proposal }: Extract<Message, { kind: 'alter' }>): void {
    const partition = this.#partition;
    const answer = (outcome: 'settled' | 'refused'): void =>
      this.#send({ kind: 'answer', to: from, proposal, outcome });
    const isEpochRight = this.#mutation === 'noPartitionEpoch' || proposal.partitionEpoch === partition.partitionEpoch;
    if (
      partition.leader !== from ||
      partition.leaderEpoch !== proposal.leaderEpoch ||
      partition.brokerEpochs.get(from) !== brokerEpoch ||
      !isEpochRight
    ) {
      return answer('refused');
    }
    const isIneligible = ({ brokerId, brokerEpoch: epoch }: { brokerId: number; brokerEpoch: number }): boolean =>
      partition.fenced.has(brokerId) || (epoch !== -1 && epoch !== partition.brokerEpochs.get(brokerId));
    if (proposal.isr.some(isIneligible)) return answer('refused');
    const isr = proposal.isr.map(({ brokerId }) => brokerId);
    const elr =
      isr.length < MIN_ISR ? [...new Set([...partition.elr, ...partition.isr])].filter((id) => !isr.includes(id)) : [];
    this.#change(isr, elr, from);
    answer('settled');
  }

  // ---- invariants

  #check(): void {
    const { isr, elr, leader, leaderEpoch } = this.#partition;
    for (const id of new Set([...isr, ...elr])) {
      const { log, durable } = this.#brokers.get(id)!;
      const lacks = this.#committed.findIndex((entry, i) => i >= durable || log[i]!.value !== entry.value);
      if (lacks !== -1) throw new Violation(`I26: ${id} is in the ISR or ELR and lacks committed offset ${lacks}`);
    }
    for (const { id, log, durable, hw } of this.#brokers.values()) {
      if (hw.value > durable && this.#brokers.get(id)!.isUp)
        throw new Violation(`I30: broker ${id} shows what is not durable`);
      for (let i = 0; i < hw.value && i < log.length; i++) {
        if (this.#committed[i]?.value !== log[i]!.value)
          throw new Violation(`I30: broker ${id} shows another record at ${i}`);
      }
      for (let i = 1; i < log.length; i++)
        if (log[i]!.epoch < log[i - 1]!.epoch) throw new Violation('I22: an epoch goes back');
    }
    const { leading } = this.#brokers.get(leader) ?? { leading: null };
    if (leading === null || leading.leaderEpoch !== leaderEpoch || !leading.isEnough) return;
    const counted = new Set([leader, ...leading.maximalFollowers.map(({ brokerId }) => brokerId)]);
    for (const id of [...isr, ...elr])
      if (!counted.has(id)) throw new Violation(`I25: ${id} may lead, and the leader does not wait for it`);
  }

  /** Everything works again: the partition must become whole, and everything appended committed. */
  #heal(): void {
    this.#isHealing = true;
    for (const broker of this.#brokers.values()) {
      this.#restart(broker);
      broker.following?.restart(broker.following.leaderEpoch);
    }
    for (let round = 0; round < 400; round++) {
      this.#now += 20;
      for (const broker of this.#brokers.values()) {
        this.#unfence(broker);
        this.#learn(broker);
        this.#finishTruncation(broker);
        this.#sync(broker);
        this.#subscribe(broker);
        this.#push(broker);
        this.#propose(broker);
      }
      for (let i = 0; i < 40; i++) this.#deliver();
      this.#check();
      const { leader, isr } = this.#partition;
      const end = this.#brokers.get(leader)?.log.length;
      if (
        isr.length === IDS.length &&
        [...this.#brokers.values()].every(({ log, hw }) => log.length === end && hw.value === end)
      )
        return;
    }
    const { leader, isr, elr } = this.#partition;
    const state = [...this.#brokers.values()].map(
      ({ id, log, hw, following }) => `${id}: ${log.length}/${hw.value} ${following?.phase ?? ''}`,
    );
    throw new Violation(`I37: not whole again: leader ${leader}, isr ${isr}, elr ${elr}, ${state.join('; ')}`);
  }
}
