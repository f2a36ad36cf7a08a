/** Reads partitions whole, from their first record to where they end when it begins. */
import type { World } from '../world/world.ts';
import { ClientHost } from './client-host.ts';
import { decoded } from './consumer-host.ts';
import type { SeenRecord } from './history.ts';

const LATEST = -1;

export class ReaderHost extends ClientHost {
  /** By `topic-partition`. */
  readonly found = new Map<string, SeenRecord[]>();
  readonly #names: readonly string[];

  constructor(world: World, name: string, machineId: number, bootstrap: string, names: readonly string[]) {
    super(world, name, machineId, bootstrap);
    this.#names = names;
  }

  protected async main(): Promise<void> {
    const { clientConsumer, clientOffsets } = this.world.code;
    const client = this.client(20_000);
    const places = this.#names.map((name) => {
      const at = name.lastIndexOf('-');
      return { topic: name.slice(0, at), partition: Number(name.slice(at + 1)) };
    });
    const known = new Set((await client.metadata(null)).topics.keys());
    const asked = places.filter(({ topic }) => known.has(topic)).map((place) => ({ ...place, timestamp: LATEST }));
    const ends = asked.length === 0 ? [] : await clientOffsets.listOffsets(client, asked);
    const consumer = await clientConsumer.Consumer.create(client, { maxWaitMs: 50, onOffsetOutOfRange: 'fail' });
    const open = new Map<string, number>();
    for (const [i, { topic, partition }] of asked.entries()) {
      const end = ends[i]!.offset;
      if (end <= 0) continue;
      open.set(`${topic}-${partition}`, end);
      this.found.set(`${topic}-${partition}`, []);
      consumer.seek(topic, partition, 0);
    }
    while (open.size > 0) {
      for (const { nextOffset, partition, records, topic } of await consumer.poll()) {
        const name = `${topic}-${partition}`;
        const found = this.found.get(name)!;
        for (const { offset, value } of records) found.push({ offset, value: decoded(value) });
        if (nextOffset >= (open.get(name) ?? 0)) open.delete(name);
      }
    }
    await client.close();
  }
}
