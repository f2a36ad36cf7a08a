/** What a node does beyond the paper: each rule here has cost someone an outage. */

import { describe, expect, test } from 'vitest';
import { configurationOf } from '../../../src/core/raft/configuration.ts';
import type { ConfigurationChange, MemberChange, Transition } from '../../../src/core/raft/configuration-change.ts';
import { MemoryStorage } from '../../../src/core/raft/memory-storage.ts';
import type { AppendEntries, Message, StorageAppend, StorageApply } from '../../../src/core/raft/messages.ts';
import { NO_NODE } from '../../../src/core/raft/node-id.ts';
import { RaftNode } from '../../../src/core/raft/raft-node.ts';
import type { RaftOptions } from '../../../src/core/raft/raft-options.ts';
import { entry, LocalCluster, raftOptions, storageWith } from './support/local-cluster.ts';

const THREE = [1, 2, 3];
const NONE = { term: 0, index: 0 };
const GUARDED: Partial<RaftOptions> = { preVote: true, checkQuorum: true };

function change(changes: readonly MemberChange[], transition: Transition = 'auto'): ConfigurationChange {
  return { transition, changes, context: new Uint8Array(0) };
}

function proposeChange(cluster: LocalCluster, id: number, proposed: ConfigurationChange): void {
  cluster.node(id).proposeConfigurationChange(proposed);
  cluster.run();
}

describe('pre-vote', () => {
  test('a node that was cut off does not disturb the others when it returns', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.isolate(3);
    cluster.tick(3, 50);
    expect(cluster.node(3).status()).toMatchObject({ role: 'PreCandidate', term: 1 });
    cluster.heal();
    cluster.tick(3, 10);
    cluster.tick(1);
    expect(cluster.node(1).status()).toMatchObject({ role: 'Leader', term: 1 });
    expect(cluster.node(3).status()).toMatchObject({ role: 'Follower', leader: 1 });
  });

  test('pre-votes bind nobody: two may get them in the same term', () => {
    const cluster = LocalCluster.of(THREE, { preVote: true });
    const last = { term: 0, index: 0 };
    for (const from of [2, 3])
      cluster.node(1).step({ type: 'RequestPreVote', from, to: 1, term: 1, last, committed: NONE, transfer: false });
    const answers = cluster.work(cluster.member(1)).map((message) => (message as { granted?: boolean }).granted);
    expect(answers).toEqual([true, true]);
    expect(cluster.node(1).status()).toMatchObject({ term: 0, vote: NO_NODE });
  });
});

describe('check-quorum', () => {
  test('a leader that hears from no majority steps down', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.isolate(1);
    cluster.tick(1, 20);
    expect(cluster.node(1).status()).toMatchObject({ role: 'Follower', leader: NO_NODE });
  });

  test('one follower is enough for a leader of three', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.isolate(3);
    cluster.tick(1, 50);
    expect(cluster.node(1).status().role).toBe('Leader');
  });

  test('a leader of a forgotten term is told so, and follows', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.cut.add('1>*');
    cluster.tick(2, 10);
    cluster.tick(3, 10);
    cluster.tick(2, 10);
    expect([2, 3].filter((id) => cluster.node(id).status().role === 'Leader')).toHaveLength(1);
    cluster.heal();
    cluster.tick(1);
    expect(cluster.node(1).status()).toMatchObject({ role: 'Follower', term: cluster.node(2).status().term });
  });
});

describe('forgetting the leader', () => {
  test('two of three that saw the connection break elect another at once', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.isolate(1);
    cluster.campaign(2);
    expect(cluster.node(2).status().role).toBe('PreCandidate');
    cluster.tick(3);
    cluster.node(2).forgetLeader();
    cluster.node(3).forgetLeader();
    cluster.campaign(2);
    expect(cluster.node(2).status()).toMatchObject({ role: 'Leader', term: 2 });
  });

  test('one that saw it alone changes nothing', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.node(2).forgetLeader();
    cluster.campaign(2);
    cluster.tick(1);
    expect(cluster.node(1).status()).toMatchObject({ role: 'Leader', term: 1 });
  });

  test('is refused where the leader answers reads on a lease', () => {
    const cluster = LocalCluster.of(THREE, { ...GUARDED, reads: 'lease' });
    cluster.campaign(1);
    cluster.node(2).forgetLeader();
    expect(cluster.node(2).status().leader).toBe(1);
  });
});

