/** `offsets.topic.compression.codec`: what groups write is compressed, and read again after a restart. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startBroker } from '../../src/broker/start-broker.ts';
import { createTopic } from '../../src/client/admin.ts';
import { committedOffsets, setOffsets } from '../../src/client/group-offsets.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { BatchView } from '../../src/core/records/batch-view.ts';

/** The codecs of the batches of `__consumer_offsets`. */
function codecsIn(directory: string): number[] {
  const folder = join(directory, '__consumer_offsets-0');
  const codecs: number[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.log'))) {
    const bytes = new Uint8Array(readFileSync(join(folder, name)));
    const view = new DataView(bytes.buffer);
    const batch = new BatchView();
    for (let at = 0; at < bytes.length; at = batch.end) codecs.push(batch.wrap(bytes, view, at).compression);
  }
  return codecs;
}

test.each([
  ['none', 0],
  ['gzip', 1],
  ['snappy', 2],
  ['lz4', 3],
  ['zstd', 4],
])('%s', async (_name, codec) => {
  const directory = mkdtempSync(join(tmpdir(), 'chronik-codec-'));
  for (const offset of [3, 4]) {
    const broker = await startBroker({ directory, properties: { 'offsets.topic.compression.codec': codec } });
    const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
    if (offset === 3) await createTopic(client, { name: 't', partitions: 1, replicationFactor: 1, configs: new Map() });
    else expect(await committedOffsets(client, 'g')).toMatchObject([{ topic: 't', partition: 0, offset: 3 }]);
    await setOffsets(client, 'g', [{ topic: 't', partition: 0, offset }]);
    await client.close();
    await broker.stop();
  }
  expect(codecsIn(directory)).toEqual([codec, codec]);
  rmSync(directory, { recursive: true });
});
