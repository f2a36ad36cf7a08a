/** Controllers of several nodes: any of them takes commands, all see the same, and a lost controller loses nothing. */
import { expect, test } from 'vitest';
import { imageHash } from '../../../src/core/metadata/image-snapshot.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newAddRaftVoterRequest } from '../../../src/core/protocol/generated/add-raft-voter-request.ts';
import { newDescribeQuorumRequest } from '../../../src/core/protocol/generated/describe-quorum-request.ts';
import { newRemoveRaftVoterRequest } from '../../../src/core/protocol/generated/remove-raft-voter-request.ts';
import { VirtualControllers } from './cluster-support.ts';
import { CLUSTER } from './support.ts';

function started(nodes: number, voters?: number[], limits = {}): VirtualControllers {
  const cluster = new VirtualControllers(nodes, voters, limits);
  cluster.until(() => cluster.controller() !== null);
  for (const node of cluster.nodes.values()) cluster.join(node);
  return cluster;
}

test('a topic created at any node is answered when it is committed, and visible there', () => {
  const cluster = started(3);
  for (const node of cluster.nodes.values()) {
    const created = cluster.createTopic(node, `by-${node.id}`);
    cluster.until(() => created.outcome !== null, 100);
    expect(created.outcome).toMatchObject({ errorCode: 0, response: { topics: [{ errorCode: 0 }] } });
    expect(node.cache.image.topics.byName(`by-${node.id}`)).toBeDefined();
  }
  const names = () => [...cluster.nodes.values()].map(({ cache }) => [...cache.image.topics.names()].sort().join());
  cluster.until(() => names().every((each) => each === 'by-1,by-2,by-3'), 200);
});

test('brokers beside the quorum see the same image, and their commands take effect', () => {
  const cluster = started(5, [1, 2, 3]);
  const observer = cluster.nodes.get(5)!;
  const created = cluster.createTopic(observer, 'by-observer');
  cluster.until(() => created.outcome !== null, 100);
  expect(observer.cache.image.topics.byName('by-observer')).toBeDefined();
  cluster.crash(5);
  const again = cluster.start(5);
  cluster.until(() => again.cache.image.topics.byName('by-observer') !== undefined);
});

test('the controller is killed again and again: nothing acknowledged is lost, nothing takes effect twice', () => {
  const cluster = started(3);
  const acknowledged = new Set<string>();
  const failovers: number[] = [];
  let next = 0;
  for (let round = 0; round < 8; round++) {
    const victim = cluster.controller()!;
    const survivor = [...cluster.nodes.values()].find((node) => node !== victim)!;
    const requests = Array.from({ length: 20 }, () => {
      const name = `topic-${next++}`;
      return { name, result: cluster.createTopic(survivor, name) };
    });
    // Some are answered, some are on their way, some have not been sent.
    cluster.clock.advance(round);
    cluster.crash(victim.id);
    const killedAt = cluster.clock.monotonicMs();
    cluster.until(() => requests.every(({ result }) => result.outcome !== null));
    failovers.push(cluster.clock.monotonicMs() - killedAt);
    for (const { name, result } of requests) {
      expect(result.outcome, name).toMatchObject({ errorCode: 0, response: { topics: [{ name, errorCode: 0 }] } });
      acknowledged.add(name);
    }
    cluster.join(cluster.start(victim.id));
  }
  const last = cluster.controller()!.cache.image.index;
  cluster.until(() => [...cluster.nodes.values()].every(({ cache }) => cache.image.index >= last));
  for (const { cache } of cluster.nodes.values()) {
    expect([...cache.image.topics.names()].sort()).toEqual([...acknowledged].sort());
  }
  expect(Math.max(...failovers)).toBeLessThan(1_000);
});

test('all nodes at once: the power fails everywhere, and everything acknowledged is there again', () => {
  const cluster = started(3);
  const node = cluster.nodes.get(2)!;
  const results = Array.from({ length: 50 }, (_, i) => ({
    name: `t-${i}`,
    result: cluster.createTopic(node, `t-${i}`),
  }));
  cluster.clock.advance(7);
  const acknowledged = results.filter(({ result }) => result.outcome !== null).map(({ name }) => name);
  for (const id of [1, 2, 3]) cluster.crash(id);
  for (const id of [1, 2, 3]) cluster.start(id);
  cluster.until(() => cluster.controller() !== null);
  const { image } = cluster.controller()!.cache;
  expect(acknowledged.filter((name) => image.topics.byName(name) === undefined)).toEqual([]);
});

test('a node that was away for long gets a snapshot, and the log behind it', () => {
  const cluster = started(3, undefined, { snapshotEntries: 50, retainedEntries: 20 });
  const away = [...cluster.nodes.values()].find((node) => node !== cluster.controller())!;
  cluster.crash(away.id);
  // More than stays in memory.
  const node = cluster.controller()!;
  let last = cluster.createTopic(node, 'first');
  for (let i = 0; i < 300; i++) {
    last = cluster.createTopic(node, `t-${i}`);
    if (i % 50 === 0) cluster.until(() => last.outcome !== null);
  }
  cluster.until(() => last.outcome !== null);
  const back = cluster.start(away.id);
  cluster.until(() => back.cache.image.index >= node.cache.image.index, 5_000);
  expect(back.log.some(({ event }) => event.includes('snapshot'))).toBe(true);
  expect(imageHash(back.cache.image)).toBe(imageHash(node.cache.image));
  cluster.join(back);
  // And its disk has it: alone with one other it carries on.
  cluster.crash(node.id);
  const survivor = cluster.nodes.get(back.id)!;
  const created = cluster.createTopic(survivor, 'after');
  cluster.until(() => created.outcome !== null);
  expect(created.outcome).toMatchObject({ errorCode: 0 });
});

