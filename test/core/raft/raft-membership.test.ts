/** Members that come and go, and the snapshots that bring them up to date: each rule here has cost someone an outage. */

import { describe, expect, test } from 'vitest';
import { configurationOf } from '../../../src/core/raft/configuration.ts';
import type { MemberChange } from '../../../src/core/raft/configuration-change.ts';
import { MemoryStorage } from '../../../src/core/raft/memory-storage.ts';
import type { Message } from '../../../src/core/raft/messages.ts';
import { NO_NODE } from '../../../src/core/raft/node-id.ts';
import { entry, LocalCluster, storageWith } from './support/local-cluster.ts';
import { change, proposeChange } from './support/member-changes.ts';

const THREE = [1, 2, 3];

describe('membership', () => {
  test('a learner gets everything and decides nothing', () => {
    const cluster = LocalCluster.of([1, 2]);
    cluster.add(3, storageWith(configurationOf([1, 2])));
    cluster.campaign(1);
    proposeChange(cluster, 1, change([{ kind: 'addLearner', id: 3 }]));
    expect(cluster.member(3).applied).toHaveLength(2);
    cluster.tick(3, 100);
    expect(cluster.node(3).status()).toMatchObject({ role: 'Follower', term: 1 });
    cluster.isolate(2);
    cluster.propose(1, 'x');
    expect(cluster.node(1).status()).toMatchObject({ commit: 2, lastIndex: 3 });
  });

  test('while it is joint, both majorities are needed, and it is left by itself', () => {
    const cluster = LocalCluster.of(THREE);
    for (const id of [4, 5]) cluster.add(id, storageWith(configurationOf(THREE)));
    cluster.campaign(1);
    for (const id of [4, 5]) cluster.isolate(id);
    const replace: MemberChange[] = [
      { kind: 'addVoter', id: 4 },
      { kind: 'addVoter', id: 5 },
      { kind: 'remove', id: 2 },
      { kind: 'remove', id: 3 },
    ];
    proposeChange(cluster, 1, change(replace));
    expect(cluster.node(1).status().configuration).toMatchObject({ voters: [1, 4, 5], votersOutgoing: [1, 2, 3] });
    cluster.propose(1, 'x');
    expect(cluster.node(1).status().commit).toBe(2);
    cluster.heal();
    cluster.tick(1);
    expect(cluster.node(4).status()).toMatchObject({ configuration: configurationOf([1, 4, 5]), commit: 4 });
  });

  test('an explicit joint configuration stays until it is left', () => {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    proposeChange(cluster, 1, change([{ kind: 'remove', id: 3 }], 'jointExplicit'));
    cluster.tick(1, 20);
    expect(cluster.node(1).status().configuration.votersOutgoing).toEqual([1, 2, 3]);
    proposeChange(cluster, 1, change([]));
    expect(cluster.node(2).status().configuration).toEqual(configurationOf([1, 2]));
  });

  test('one change at a time, and none before the changes of earlier leaders are known', () => {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    cluster.isolate(1);
    const { node, events } = cluster.member(1);
    for (const id of [2, 3]) node.proposeConfigurationChange(change([{ kind: 'addLearner', id }]));
    expect(events.filter((type) => type === 'changeRefused')).toHaveLength(1);
  });

  test('a change that cannot be made is refused by the leader, not found out when it is applied', () => {
    const cluster = LocalCluster.of([1]);
    cluster.campaign(1);
    proposeChange(cluster, 1, change([{ kind: 'remove', id: 1 }]));
    const bytes = Uint8Array.of(9, 9, 9);
    const malformed = { ...entry(0, 0), kind: 'configuration' as const, data: bytes };
    cluster.node(1).step({ type: 'Propose', from: 2, to: 1, term: 0, entries: [malformed] });
    cluster.run();
    expect(cluster.member(1).events.filter((type) => type === 'changeRefused')).toHaveLength(2);
    expect(cluster.member(1).applied.map(({ kind }) => kind)).toEqual(['normal', 'normal', 'normal']);
    expect(cluster.node(1).status().configuration).toEqual(configurationOf([1]));
  });

  test('a leader does not end its own vote; the one it hands over to may', () => {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    proposeChange(cluster, 1, change([{ kind: 'remove', id: 1 }]));
    expect(cluster.node(1).status().configuration).toEqual(configurationOf(THREE));
    cluster.node(1).transferLeadership(2);
    cluster.run();
    proposeChange(cluster, 2, change([{ kind: 'remove', id: 1 }]));
    expect(cluster.node(3).status().configuration).toEqual(configurationOf([2, 3]));
  });

  test('a leader that is leaving hands over before the joint configuration is left by itself', () => {
    const joint = { ...configurationOf([2]), votersOutgoing: THREE, autoLeave: true };
    const cluster = new LocalCluster();
    for (const id of THREE) cluster.add(id, storageWith(joint));
    cluster.campaign(1);
    expect(cluster.node(2).status()).toMatchObject({ role: 'Leader', configuration: configurationOf([2]) });
  });

  test('a demoted voter with the longest log, alone in knowing so, does not keep others from leading', () => {
    const joint = { ...configurationOf([1]), votersOutgoing: [1, 2], learnersNext: [2] };
    const leave = { term: 1, index: 2, kind: 'configuration' as const, data: new Uint8Array(0) };
    const cluster = new LocalCluster();
    for (const [id, tail, commit] of [
      [1, [leave], 1],
      [2, [leave, entry(1, 3)], 2],
    ] as const) {
      const storage = storageWith(joint, [1], { term: 1 });
      storage.append(tail);
      storage.setHardState({ term: 1, vote: NO_NODE, commit });
      cluster.add(id, storage);
    }
    cluster.run();
    expect(cluster.node(2).status().configuration).toEqual(configurationOf([1], [2]));
    // Refused, but told that the change is committed; then it needs nobody's vote.
    cluster.campaign(1);
    expect(cluster.node(1).status()).toMatchObject({ role: 'Follower', commit: 2 });
    cluster.campaign(1);
    expect(cluster.node(1).status()).toMatchObject({ role: 'Leader', configuration: configurationOf([1], [2]) });
  });

  test('a removed node does not campaign, and its answers are not listened to', () => {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    proposeChange(cluster, 1, change([{ kind: 'remove', id: 3 }]));
    cluster.campaign(3);
    expect(cluster.node(3).status().role).toBe('Follower');
    const answer: Message = { type: 'HeartbeatResponse', from: 3, to: 1, term: 1, readRound: 0 };
    expect(cluster.node(1).step(answer)).toBe('unknownPeer');
  });
});

