/**
 * Three brokers, one partition and an atomic controller, at random: crashes that lose unsynced writes, messages lost,
 * repeated and reordered, leaders that do not know of their successors. The deciding parts are the production ones.
 * A `Mutation` breaks one rule; the invariants must then break too.
 */
import { HighWatermark } from '../../../src/core/partition/high-watermark.ts';
import type { Broker } from './model/broker.ts';
import { Controller } from './model/controller.ts';
import { FollowerSide } from './model/follower-side.ts';
import { checkInvariants } from './model/invariants.ts';
import { LeaderSide } from './model/leader-side.ts';
import type { Mutation } from './model/mutations.ts';
import { IDS, Violation, World } from './model/world.ts';

export { MUTATIONS, type Mutation } from './model/mutations.ts';

export class Model {
  readonly #world: World;
  readonly #brokers: readonly Broker[];
  readonly #controller: Controller;
  readonly #leaders: LeaderSide;
  readonly #followers: FollowerSide;

  constructor(seed: number, mutation: Mutation) {
    this.#world = new World(seed, mutation);
    this.#brokers = [...this.#world.brokers.values()];
    this.#controller = new Controller(this.#world);
    this.#leaders = new LeaderSide(this.#world);
    this.#followers = new FollowerSide(this.#world);
    for (const broker of this.#brokers) this.#learn(broker);
  }

  get acked(): number {
    return this.#world.acked;
  }

  get elections(): number {
    return this.#world.elections;
  }

  get truncations(): number {
    return this.#world.truncations;
  }

  /** Returns what was violated, or null. */
  run(steps: number): string | null {
    try {
      for (let i = 0; i < steps; i++) {
        this.#step();
        checkInvariants(this.#world, this.#controller.partition);
      }
      this.#heal();
      return null;
    } catch (error) {
      if (error instanceof Violation) return error.message;
      // Mutations wreck the model itself at times: that is noticed too.
      if (this.#world.mutation !== 'none') return `wrecked: ${(error as Error).message}`;
      throw error;
    }
  }

  #step(): void {
    const world = this.#world;
    world.now += world.int(4);
    const broker = world.pick(this.#brokers);
    const dice = world.int(1000);
    if (dice < 460) return this.#deliver();
    if (dice < 530) return this.#leaders.append(broker);
    if (dice < 650) return this.#sync(broker);
    if (dice < 730) return this.#leaders.push(broker);
    if (dice < 790) return this.#learn(broker);
    if (dice < 850) return this.#followers.subscribe(broker);
    if (dice < 910) return this.#leaders.propose(broker);
    if (dice < 940) return this.#followers.finishTruncation(broker);
    if (dice < 945) return this.#crash(broker);
    if (dice < 965) return this.#restart(broker);
    if (dice < 969) return this.#controller.fence(broker.id);
    if (dice < 992) return this.#controller.unfence(broker);
    if (dice < 996) return this.#controller.electPreferred();
    if (broker.following === null || !broker.isUp) return;
    broker.following.restart(broker.following.leaderEpoch);
    broker.truncateTo = -1;
  }

  #deliver(): void {
    const message = this.#world.take();
    if (message === null) return;
    if (message.kind === 'alter') return this.#controller.alterPartition(message);
    const broker = this.#world.brokers.get(message.to)!;
    if (!broker.isUp) return;
    if (message.kind === 'subscribe') this.#leaders.onSubscribe(broker, message);
    else if (message.kind === 'verdict') this.#followers.onVerdict(broker, message);
    else if (message.kind === 'push') this.#followers.onPush(broker, message);
    else if (message.kind === 'ack') this.#leaders.onAck(broker, message);
    else this.#leaders.onAnswer(broker, message);
  }

  #sync(broker: Broker): void {
    if (!broker.isUp) return;
    broker.durable = broker.log.length;
    broker.hw.onLocalDurable(broker.durable);
    this.#leaders.raise(broker);
    this.#followers.acknowledge(broker);
  }

  #learn(broker: Broker): void {
    const { versions } = this.#world;
    if (!broker.isUp || broker.seen === versions.length) return;
    const version = versions[broker.seen++]!;
    const isMine = version.leader === broker.id && version.brokerEpochs.get(broker.id) === broker.brokerEpoch;
    if (isMine) this.#leaders.learn(broker, version, this.#controller.partition);
    else this.#followers.learn(broker, version);
  }

  #crash(broker: Broker): void {
    if (!broker.isUp || this.#world.isHealing) return;
    broker.isUp = false;
    broker.log.length = broker.durable + this.#world.int(broker.log.length - broker.durable + 1);
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
    const { hw, log } = broker;
    broker.hw = new HighWatermark(this.#world.int(Math.min(hw.value, log.length) + 1), log.length);
    this.#controller.register(broker);
    this.#learn(broker);
  }

  /** Everything works again: the partition must become whole, and everything appended committed. */
  #heal(): void {
    this.#world.isHealing = true;
    for (const broker of this.#brokers) {
      this.#restart(broker);
      broker.following?.restart(broker.following.leaderEpoch);
    }
    for (let round = 0; round < 400; round++) {
      this.#world.now += 20;
      for (const broker of this.#brokers) {
        this.#controller.unfence(broker);
        this.#learn(broker);
        this.#followers.finishTruncation(broker);
        this.#sync(broker);
        this.#followers.subscribe(broker);
        this.#leaders.push(broker);
        this.#leaders.propose(broker);
      }
      for (let i = 0; i < 40; i++) this.#deliver();
      checkInvariants(this.#world, this.#controller.partition);
      if (this.#isWhole()) return;
    }
    const { leader, isr, elr } = this.#controller.partition;
    const state = this.#brokers.map(
      ({ id, log, hw, following }) => `${id}: ${log.length}/${hw.value} ${following?.phase ?? ''}`,
    );
    throw new Violation(`I37: not whole again: leader ${leader}, isr ${isr}, elr ${elr}, ${state.join('; ')}`);
  }

  #isWhole(): boolean {
    const { leader, isr } = this.#controller.partition;
    const end = this.#world.brokers.get(leader)?.log.length;
    return isr.length === IDS.length && this.#brokers.every(({ log, hw }) => log.length === end && hw.value === end);
  }
}