describe('handing over', () => {
  test('the other leads in the next term, without a pre-vote, although everyone has a leader', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.node(1).transferLeadership(2);
    cluster.run();
    expect(cluster.node(2).status()).toMatchObject({ role: 'Leader', term: 2 });
    expect(cluster.node(1).status()).toMatchObject({ role: 'Follower', leader: 2 });
  });

  test('one that lags is brought up to date first, and proposals wait', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.isolate(3);
    cluster.propose(1, 'a');
    cluster.node(1).transferLeadership(3);
    cluster.run();
    expect(cluster.node(1).propose(new Uint8Array(1))).toBe('proposalDropped');
    cluster.heal();
    cluster.tick(1);
    expect(cluster.node(3).status()).toMatchObject({ role: 'Leader', lastIndex: 3 });
  });

  test('is given up after an election timeout', () => {
    const cluster = LocalCluster.of(THREE, { preVote: true });
    cluster.campaign(1);
    cluster.isolate(3);
    cluster.node(1).transferLeadership(3);
    cluster.tick(1, 10);
    expect(cluster.node(1).status().transferee).toBe(NO_NODE);
    expect(cluster.node(1).propose(new Uint8Array(1))).toBe('accepted');
  });

  test('may be asked of a follower; not to a learner', () => {
    const cluster = LocalCluster.of(THREE, GUARDED);
    cluster.campaign(1);
    cluster.node(3).transferLeadership(2);
    cluster.run();
    expect(cluster.node(2).status().role).toBe('Leader');
    proposeChange(cluster, 2, change([{ kind: 'addLearner', id: 3 }]));
    cluster.node(2).transferLeadership(3);
    expect(cluster.node(2).status().transferee).toBe(NO_NODE);
  });
});

describe('reads', () => {
  test('are answered after a round of heartbeats, on the leader and on a follower', () => {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    cluster.propose(1, 'a');
    for (const id of [1, 2]) cluster.node(id).readIndex(70 + id);
    cluster.run();
    for (const id of [1, 2]) expect(cluster.member(id).reads).toEqual([{ requestId: 70 + id, index: 2 }]);
  });

  test('a leader that was deposed without knowing answers none', () => {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    cluster.isolate(1);
    cluster.campaign(2);
    cluster.node(1).readIndex(1);
    cluster.run();
    expect([cluster.node(1).status().role, cluster.member(1).reads]).toEqual(['Leader', []]);
  });

  test('wait for the first commit of the term, even where there is only one voter', () => {
    const cluster = new LocalCluster();
    const { node } = cluster.add(1, storageWith(configurationOf([1]), [1, 1, 1], { term: 1, commit: 1 }));
    node.campaign();
    cluster.work(cluster.member(1));
    node.readIndex(5);
    expect(node.status().role).toBe('Leader');
    cluster.run();
    expect(cluster.member(1).reads).toEqual([{ requestId: 5, index: 4 }]);
  });

  test('on a lease are answered at once', () => {
    const cluster = LocalCluster.of(THREE, { ...GUARDED, reads: 'lease' });
    cluster.campaign(1);
    cluster.isolate(1);
    cluster.node(1).readIndex(1);
    cluster.run();
    expect(cluster.member(1).reads).toEqual([{ requestId: 1, index: 1 }]);
  });
});

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

describe('a stalled disk', () => {
  test('silences a leader and keeps a follower from campaigning', () => {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    cluster.sent.length = 0;
    cluster.node(1).setStorageStalled(true);
    cluster.node(2).setStorageStalled(true);
    cluster.tick(1, 3);
    cluster.tick(2, 30);
    expect(cluster.sent).toEqual([]);
    cluster.node(2).setStorageStalled(false);
    cluster.tick(2, 10);
    expect(cluster.node(2).status()).toMatchObject({ role: 'Leader', term: 2 });
  });
});

test('a node that was paused waits anew', () => {
  const cluster = LocalCluster.of(THREE);
  cluster.tick(2, 9);
  cluster.node(2).restartElectionTimer();
  cluster.tick(2, 9);
  expect(cluster.node(2).status().role).toBe('Follower');
  cluster.tick(2);
  expect(cluster.node(2).status().role).toBe('Leader');
});

describe('proposals', () => {
  test('are dropped beyond the quota, but never the first, and never an empty one', () => {
    const cluster = LocalCluster.of(THREE, { maxUncommittedBytes: 10 });
    cluster.campaign(1);
    cluster.isolate(1);
    const { node } = cluster.member(1);
    const sizes = [50, 1, 0];
    expect(sizes.map((size) => node.propose(new Uint8Array(size)))).toEqual([
      'accepted',
      'proposalDropped',
      'accepted',
    ]);
    cluster.heal();
    cluster.tick(1);
    expect(node.propose(new Uint8Array(1))).toBe('accepted');
  });

  test('travel from a follower to the leader, or are dropped there', () => {
    for (const disableProposalForwarding of [false, true]) {
      const cluster = LocalCluster.of(THREE, { disableProposalForwarding });
      cluster.campaign(1);
      cluster.propose(2, 'x');
      expect(cluster.node(1).status().commit).toBe(disableProposalForwarding ? 1 : 2);
    }
    expect(LocalCluster.of(THREE).node(1).propose(new Uint8Array(1))).toBe('proposalDropped');
  });
});

