/** What goes with the broker is not waited for: a busy disk would hold up the program that embeds it. */
import fs, { mkdtempSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedBrokerOptions, startBroker } from '../../src/broker/start-broker.ts';
import { createTopic } from '../../src/client/admin.ts';
import { setOffsets } from '../../src/client/group-offsets.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';

const { fdatasyncSync, fsyncSync } = fs;
let syncs = 0;

beforeAll(() => {
  fs.fdatasyncSync = (file) => {
    syncs++;
    fdatasyncSync(file);
  };
  fs.fsyncSync = (file) => {
    syncs++;
    fsyncSync(file);
  };
  syncBuiltinESMExports();
});
afterAll(() => {
  Object.assign(fs, { fdatasyncSync, fsyncSync });
  syncBuiltinESMExports();
});

/** How often a broker waits for the disk while it serves a topic and a commit. */
async function syncsOf(options: EmbeddedBrokerOptions): Promise<number> {
  const before = syncs;
  const broker = await startBroker(options);
  const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
  await createTopic(client, { name: 't', partitions: 1, replicationFactor: 1, configs: new Map() });
  await setOffsets(client, 'g', [{ topic: 't', partition: 0, offset: 0 }]);
  await client.close();
  const served = syncs - before;
  await broker.stop();
  return served;
}

test('without a directory, and without a wish for fsync, nothing is', async () => {
  expect(await syncsOf({})).toBe(0);
  expect(await syncsOf({ properties: { 'chronik.flush': 'fsync' } })).toBeGreaterThan(2);
  const directory = mkdtempSync(join(tmpdir(), 'chronik-synced-'));
  expect(await syncsOf({ directory })).toBeGreaterThan(2);
  rmSync(directory, { recursive: true });
});