describe('snapshots', () => {
  function compacted(): LocalCluster {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    cluster.isolate(3);
    for (const text of ['a', 'b', 'c']) cluster.propose(1, text);
    const { storage } = cluster.member(1);
    storage.recordSnapshot({ index: 4, term: 1, configuration: configurationOf(THREE), data: Uint8Array.of(7) });
    storage.compact(4);
    return cluster;
  }

  test('stand in for entries that are gone; the log goes on from there', () => {
    const cluster = compacted();
    cluster.heal();
    cluster.tick(1);
    cluster.propose(1, 'd');
    expect(cluster.member(3).storage.snapshot()).toMatchObject({ index: 4, data: Uint8Array.of(7) });
    expect(cluster.member(3).applied.map(({ index }) => index)).toEqual([1, 5]);
  });

  test('one that is lost is sent again once that is reported, and nothing before', () => {
    const cluster = compacted();
    cluster.heal();
    const { node } = cluster.member(1);
    const exchange = (from: number) => {
      for (const message of cluster.work(cluster.member(from))) cluster.deliver(message);
    };
    node.tick();
    // Heartbeat and answer, probe and refusal.
    for (const from of [1, 3, 1, 3]) exchange(from);
    // The snapshot is on its way, and lost.
    expect(cluster.work(cluster.member(1)).map(({ type }) => type)).toContain('InstallSnapshot');
    cluster.tick(1, 5);
    expect(node.status().progress.get(3)!.state).toBe('snapshot');
    node.reportSnapshot(3, false);
    cluster.tick(1, 2);
    expect(node.status().progress.get(3)!).toMatchObject({ state: 'replicate', match: 4 });
  });

  test('a node that joined after a snapshot takes it although it is not in it', () => {
    const cluster = LocalCluster.of([1]);
    cluster.campaign(1);
    const { storage } = cluster.member(1);
    storage.recordSnapshot({ index: 1, term: 1, configuration: configurationOf([1]), data: new Uint8Array(0) });
    storage.compact(1);
    cluster.add(2, new MemoryStorage());
    proposeChange(cluster, 1, change([{ kind: 'addVoter', id: 2 }]));
    cluster.tick(1, 3);
    expect(cluster.node(2).status()).toMatchObject({ configuration: configurationOf([1, 2]), commit: 2 });
  });

  test('a pending snapshot keeps a node from campaigning', () => {
    const { node } = new LocalCluster().add(1, storageWith(configurationOf(THREE)));
    const snapshot = { index: 9, term: 1, configuration: configurationOf(THREE), data: new Uint8Array(0) };
    node.step({ type: 'InstallSnapshot', from: 2, to: 1, term: 1, snapshot });
    node.campaign();
    expect(node.status().role).toBe('Follower');
  });
});