describe('flow control', () => {
  test('no more than so many messages are under way, and a lost one is noticed', () => {
    const cluster = LocalCluster.of(THREE, { maxInflightMessages: 2 });
    cluster.campaign(1);
    cluster.isolate(3);
    cluster.sent.length = 0;
    for (const text of 'abcdef') cluster.propose(1, text);
    const appends = cluster.sent.filter((message) => message.type === 'AppendEntries' && message.to === 3);
    expect(appends.flatMap((message) => (message as AppendEntries).entries)).toHaveLength(2);
    cluster.heal();
    cluster.tick(1);
    expect(cluster.node(3).status().commit).toBe(7);
  });

  test('an unreachable follower is probed', () => {
    const cluster = LocalCluster.of(THREE);
    cluster.campaign(1);
    cluster.node(1).reportUnreachable(3);
    expect(cluster.node(1).status().progress.get(3)!.state).toBe('probe');
  });
});

describe('asynchronous storage', () => {
  function start(): { node: RaftNode; storage: MemoryStorage } {
    const storage = storageWith(configurationOf([1]));
    return { node: new RaftNode(raftOptions(1, { asyncStorageWrites: true }), storage), storage };
  }

  test('nothing is promised before the append thread has answered', () => {
    const { node, storage } = start();
    node.campaign();
    const [vote] = node.ready().messages as StorageAppend[];
    expect(vote).toMatchObject({ type: 'StorageAppend', hardState: { term: 1, vote: 1 } });
    expect(node.status().role).toBe('Candidate');
    storage.setHardState(vote!.hardState!);
    for (const response of vote!.responses) node.step(response);
    expect(node.status().role).toBe('Leader');
  });

  test('a candidate does not lead before its own vote is durable, however many others it has', () => {
    const storage = storageWith(configurationOf(THREE));
    const node = new RaftNode(raftOptions(1, { asyncStorageWrites: true }), storage);
    node.campaign();
    const append = node.ready().messages.find(({ type }) => type === 'StorageAppend') as StorageAppend;
    for (const from of [2, 3])
      node.step({ type: 'VoteResponse', from, to: 1, term: 1, granted: true, committed: NONE });
    expect(node.status().role).toBe('Candidate');
    for (const response of append.responses) node.step(response);
    expect(node.status().role).toBe('Leader');
  });

  test('several appends may be under way, and only durable entries are applied', () => {
    const { node, storage } = start();
    const appends: StorageAppend[] = [];
    const applies: StorageApply[] = [];
    const work = () => {
      while (node.hasReady()) {
        for (const message of node.ready().messages) {
          if (message.type === 'StorageAppend') appends.push(message);
          if (message.type === 'StorageApply') applies.push(message);
        }
      }
    };
    const complete = ({ entries, hardState, responses }: StorageAppend) => {
      storage.append(entries);
      if (hardState !== null) storage.setHardState(hardState);
      for (const response of responses) node.step(response);
      work();
    };
    node.campaign();
    work();
    complete(appends.shift()!);
    for (const text of 'ab') {
      node.propose(new TextEncoder().encode(text));
      work();
    }
    expect(appends.map(({ entries }) => entries.map(({ index }) => index))).toEqual([[1], [2], [3]]);
    expect([node.status().commit, applies.length]).toEqual([0, 0]);
    complete(appends.shift()!);
    expect([node.status().commit, applies.flatMap(({ entries }) => entries.map(({ index }) => index))]).toEqual([
      1,
      [1],
    ]);
    while (appends.length > 0) complete(appends.shift()!);
    expect(node.status()).toMatchObject({ commit: 3, applied: 0 });
    for (const { responses } of applies) for (const response of responses) node.step(response);
    expect(node.status().applied).toBe(applies.at(-1)!.entries.at(-1)!.index);
  });

  test('storage messages are taken from storage threads only', () => {
    const { node } = start();
    const forged = { from: 2, to: 1, term: 9 } as const;
    const outcomes = [
      node.step({ ...forged, type: 'StorageAppendResponse', stable: { term: 9, index: 9 }, snapshot: null }),
      node.step({ ...forged, type: 'StorageApplyResponse', entries: [entry(1, 1)] }),
      node.step({ ...forged, type: 'StorageAppend', hardState: null, entries: [], snapshot: null, responses: [] }),
    ];
    expect(outcomes).toEqual(['localMessage', 'localMessage', 'localMessage']);
    expect(node.status().term).toBe(0);
  });
});
