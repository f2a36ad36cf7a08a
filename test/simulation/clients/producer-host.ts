/** Producers that never give up: what one could not deliver in time the next begins after, as a session of its own. */
import type { Random } from '../machine/random.ts';
import type { World } from '../world/world.ts';
import { type Client, ClientHost } from './client-host.ts';
import type { PartitionHistory, Session } from './history.ts';

export interface ProducerPlan {
  readonly topic: string;
  readonly partitions: ReadonlyMap<number, PartitionHistory>;
  readonly acks: -1 | 1;
  readonly pauseMs: number;
  readonly valueBytes: number;
  readonly deliveryTimeoutMs: number;
}

const REQUEST_TIMED_OUT = 7;
const NETWORK_EXCEPTION = 13;

export class ProducerHost extends ClientHost {
  readonly #plan: ProducerPlan;
  readonly #random: Random;
  acknowledged = 0;

  constructor(world: World, name: string, machineId: number, bootstrap: string, plan: ProducerPlan, random: Random) {
    super(world, name, machineId, bootstrap);
    this.#plan = plan;
    this.#random = random;
  }

  protected async main(): Promise<void> {
    while (!this.isStopping) {
      const client = this.client(15_000);
      const sessions = new Map<number, Session>();
      try {
        await this.#produce(client, sessions);
      } catch (error) {
        this.#judge(error, sessions.size > 0);
        this.world.note(this.name, `gives up: ${(error as Error).message}`);
        await this.sleep(100);
      } finally {
        for (const session of sessions.values()) session.isOver = true;
        await client.close();
      }
    }
  }

  async #produce(client: Client, sessions: Map<number, Session>): Promise<void> {
    const { acks, deliveryTimeoutMs, partitions, pauseMs, topic } = this.#plan;
    const random = this.#random;
    const producer = await this.world.code.clientProducer.Producer.create(client, {
      acks,
      lingerMs: random.pick([0, 0, 5]),
      deliveryTimeoutMs,
      batchBytesMax: 2_000,
      onDelivered: (_topic, partition, baseOffset, count) => {
        this.acknowledged += count;
        partitions.get(partition)!.onAcknowledged(sessions.get(partition)!, baseOffset, count);
      },
    });
    try {
      await producer.prepare(topic);
      for (const [partition, history] of partitions) sessions.set(partition, history.session(acks));
      while (!this.isStopping) {
        for (const [partition, session] of sessions) {
          if (session.produced - session.acknowledged > 100) continue;
          const count = 1 + random.below(4);
          for (let i = 0; i < count; i++) {
            // First handed over, then counted would let an acknowledgement come before.
            const value = `${session.id}:${session.produced++}`;
            producer.append(topic, partition, null, this.#encoded(value));
          }
        }
        await producer.room();
        await this.sleep(random.skewed(pauseMs / 2, pauseMs * 2));
      }
      await producer.flush();
    } finally {
      producer.close();
    }
  }

  /** Time may be over; nothing else may happen to a producer that repeats itself. */
  #judge(error: unknown, hasBegun: boolean): void {
    if (!this.isKafkaError(error)) throw error;
    const isLate = error.code === REQUEST_TIMED_OUT || error.code === NETWORK_EXCEPTION;
    if (!isLate && hasBegun) this.world.violations.add('I35', `${this.name}: ${error.message}`);
  }

  #encoded(value: string): Uint8Array {
    return new TextEncoder().encode(value.padEnd(this.#plan.valueBytes, '.'));
  }
}
