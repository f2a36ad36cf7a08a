/** Takes a whole topic back, from its beginning to its end. */
import { clientOf } from './load.ts';
import { type Client, Consumer, LATEST, listOffsets } from './our-client.ts';
import type { Sighting } from './sightings.ts';

const READ_MS = 120_000;
/** For the markers of transactions whose outcome was told. */
const SETTLE_MS = 60_000;

/**
 * All that is below the high watermark, by partition; only what is committed with `isReadCommitted`, once no transaction
 * is open any more. @throws when the end is not reached
 */
export async function readAll<Value>(
  bootstrapServers: string,
  topic: string,
  partitions: number,
  isReadCommitted: boolean,
  decode: (bytes: Uint8Array | null) => Value,
): Promise<Sighting<Value>[][]> {
  const client = clientOf(bootstrapServers);
  const ends = await endsOf(client, topic, partitions, isReadCommitted);
  const consumer = await Consumer.create(client, { maxWaitMs: 100, isReadCommitted, onOffsetOutOfRange: 'fail' });
  const found: Sighting<Value>[][] = ends.map(() => []);
  for (const partition of ends.keys()) consumer.seek(topic, partition, 0);
  const open = new Set(ends.keys());
  for (const partition of ends.keys()) if (ends[partition] === 0) open.delete(partition);
  const deadline = performance.now() + READ_MS;
  while (open.size > 0) {
    if (performance.now() > deadline) {
      throw new Error(`partitions ${[...open].join(', ')} of ${topic} cannot be read to their end`);
    }
    for (const { nextOffset, partition, records } of await consumer.poll()) {
      for (const { offset, value } of records) found[partition]!.push({ offset, value: decode(value) });
      if (nextOffset >= ends[partition]!) open.delete(partition);
    }
  }
  await client.close();
  return found;
}

async function endsOf(client: Client, topic: string, partitions: number, isReadCommitted: boolean): Promise<number[]> {
  const queries = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, timestamp: LATEST }));
  for (const deadline = performance.now() + SETTLE_MS; ; ) {
    const ends = (await listOffsets(client, queries)).map(({ offset }) => offset);
    const stable = isReadCommitted ? (await listOffsets(client, queries, true)).map(({ offset }) => offset) : ends;
    if (stable.every((offset, p) => offset === ends[p])) return ends;
    if (performance.now() > deadline)
      throw new Error(`a transaction in ${topic} is open for ever: ${stable} of ${ends}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** What the producers of the load write: a number, and padding. */
export function numberIn(bytes: Uint8Array | null): number {
  return bytes === null ? -1 : Number.parseInt(new TextDecoder().decode(bytes), 10);
}

export function textIn(bytes: Uint8Array | null): string {
  return bytes === null ? '' : new TextDecoder().decode(bytes);
}
