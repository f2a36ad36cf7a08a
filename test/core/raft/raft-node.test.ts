/** What a node does beyond the paper: each rule here has cost someone an outage. */

import { describe, expect, test } from 'vitest';
import { configurationOf } from '../../../src/core/raft/configuration.ts';
import type { MemoryStorage } from '../../../src/core/raft/memory-storage.ts';
import type { AppendEntries, StorageAppend, StorageApply } from '../../../src/core/raft/messages.ts';
import { NO_NODE } from '../../../src/core/raft/node-id.ts';
import { RaftNode } from '../../../src/core/raft/raft-node.ts';
import type { RaftOptions } from '../../../src/core/raft/raft-options.ts';
import { entry, LocalCluster, raftOptions, storageWith } from './support/local-cluster.ts';
import { change, proposeChange } from './support/member-changes.ts';

const THREE = [1, 2, 3];
const NONE = { term: 0, index: 0 };
const GUARDED: Partial<RaftOptions> = { preVote: true, checkQuorum: true };

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
