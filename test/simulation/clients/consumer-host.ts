/** Readers at the tail and from the beginning: whatever they are given has to be what everybody is ever given there. */
import type { Random } from '../machine/random.ts';
import type { World } from '../world/world.ts';
import { ClientHost } from './client-host.ts';
import type { PartitionHistory, SeenRecord } from './history.ts';

export interface ConsumerPlan {
  readonly topic: string;
  readonly partitions: ReadonlyMap<number, PartitionHistory>;
}

const OFFSET_OUT_OF_RANGE = 1;

export class ConsumerHost extends ClientHost {
  readonly #plan: ConsumerPlan;
  readonly #random: Random;
  /** Next offset, by partition. */
  readonly positions = new Map<number, number>();

  constructor(world: World, name: string, machineId: number, bootstrap: string, plan: ConsumerPlan, random: Random) {
    super(world, name, machineId, bootstrap);
    this.#plan = plan;
    this.#random = random;
  }

  protected async main(): Promise<void> {
    const { partitions, topic } = this.#plan;
    for (const partition of partitions.keys()) this.positions.set(partition, 0);
    while (!this.isStopping) {
      const client = this.client(15_000);
      try {
        const consumer = await this.world.code.clientConsumer.Consumer.create(client, {
          maxWaitMs: 200,
          onOffsetOutOfRange: 'fail',
        });
        for (const [partition, offset] of this.positions) consumer.seek(topic, partition, offset);
        const until = this.world.now + this.#random.between(2_000, 20_000);
        while (!this.isStopping && this.world.now < until) {
          for (const { nextOffset, partition, records } of await consumer.poll()) {
            const seen = records.map(({ offset, value }) => ({ offset, value: decoded(value) }));
            this.#take(partition, nextOffset, seen);
          }
        }
        // Now and then one begins anew: old records are read from other files and by other ways.
        if (this.#random.chance(0.2)) for (const partition of this.positions.keys()) this.positions.set(partition, 0);
      } catch (error) {
        if (!this.isKafkaError(error)) throw error;
        if (error.code === OFFSET_OUT_OF_RANGE) {
          this.world.violations.add('I28', `${this.name}: ${error.message}`);
        }
        this.world.note(this.name, `begins again: ${error.message}`);
        await this.sleep(100);
      } finally {
        await client.close();
      }
    }
  }

  #take(partition: number, nextOffset: number, records: readonly SeenRecord[]): void {
    const history = this.#plan.partitions.get(partition)!;
    let next = this.positions.get(partition)!;
    for (const { offset } of records) {
      if (offset !== next)
        this.world.violations.add('I32', `${history.name}: ${this.name} read ${offset}, not ${next}`);
      next = offset + 1;
    }
    history.onSeen(records, this.name);
    this.positions.set(partition, Math.max(next, nextOffset));
  }
}

export function decoded(bytes: Uint8Array | null): string {
  if (bytes === null) return '';
  const text = new TextDecoder().decode(bytes);
  const end = text.indexOf('.');
  return end === -1 ? text : text.slice(0, end);
}
