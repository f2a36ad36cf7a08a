/** What a broker does that follows: subscribes, cuts its log where it diverges, appends what is pushed, acknowledges. */
import { truncationTarget } from '../../../../src/core/replication/divergence.ts';
import { FollowerStream } from '../../../../src/core/replication/follower-stream.ts';
import type { Broker } from './broker.ts';
import type { MessageOf } from './messages.ts';
import { type Partition, Violation, type World } from './world.ts';

export class FollowerSide {
  readonly #world: World;
  #nextStream = 1;

  constructor(world: World) {
    this.#world = world;
  }

  /** `broker` learns that another one leads. */
  learn(broker: Broker, version: Partition): void {
    broker.leading = null;
    broker.next.clear();
    broker.hw.setFloor(broker.hw.value, true);
    if (broker.following === null) broker.following = new FollowerStream(version.leaderEpoch);
    else if (broker.following.leaderEpoch !== version.leaderEpoch) broker.following.restart(version.leaderEpoch);
    else return;
    broker.truncateTo = -1;
    if (this.#world.mutation === 'truncateToHw') this.#truncate(broker, broker.hw.value);
  }

  subscribe(broker: Broker): void {
    const { mutation, isHealing } = this.#world;
    const { following } = broker;
    if (following === null || !broker.isUp) return;
    const { leader } = this.#world.imageOf(broker);
    if (leader < 0) return;
    const end = broker.log.length;
    if (isHealing && following.phase === 'subscribing') following.restart(following.leaderEpoch);
    const durable = mutation === 'subscribeUndurable' ? end : broker.durable;
    const stream = this.#nextStream++;
    const wanted = following.subscribe(stream, end, durable, broker.epochs.latestEpoch);
    if (wanted === null) return;
    if (wanted.durableEnd > broker.durable && mutation === 'none')
      throw new Violation('I24: an end that is not durable');
    this.#world.send({
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

  onVerdict(broker: Broker, message: MessageOf<'verdict'>): void {
    const { following } = broker;
    if (following === null) return;
    const { verdict, leaderEpoch } = message;
    const isLoose =
      this.#world.mutation === 'noStreamId' && leaderEpoch === following.leaderEpoch && following.streamId !== -1;
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

  finishTruncation(broker: Broker): void {
    const { following } = broker;
    if (!broker.isUp || broker.truncateTo === -1) return;
    following?.onCutBegun();
    this.#truncate(broker, broker.truncateTo);
    broker.truncateTo = -1;
    following?.onTruncated();
  }

  #truncate(broker: Broker, target: number): void {
    const { committed } = this.#world;
    if (target < committed.length && broker.log.length > target) {
      const lost = broker.log
        .slice(target, committed.length)
        .some((entry, i) => entry.value === committed[target + i]!.value);
      if (lost) throw new Violation(`I29: broker ${broker.id} cuts to ${target}, committed is ${committed.length}`);
    }
    if (target < broker.log.length) this.#world.truncations++;
    broker.log.length = Math.min(broker.log.length, target);
    broker.durable = Math.min(broker.durable, broker.log.length);
    broker.hw.truncate(broker.log.length);
    broker.rebuildEpochs();
  }

  onPush(broker: Broker, message: MessageOf<'push'>): void {
    const { mutation } = this.#world;
    const { following } = broker;
    if (following === null) return;
    const isLoose = mutation === 'noStreamId' && following.phase === 'streaming';
    const stream = isLoose ? following.streamId : message.stream;
    const from = mutation === 'appendAnywhere' ? broker.log.length : message.at;
    const verdict = following.onPush(stream, message.leaderEpoch, from, broker.log.length);
    if (verdict === 'gap') following.restart(following.leaderEpoch);
    if (verdict !== 'append') return;
    broker.log.push(...message.entries);
    broker.rebuildEpochs();
    broker.hw.setFloor(message.hw, true);
    this.acknowledge(broker);
  }

  acknowledge(broker: Broker): void {
    const { following } = broker;
    if (following === null || following.phase !== 'streaming') return;
    this.#world.send({
      kind: 'ack',
      from: broker.id,
      to: this.#world.imageOf(broker).leader,
      stream: following.streamId,
      leaderEpoch: following.leaderEpoch,
      end: this.#world.mutation === 'ackUndurable' ? broker.log.length : broker.durable,
    });
  }
}
