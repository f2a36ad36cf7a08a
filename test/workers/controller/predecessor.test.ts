/**
 * What went wrong in the system before this one, each as it would show here: metadata that was acknowledged and lost, that
 * differed from node to node, that came back after it was deleted.
 */
import { expect, test } from 'vitest';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newAllocateProducerIdsRequest } from '../../../src/core/protocol/generated/allocate-producer-ids-request.ts';
import { newCreateTopicsRequest } from '../../../src/core/protocol/generated/create-topics-request.ts';
import { newDeleteTopicsRequest } from '../../../src/core/protocol/generated/delete-topics-request.ts';
import { type TestNode, VirtualControllers } from './cluster-support.ts';

function started(nodes = 3, limits = {}): VirtualControllers {
  const cluster = new VirtualControllers(nodes, undefined, limits);
  cluster.until(() => cluster.controller() !== null);
  for (const node of cluster.nodes.values()) cluster.join(node);
  return cluster;
}

const all = (cluster: VirtualControllers): TestNode[] => [...cluster.nodes.values()];

function level(cluster: VirtualControllers): void {
  cluster.until(() => new Set(all(cluster).map(({ cache }) => cache.image.index)).size === 1);
}

function created(cluster: VirtualControllers, node: TestNode, name: string): void {
  const result = cluster.createTopic(node, name);
  cluster.until(() => result.outcome !== null);
  expect(result.outcome).toMatchObject({ response: { topics: [{ errorCode: 0 }] } });
}

test('B1: a change that was answered is there when the controller dies at that very moment', () => {
  const cluster = started();
  for (let i = 0; i < 5; i++) {
    const controller = cluster.controller()!;
    const other = all(cluster).find((node) => node !== controller)!;
    created(cluster, other, `t-${i}`);
    cluster.crash(controller.id);
    cluster.until(() => cluster.controller() !== null && cluster.controller()!.id !== controller.id);
    for (let k = 0; k <= i; k++) expect(cluster.controller()!.cache.image.topics.byName(`t-${k}`)).toBeDefined();
    cluster.join(cluster.start(controller.id));
  }
});

test('B2, B6: the same topic created through every node at once is one topic, with one id and one assignment', () => {
  const cluster = started();
  const results = all(cluster).map((node) => cluster.createTopic(node, 'wanted'));
  cluster.until(() => results.every(({ outcome }) => outcome !== null));
  const codes = results.map(({ outcome }) => outcome!.response!.topics[0]!.errorCode).sort((a, b) => a - b);
  expect(codes).toEqual([0, ErrorCode.TOPIC_ALREADY_EXISTS, ErrorCode.TOPIC_ALREADY_EXISTS]);
  level(cluster);
  const topics = all(cluster).map(({ cache }) => cache.image.topics.byName('wanted')!);
  expect(new Set(topics.map(({ id }) => id)).size).toBe(1);
  expect(new Set(topics.map(({ partitions }) => partitions[0]!.replicas.join())).size).toBe(1);
});

test('B3: a topic that was deleted while a node was away does not come back with it', () => {
  const cluster = started();
  const away = cluster.controller()!;
  created(cluster, away, 'doomed');
  level(cluster);
  cluster.crash(away.id);
  const request = newDeleteTopicsRequest({ topics: [{ name: 'doomed', topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }] });
  const deleted = cluster.submit(all(cluster)[0]!, { apiKey: ApiKey.DeleteTopics, request });
  cluster.until(() => deleted.outcome !== null);
  expect(deleted.outcome).toMatchObject({ response: { responses: [{ errorCode: 0 }] } });
  cluster.join(cluster.start(away.id));
  level(cluster);
  for (const { cache } of all(cluster)) expect(cache.image.topics.byName('doomed')).toBeUndefined();
});

test('B5: what a follower acknowledged is on its disk: the power fails everywhere, and any two nodes have it', () => {
  for (const missing of [1, 2, 3]) {
    const cluster = started();
    created(cluster, cluster.nodes.get(2)!, 'kept');
    for (const id of [1, 2, 3]) cluster.crash(id);
    for (const id of [1, 2, 3]) if (id !== missing) cluster.start(id);
    cluster.until(() => cluster.controller() !== null);
    expect(cluster.controller()!.cache.image.topics.byName('kept')).toBeDefined();
  }
});

test('D2, D4, B8: a node that is cut off misses nothing, however much happens meanwhile', () => {
  const cluster = started(3, { retainedEntries: 100_000 });
  const away = all(cluster).find((node) => node !== cluster.controller())!;
  const others = all(cluster).filter((node) => node !== away);
  cluster.hub.partition(
    [away.id],
    others.map(({ id }) => id),
  );
  let last = cluster.createTopic(others[0]!, 'first');
  for (let i = 0; i < 2_000; i++) last = cluster.createTopic(others[i % 2]!, `t-${i}`);
  cluster.until(() => last.outcome !== null);
  cluster.hub.heal();
  level(cluster);
  expect(away.cache.image.topics.size).toBe(2_001);
});

test('D11: a topic created again with other settings keeps those it has', () => {
  const cluster = started();
  const create = (value: string) => {
    const configs = [{ name: 'retention.ms', value }];
    const topics = [{ name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs }];
    const result = cluster.submit(cluster.nodes.get(2)!, {
      apiKey: ApiKey.CreateTopics,
      request: newCreateTopicsRequest({ topics }),
    });
    cluster.until(() => result.outcome !== null);
    return result.outcome!.response!.topics[0]!.errorCode;
  };
  expect([create('1000'), create('2000')]).toEqual([0, ErrorCode.TOPIC_ALREADY_EXISTS]);
  level(cluster);
  for (const { cache } of all(cluster)) expect(cache.topicConfig('t').get('retention.ms')).toBe('1000');
});

test('D12: no producer id is given out twice, over failovers and a power failure', () => {
  const cluster = started();
  const blocks: { start: number; length: number }[] = [];
  const allocate = (node: TestNode): void => {
    const brokerEpoch = node.cache.image.brokers.get(node.id)!.epoch;
    const request = newAllocateProducerIdsRequest({ brokerId: node.id, brokerEpoch });
    const result = cluster.submit(node, { apiKey: ApiKey.AllocateProducerIds, request });
    cluster.until(() => result.outcome !== null);
    const { producerIdLen: length, producerIdStart: start, errorCode } = result.outcome!.response!;
    expect(errorCode).toBe(0);
    blocks.push({ start, length });
  };
  for (let round = 0; round < 4; round++) {
    for (const node of all(cluster)) allocate(node);
    const victims = round === 2 ? [1, 2, 3] : [cluster.controller()!.id];
    for (const id of victims) cluster.crash(id);
    for (const id of victims) cluster.joinLater(cluster.start(id));
    cluster.until(() =>
      all(cluster).every(({ id, cache, isRegistered }) => isRegistered && cache.image.brokers.isActive(id)),
    );
  }
  blocks.sort((a, b) => a.start - b.start);
  for (const [i, { start }] of blocks.entries()) {
    if (i > 0) expect(start).toBeGreaterThanOrEqual(blocks[i - 1]!.start + blocks[i - 1]!.length);
  }
  expect(blocks).toHaveLength(12);
});
