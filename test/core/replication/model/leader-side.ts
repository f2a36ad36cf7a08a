/** What a broker does that leads: appends, pushes, counts its followers, raises the high watermark, asks for another set. */
import { LeaderEpochs } from '../../../../src/core/log/leader-epochs.ts';
import { judgeFollower } from '../../../../src/core/replication/divergence.ts';
import { type IsrProposal, LeaderReplicas } from '../../../../src/core/replication/leader-replicas.ts';
import type { Broker } from './broker.ts';
import type { MessageOf } from './messages.ts';
import { IDS, MIN_ISR, type Partition, Violation, type World } from './world.ts';

const MAX_LAG_MS = 40;

type Committed = ConstructorParameters<typeof LeaderReplicas>[1];

export class LeaderSide {
  readonly #world: World;
  readonly #lastProposal = new Map<number, IsrProposal>();
  readonly #refused = new Set<IsrProposal>();
  /** For `staleFollowerState`: what a broker knew of its followers when it led last. */
  readonly #remembered = new Map<number, ReadonlyMap<number, { readonly durableEnd: number }>>();
  #nextValue = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** `broker` learns that it leads; `partition` names the current controller's broker epochs. */
  learn(broker: Broker, version: Partition, partition: Partition): void {
    const committed = { replicas: IDS, isr: version.isr, partitionEpoch: version.partitionEpoch };
    if (broker.leading?.leaderEpoch === version.leaderEpoch) {
      broker.leading.update(committed, this.#world.now);
      this.raise(broker);
    } else this.#lead(broker, version, committed, partition);
  }

  #lead(broker: Broker, version: Partition, committed: Committed, partition: Partition): void {
    const { mutation, now } = this.#world;
    broker.truncateTo = -1;
    const before = broker.leading;
    broker.following = null;
    broker.next.clear();
    broker.leading = new LeaderReplicas(
      {
        brokerId: broker.id,
        leaderEpoch: version.leaderEpoch,
        epochStartOffset: mutation === 'noLeaderEpochStart' ? 0 : broker.log.length,
        minInsyncReplicas: MIN_ISR,
        nowMs: now,
      },
      committed,
    );
    broker.leading.onAppended(broker.log.length);
    if (mutation === 'staleFollowerState') {
      for (const [id, { durableEnd }] of before?.followers ?? this.#remembered.get(broker.id) ?? []) {
        broker.leading.onSubscribed(id, partition.brokerEpochs.get(id)!, -2, durableEnd, now);
      }
    }
    this.#remembered.set(broker.id, new Map(broker.leading.followers));
    this.raise(broker);
  }

