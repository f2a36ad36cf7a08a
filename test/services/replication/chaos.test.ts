/**
 * Three replicating brokers under faults at random: cut off from peers, from metadata, fenced, stopped and started. What was
 * acknowledged must be where it was acknowledged, in every log, and all logs must become equal.
 */
import { afterEach, expect, test } from 'vitest';
import { RecordReader } from '../../../src/core/records/record-reader.ts';
import { viewOf } from '../../support/logs.ts';
import { prng } from '../../support/prng.ts';
import { contentOf, produce, TestCluster, TOPIC, until } from './cluster.ts';

const SEEDS = Number(process.env['CHAOS_SEEDS'] ?? 2);
const ROUNDS = 40;

let cluster: TestCluster | null = null;

afterEach(async () => {
  await cluster?.stop();
  cluster = null;
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Values by offset. */
async function valuesOf(id: number): Promise<Map<number, string>> {
  const bytes = await contentOf(cluster!.node(id));
  const values = new Map<number, string>();
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; ) {
    const batch = viewOf(bytes.subarray(at));
    const reader = new RecordReader().wrapBatch(batch);
    for (let i = 0; i < batch.recordCount && reader.next(); i++)
      values.set(batch.baseOffset + i, decoder.decode(reader.valueBytes()!));
    at += batch.sizeInBytes;
  }
  return values;
}

test.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
  'nothing acknowledged is lost, seed %i',
  async (seed) => {
    const random = prng(seed);
    const int = (n: number): number => Math.floor(random() * n);
    cluster = await TestCluster.start({ minInsyncReplicas: 2, properties: { 'segment.bytes': '16384' } });
    cluster.createTopic([[1, 2, 3]]);
    const { controller } = cluster;
    const acked = new Map<number, string>();
    let next = 0;
    let isRunning = true;
    const writer = (async () => {
      while (isRunning) {
        const leaders = [...cluster!.nodes.values()].filter(
          (node) => node.partition()?.isLeader && node.partition().log !== null,
        );
        for (const node of leaders) {
          const value = `${next++}:${'x'.repeat(int(400))}`;
          produce(node, [value]).then(
            (offset) => {
              expect(acked.get(offset)).toBeUndefined();
              acked.set(offset, value);
            },
            () => {},
          );
        }
        await pause(1);
      }
    })();
    for (let round = 0; round < ROUNDS; round++) {
      const id = 1 + int(3);
      const node = cluster.nodes.get(id);
      const dice = int(8);
      if (node === undefined) await cluster.startNode(id);
      else if (dice === 0) node.isolation.begin();
      else if (dice === 1) node.isCutOff = true;
      else if (dice === 2) cluster.fence(id);
      else if (dice === 3 && cluster.nodes.size > 1) await cluster.stopNode(id);
      else {
        for (const each of cluster.nodes.values()) {
          each.isolation.end();
          each.isCutOff = false;
        }
        cluster.publish();
        for (const each of [...cluster.nodes.keys()]) cluster.unfence(each);
      }
      await pause(20 + int(60));
    }
    isRunning = false;
    await writer;
    for (const id of [1, 2, 3]) {
      const node = cluster.nodes.get(id) ?? (await cluster.startNode(id));
      node.isolation.end();
      node.isCutOff = false;
    }
    cluster.publish();
    for (const id of [1, 2, 3]) cluster.unfence(id);
    await until(
      () => controller.only(TOPIC).isr.length === 3,
      () => `a full in-sync set: ${cluster!.describe()}`,
      20_000,
    );
    const last = await produce(cluster.node(controller.only(TOPIC).leader), ['last']);
    await until(
      () => [...cluster!.nodes.values()].every((node) => node.partition().highWatermark === last + 1),
      () => `equal ends: ${cluster!.describe()}`,
      20_000,
    );
    const logs = await Promise.all([1, 2, 3].map(valuesOf));
    for (const log of logs) {
      expect(log).toEqual(logs[0]);
      for (const [offset, value] of acked) expect(log.get(offset)).toBe(value);
    }
    expect(acked.size).toBeGreaterThan(20);
  },
);