test('a controller that is cut off answers nothing that the others do not have', () => {
  const cluster = started(3);
  const old = cluster.controller()!;
  const others = [...cluster.nodes.keys()].filter((id) => id !== old.id);
  cluster.hub.partition([old.id], others);
  const lonely = cluster.createTopic(old, 'lonely', 2_000);
  const other = cluster.nodes.get(others[0]!)!;
  const created = cluster.createTopic(other, 'together');
  cluster.until(() => created.outcome !== null && lonely.outcome !== null);
  expect(created.outcome).toMatchObject({ errorCode: 0 });
  expect(lonely.outcome).toMatchObject({ errorCode: 7, response: null });
  expect(old.cache.image.topics.byName('lonely')).toBeUndefined();
  cluster.hub.heal();
  cluster.until(() => old.cache.image.topics.byName('together') !== undefined);
});

test('a broker becomes a voter and another one stops being one, and the new quorum carries on without it', () => {
  const cluster = started(4, [1, 2, 3]);
  const asker = cluster.nodes.get(1)!;
  const directoryOf = (id: number) => `directory-of--node-${id}AA`;
  const addition = newAddRaftVoterRequest({
    clusterId: CLUSTER,
    timeoutMs: 10_000,
    voterId: 4,
    voterDirectoryId: directoryOf(4),
    listeners: [{ name: 'CONTROLLER', host: 'host-4', port: 9093 }],
  });
  const added = cluster.submit(asker, { apiKey: ApiKey.AddRaftVoter, request: addition });
  cluster.until(() => added.outcome !== null);
  expect(added.outcome!.response).toEqual({ throttleTimeMs: 0, errorCode: 0, errorMessage: null });
  const twice = cluster.submit(asker, { apiKey: ApiKey.AddRaftVoter, request: addition });
  cluster.until(() => twice.outcome !== null);
  expect(twice.outcome!.response!.errorCode).toBe(ErrorCode.DUPLICATE_VOTER);

  const leaving = [...cluster.nodes.values()].find((node) => node !== cluster.controller() && node.id < 4)!;
  const request = newRemoveRaftVoterRequest({
    clusterId: CLUSTER,
    voterId: leaving.id,
    voterDirectoryId: directoryOf(leaving.id),
  });
  const removed = cluster.submit(asker, { apiKey: ApiKey.RemoveRaftVoter, request });
  cluster.until(() => removed.outcome !== null);
  expect(removed.outcome!.response).toEqual({ throttleTimeMs: 0, errorCode: 0, errorMessage: null });

  const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }];
  const described = cluster.submit(asker, {
    apiKey: ApiKey.DescribeQuorum,
    request: newDescribeQuorumRequest({ topics }),
  });
  cluster.until(() => described.outcome !== null);
  const { currentVoters, observers } = described.outcome!.response!.topics[0]!.partitions[0]!;
  expect(currentVoters.map(({ replicaId }) => replicaId)).toEqual([1, 2, 3, 4].filter((id) => id !== leaving.id));
  expect(observers.map(({ replicaId }) => replicaId)).toEqual([leaving.id]);

  // Two of the three new voters: the controller and another one go, the one that left still listens.
  const controller = cluster.controller()!;
  cluster.crash(controller.id);
  const survivor = [...cluster.nodes.values()].find((node) => node !== leaving)!;
  const created = cluster.createTopic(survivor, 'after');
  cluster.until(() => created.outcome !== null);
  expect(created.outcome).toMatchObject({ errorCode: 0 });
  cluster.until(() => leaving.cache.image.topics.byName('after') !== undefined);
});

test('a change of the voters that names another cluster, or no directory, is refused', () => {
  const cluster = started(3);
  const ask = (fields: Parameters<typeof newRemoveRaftVoterRequest>[0]) => {
    const request = newRemoveRaftVoterRequest(fields);
    const result = cluster.submit(cluster.nodes.get(2)!, { apiKey: ApiKey.RemoveRaftVoter, request });
    cluster.until(() => result.outcome !== null);
    return result.outcome!.response!.errorCode;
  };
  const voterDirectoryId = 'directory-of--node-3AA';
  expect(ask({ clusterId: 'other', voterId: 3, voterDirectoryId })).toBe(ErrorCode.INCONSISTENT_CLUSTER_ID);
  expect(ask({ clusterId: CLUSTER, voterId: 3 })).toBe(ErrorCode.INVALID_REQUEST);
  expect(ask({ clusterId: CLUSTER, voterId: 9, voterDirectoryId: 'directory-of--node-9AA' })).toBe(
    ErrorCode.VOTER_NOT_FOUND,
  );
});

test('a broker beside a quorum of one voter', () => {
  const cluster = new VirtualControllers(2, [1]);
  cluster.until(() => cluster.controller() !== null);
  for (const node of cluster.nodes.values()) cluster.join(node);
  const create = (name: string): void => {
    const created = cluster.createTopic(cluster.nodes.get(2)!, name);
    cluster.until(() => created.outcome !== null);
    expect(created.outcome).toMatchObject({ response: { topics: [{ errorCode: 0 }] } });
  };
  create('through-the-other');
  cluster.crash(1);
  cluster.join(cluster.start(1));
  create('again');
  expect([...cluster.nodes.get(1)!.cache.image.topics.names()]).toEqual(['through-the-other', 'again']);
});
