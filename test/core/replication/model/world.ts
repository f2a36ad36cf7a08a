/** What all parts of one run share: the dice, the clock, the brokers, a network that loses, and what is committed. */
import { prng } from '../../../support/prng.ts';
import { Broker, type Entry } from './broker.ts';
import type { Message } from './messages.ts';
import type { Mutation } from './mutations.ts';

export const MIN_ISR = 2;
export const IDS = [1, 2, 3];

/** An invariant does not hold. */
export class Violation extends Error {}

/** One version of the partition's metadata, and of the brokers' standing. */
export interface Partition {
  leader: number;
  leaderEpoch: number;
  partitionEpoch: number;
  isr: number[];
  elr: number[];
  brokerEpochs: Map<number, number>;
  fenced: Set<number>;
}

export class World {
  readonly mutation: Mutation;
  readonly brokers: ReadonlyMap<number, Broker> = new Map(IDS.map((id) => [id, new Broker(id)]));
  /** Every version of the metadata, which brokers learn one after the other. */
  readonly versions: Partition[] = [];
  /** On its way; may be lost, repeated and reordered. */
  readonly messages: Message[] = [];
  /** What a leader's high watermark has passed: the truth that nothing may contradict. */
  readonly committed: Entry[] = [];
  /** Nothing fails any more. */
  isHealing = false;
  now = 0;
  acked = 0;
  elections = 0;
  truncations = 0;
  readonly #random: () => number;

  constructor(seed: number, mutation: Mutation) {
    this.#random = prng(seed);
    this.mutation = mutation;
  }

  int(n: number): number {
    return Math.floor(this.#random() * n);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.int(list.length)]!;
  }

  /** The metadata as `broker` knows it. */
  imageOf(broker: Broker): Partition {
    return this.versions[broker.seen - 1]!;
  }

  send(message: Message): void {
    if (!this.isHealing && this.int(20) === 0) return;
    this.messages.push(message);
    if (this.messages.length > 60 && !this.isHealing) this.messages.splice(this.int(60), 1);
  }

  /** The next message that arrives, or null. It may arrive again. */
  take(): Message | null {
    if (this.messages.length === 0) return null;
    const at = this.isHealing ? 0 : this.int(this.messages.length);
    const message = this.messages[at]!;
    // Answers to a subscription come again and again: nothing else tells an old one from a new one but its stream id.
    const isKept = this.int(10) < (message.kind === 'verdict' && message.verdict.kind === 'diverge' ? 8 : 3);
    if (this.isHealing || !isKept) this.messages.splice(at, 1);
    return message;
  }
}