  append(broker: Broker): void {
    if (broker.leading === null || !broker.isUp) return;
    if (!broker.leading.isEnough && this.#world.int(4) !== 0) return;
    broker.log.push({ epoch: broker.leading.leaderEpoch, value: this.#nextValue++ });
    broker.rebuildEpochs();
    broker.leading.onAppended(broker.log.length);
    if (this.#world.mutation === 'leaderUnsyncedHw') broker.hw.onLocalDurable(broker.log.length);
  }

  onSubscribe(broker: Broker, message: MessageOf<'subscribe'>): void {
    const { mutation, now } = this.#world;
    if (broker.leading === null || message.leaderEpoch !== broker.leading.leaderEpoch) return;
    const epochs = new LeaderEpochs();
    for (const { epoch, startOffset } of broker.epochs.entries) epochs.assign(epoch, startOffset);
    if (broker.leading.epochStartOffset === broker.log.length || epochs.latestEpoch < broker.leading.leaderEpoch)
      epochs.assign(broker.leading.leaderEpoch, broker.log.length);
    let verdict = judgeFollower(epochs, 0, broker.log.length, message.lastEpoch, message.end);
    if (mutation === 'noDivergence' || mutation === 'truncateToHw') {
      verdict =
        message.end <= broker.log.length
          ? { kind: 'go' }
          : { kind: 'diverge', epoch: epochs.latestEpoch, endOffset: broker.log.length };
    }
    if (verdict.kind === 'go' || mutation === 'countDiverged') {
      broker.leading.onSubscribed(message.from, message.brokerEpoch, message.stream, message.end, now);
      broker.next.set(message.from, { stream: message.stream, next: message.end });
      this.raise(broker);
    }
    const { from: to, stream, leaderEpoch, end: offset } = message;
    this.#world.send({ kind: 'verdict', from: broker.id, to, stream, leaderEpoch, verdict, offset });
  }

  push(broker: Broker): void {
    const world = this.#world;
    if (broker.leading === null || !broker.isUp) return;
    for (const [to, stream] of broker.next) {
      const entries = broker.log.slice(stream.next, stream.next + 1 + world.int(3));
      if (entries.length === 0 && !world.isHealing && world.int(4) !== 0) continue;
      world.send({
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

  onAck(broker: Broker, message: MessageOf<'ack'>): void {
    const { mutation, now } = this.#world;
    if (broker.leading === null || message.leaderEpoch !== broker.leading.leaderEpoch) return;
    const stream =
      mutation === 'noStreamId' ? (broker.leading.followers.get(message.from)?.streamId ?? -1) : message.stream;
    if (broker.leading.onDurable(message.from, stream, message.end, now)) this.raise(broker);
  }

  /** Brings the high watermark in line, and holds what it passes against what is committed. */
  raise(broker: Broker): void {
    const { leading } = broker;
    const { mutation } = this.#world;
    if (leading === null) return;
    const progress = (ids: readonly number[]): number =>
      Math.min(
        ...ids.filter((id) => id !== broker.id).map((id) => leading.followers.get(id)!.durableEnd),
        Number.POSITIVE_INFINITY,
      );
    let { floor, isEnough } = leading;
    const version = this.#world.imageOf(broker);
    const asked = this.#lastProposal.get(broker.id);
    if (mutation === 'shrinkEager' && leading.isAsking && asked !== undefined)
      floor = progress(asked.isr.map(({ brokerId }) => brokerId));
    if (mutation === 'rollbackOnReject' && asked !== undefined && this.#refused.has(asked))
      floor = progress(version.isr);
    if (mutation === 'ignoreExpand') floor = progress(version.isr);
    if (mutation === 'hwBelowMinIsr') isEnough = true;
    if (mutation === 'minIsrOnMaximal') isEnough = leading.maximalFollowers.length + 1 >= MIN_ISR;
    broker.hw.setFloor(floor, isEnough);
    this.#commit(broker);
  }

  #commit(broker: Broker): void {
    const { committed } = this.#world;
    const { value } = broker.hw;
    if (value > broker.log.length) throw new Violation('a high watermark beyond its log');
    for (let i = 0; i < value; i++) {
      const entry = broker.log[i]!;
      const known = committed[i];
      if (known !== undefined && (known.value !== entry.value || known.epoch !== entry.epoch))
        throw new Violation(`I30: offset ${i} was committed with another record`);
      if (known === undefined) this.#world.acked++;
      committed[i] = entry;
    }
  }

  propose(broker: Broker): void {
    const world = this.#world;
    if (broker.leading === null || !broker.isUp) return;
    const asked = this.#lastProposal.get(broker.id);
    // The answer, or the question, was lost: whoever asked gives up at his deadline.
    if (world.isHealing && asked !== undefined) broker.leading.onAnswered(asked, world.now - 1_000);
    const image = world.imageOf(broker);
    const isEligible = (id: number, epoch: number): boolean =>
      !image.fenced.has(id) && image.brokerEpochs.get(id) === epoch;
    const proposal = broker.leading.propose(broker.hw.value, world.now, MAX_LAG_MS, isEligible);
    if (proposal === null) return;
    this.#lastProposal.set(broker.id, proposal);
    this.raise(broker);
    world.send({ kind: 'alter', from: broker.id, brokerEpoch: broker.brokerEpoch, proposal });
    // Its own sending may time out: nothing is known then.
    if (world.int(4) === 0) world.send({ kind: 'answer', to: broker.id, proposal, outcome: 'timed out' });
  }

  onAnswer(broker: Broker, message: MessageOf<'answer'>): void {
    broker.leading?.onAnswered(message.proposal, this.#world.now);
    if (message.outcome === 'refused') this.#refused.add(message.proposal);
    this.raise(broker);
  }
}
