import { describe, expect, test } from 'vitest';
import { VirtualQuorum } from './support/virtual-quorum.ts';

function settled(options: ConstructorParameters<typeof VirtualQuorum>[0]): VirtualQuorum {
  const quorum = new VirtualQuorum(options);
  quorum.startAll();
  quorum.until(() => quorum.isSettled());
  return quorum;
}

describe('raft agents', () => {
  test('a sole voter leads at once, without a pulse, and again in a higher term after every crash', () => {
    const quorum = new VirtualQuorum({ nodes: 1, syncMs: 1 });
    for (let round = 1; round <= 20; round++) {
      quorum.start(1);
      expect(quorum.until(() => quorum.leader() === 1)).toBeLessThan(10);
      quorum.run(quorum.random() * 30);
      expect(quorum.up.get(1)!.gauges.read().ticks).toBe(0);
      quorum.crash(1);
    }
    expect(quorum.leaders.size).toBe(20);
  });

  test('three voters elect a leader, and all know it', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const quorum = new VirtualQuorum({ nodes: 3, seed });
      quorum.startAll();
      expect(quorum.until(() => quorum.isSettled())).toBeLessThan(500);
      const { size } = quorum.leaders;
      quorum.run(5_000);
      expect(quorum.leaders.size).toBe(size);
    }
  });

  test('a leader whose process ends is replaced within 120 ms', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const quorum = settled({ nodes: 3, seed });
      quorum.run(1_000);
      quorum.crash(quorum.leader()!);
      expect(quorum.until(() => quorum.leader() !== null)).toBeLessThan(120);
    }
  });

  test('a leader that is cut off steps down, and the others replace it within 480 ms', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const quorum = settled({ nodes: 3, seed });
      quorum.run(1_000);
      const old = quorum.leader()!;
      quorum.hub.partition(
        [old],
        [1, 2, 3].filter((id) => id !== old),
      );
      const others = () => [...quorum.up].filter(([id, { raft }]) => id !== old && raft.leading !== null);
      expect(quorum.until(() => others().length === 1)).toBeLessThan(480);
      quorum.until(() => quorum.up.get(old)!.raft.leading === null, 800);
      expect(quorum.events).toContain(`${old} lost ${[...quorum.leaders.keys()].at(-2)}`);
      quorum.hub.heal();
      quorum.until(() => quorum.isSettled());
    }
  });

  test('one direction of one link down changes no leader while a majority hears it', () => {
    const quorum = settled({ nodes: 3, seed: 4 });
    const leader = quorum.leader()!;
    const [a, b] = [1, 2, 3].filter((id) => id !== leader);
    quorum.hub.setLink(a!, b!, false);
    quorum.run(10_000);
    quorum.hub.heal();
    quorum.hub.setLink(leader, a!, false);
    quorum.run(10_000);
    expect(quorum.leader()).toBe(leader);
    expect(quorum.leaders.size).toBe(1);
  });

  test('a leader whose disk hangs hands over, and does not lead again while it hangs', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const quorum = settled({ nodes: 3, seed });
      quorum.run(500);
      const old = quorum.leader()!;
      const { io, watched, gauges } = quorum.up.get(old)!;
      const elections = gauges.read().elections;
      io.stall(true);
      // A write of the controller, which shares the disk.
      watched.run({ kind: 'remove', directory: '/d', names: [] }, () => {});
      expect(quorum.leader()).toBe(old);
      quorum.until(() => quorum.leader() !== null && quorum.leader() !== old, 600);
      // The new leader's term cannot be written by the old one: it must still know whom to follow, and keep quiet.
      quorum.run(3_000);
      expect(gauges.read().elections).toBe(elections);
      io.stall(false);
      quorum.until(() => quorum.isSettled());
    }
  });

  test('no vote counts before it is on the disk of the voter', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const quorum = settled({ nodes: 3, seed });
      quorum.run(500);
      const leader = quorum.leader()!;
      quorum.crash(leader);
      const followers = quorum.voters.filter((id) => id !== leader);
      const stalled = followers[seed % 2]!;
      quorum.up.get(stalled)!.io.stall(true);
      quorum.run(350);
      expect(quorum.leader()).toBeNull();
      quorum.up.get(stalled)!.io.stall(false);
      quorum.until(() => quorum.leader() !== null, 1_500);
    }
  });

  test('nothing is decided before it is on a majority of the disks', () => {
    const quorum = new VirtualQuorum({ nodes: 4, voters: [1, 2, 3], seed: 4 });
    quorum.startAll();
    quorum.until(() => quorum.isSettled());
    quorum.run(500);
    const leader = quorum.leader()!;
    const { raft } = quorum.up.get(leader)!;
    const followers = quorum.voters.filter((id) => id !== leader);
    for (const id of followers) quorum.up.get(id)!.io.stall(true);
    const four = { nodeId: 4, directoryId: 'dir-4', host: '', port: 0 };
    raft.addVoter(four, quorum.clock.monotonicMs() + 5_000, () => {});
    quorum.run(350);
    expect(raft.configuration).toMatchObject({ voters: [1, 2, 3], votersOutgoing: [], learners: [] });
    quorum.up.get(followers[0]!)!.io.stall(false);
    quorum.until(() => raft.configuration.voters.includes(4), 1_000);
  });

  test('a follower whose disk hangs does not campaign', () => {
    const quorum = settled({ nodes: 3, seed: 2 });
    quorum.run(500);
    const leader = quorum.leader()!;
    const stalled = quorum.voters.find((id) => id !== leader)!;
    const { io, watched, gauges } = quorum.up.get(stalled)!;
    io.stall(true);
    watched.run({ kind: 'remove', directory: '/d', names: [] }, () => {});
    quorum.run(500);
    const { elections } = gauges.read();
    quorum.crash(leader);
    quorum.run(3_000);
    expect(gauges.read().elections).toBe(elections);
    io.stall(false);
    quorum.until(() => quorum.leader() !== null, 2_000);
  });

  test('a follower that was paused waits anew instead of campaigning', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const quorum = settled({ nodes: 3, seed });
      quorum.run(500);
      const leader = quorum.leader()!;
      for (const pauseMs of [60, 300, 1_200]) {
        const follower = quorum.voters.find((id) => id !== leader)!;
        const { gauges } = quorum.up.get(follower)!;
        const { elections } = gauges.read();
        quorum.pause(follower, true);
        quorum.run(pauseMs);
        quorum.pause(follower, false);
        quorum.run(500);
        expect(gauges.read().elections).toBe(elections);
        expect(gauges.read().pauses).toBe(pauseMs > 200 ? (pauseMs > 1_000 ? 2 : 1) : 0);
        expect(quorum.leader()).toBe(leader);
      }
    }
  });

  test('a leader that was paused acts only once a quorum has confirmed it, or not at all', () => {
    const quorum = settled({ nodes: 3, seed: 8 });
    quorum.run(500);
    const leader = quorum.leader()!;
    const { raft } = quorum.up.get(leader)!;
    quorum.pause(leader, true);
    quorum.run(250);
    quorum.pause(leader, false);
    quorum.until(() => raft.isUnconfirmed, 20);
    quorum.until(() => !raft.isUnconfirmed, 50);
    expect(quorum.leader()).toBe(leader);
    quorum.pause(leader, true);
    quorum.until(() => [...quorum.up.values()].some((node) => node.raft !== raft && node.raft.leading !== null), 1_000);
    quorum.pause(leader, false);
    quorum.until(() => raft.leading === null, 20);
    quorum.until(() => quorum.isSettled());
  });

  test('a voter is added as a learner first, and removed; both through a joint configuration', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const quorum = new VirtualQuorum({ nodes: 4, voters: [1, 2, 3], seed });
      quorum.startAll();
      quorum.until(() => quorum.isSettled());
      quorum.run(500);
      const { raft } = quorum.up.get(quorum.leader()!)!;
      const outcomes: string[] = [];
      const deadline = quorum.clock.monotonicMs() + 2_000;
      const four = { nodeId: 4, directoryId: 'dir-4', host: 'host-4', port: 1 };
      let mayJoin = false;
      let mayLeave = false;
      raft.setGates({ mayJoin: () => mayJoin, mayLeaveJoint: () => mayLeave });
      raft.addVoter(four, deadline, (outcome) => outcomes.push(outcome));
      raft.addVoter(four, deadline, (outcome) => outcomes.push(outcome));
      quorum.run(300);
      expect(outcomes).toEqual(['pending']);
      expect(raft.configuration.learners).toEqual([4]);
      mayJoin = true;
      quorum.run(200);
      expect(raft.configuration.votersOutgoing).toEqual([1, 2, 3]);
      expect(raft.configuration.voters).toEqual([1, 2, 3, 4]);
      mayLeave = true;
      quorum.until(() => outcomes.length === 2, 500);
      expect(outcomes[1]).toBe('done');
      expect(raft.configuration.votersOutgoing).toEqual([]);
      raft.addVoter(four, deadline, (outcome) => outcomes.push(outcome));
      raft.addVoter({ ...four, directoryId: 'other' }, deadline, (outcome) => outcomes.push(outcome));
      raft.removeVoter(9, 'x', deadline, (outcome) => outcomes.push(outcome));
      const gone = [1, 2, 3].find((id) => id !== quorum.leader())!;
      raft.removeVoter(gone, 'not-its-own', deadline, (outcome) => outcomes.push(outcome));
      raft.removeVoter(gone, `dir-${gone}`, deadline, (outcome) => outcomes.push(outcome));
      quorum.until(() => outcomes.length === 7, 500);
      expect(outcomes.slice(2)).toEqual([
        'duplicateVoter',
        'wrongDirectory',
        'voterNotFound',
        'wrongDirectory',
        'done',
      ]);
      expect(raft.members().map(({ nodeId }) => nodeId)).toEqual([1, 2, 3, 4].filter((id) => id !== gone));
      // The three that are left are a quorum without the one that went.
      quorum.run(100);
      quorum.crash(gone);
      quorum.crash(quorum.leader()!);
      quorum.until(() => quorum.isSettled(), 2_000);
    }
  });

  test('a voter that never connects, or from another directory, is not added, and nothing is left behind', () => {
    const quorum = new VirtualQuorum({ nodes: 4, voters: [1, 2, 3], seed: 3 });
    for (const id of [1, 2, 3]) quorum.start(id);
    quorum.until(() => quorum.isSettled());
    const { raft } = quorum.up.get(quorum.leader()!)!;
    const outcomes: string[] = [];
    const four = { nodeId: 4, directoryId: 'dir-4', host: '', port: 0 };
    raft.addVoter(four, quorum.clock.monotonicMs() + 500, (outcome) => outcomes.push(outcome));
    quorum.until(() => outcomes.length === 1, 600);
    quorum.start(4, 'wiped');
    quorum.run(300);
    raft.addVoter(four, quorum.clock.monotonicMs() + 500, (outcome) => outcomes.push(outcome));
    quorum.until(() => outcomes.length === 2, 600);
    expect(outcomes).toEqual(['notCaughtUp', 'wrongDirectory']);
    expect(raft.configuration.learners).toEqual([]);
  });

  test('a leader asked to remove itself hands over; the last voter stays', () => {
    const quorum = settled({ nodes: 3, seed: 5 });
    quorum.run(300);
    const old = quorum.leader()!;
    const outcomes: string[] = [];
    const deadline = quorum.clock.monotonicMs() + 5_000;
    quorum.up.get(old)!.raft.removeVoter(old, `dir-${old}`, deadline, (outcome) => outcomes.push(outcome));
    quorum.until(() => quorum.leader() !== null && quorum.leader() !== old, 500);
    for (const id of [old, 0]) {
      const leader = quorum.leader()!;
      const gone = id || [1, 2, 3].find((other) => other !== leader && other !== old)!;
      quorum.up.get(leader)!.raft.removeVoter(gone, `dir-${gone}`, deadline, (outcome) => outcomes.push(outcome));
      quorum.run(300);
    }
    const last = quorum.leader()!;
    quorum.up.get(last)!.raft.removeVoter(last, `dir-${last}`, deadline, (outcome) => outcomes.push(outcome));
    expect(outcomes).toEqual(['notLeader', 'done', 'done', 'lastVoter']);
    // Alone, and across a restart, it needs nobody.
    quorum.crash(last);
    for (const id of [1, 2, 3]) quorum.crash(id);
    quorum.start(last);
    quorum.until(() => quorum.leader() === last, 500);
  });

  test('leadership is handed over on request, to the best successor', () => {
    const quorum = settled({ nodes: 3, seed: 2 });
    quorum.run(300);
    const old = quorum.leader()!;
    const [, last] = [1, 2, 3].filter((id) => id !== old);
    quorum.up.get(old)!.raft.setSuccessors([last!]);
    let answer: boolean | null = null;
    quorum.up.get(old)!.raft.transferLeadership((isHandedOver) => {
      answer = isHandedOver;
    });
    expect(quorum.until(() => answer !== null)).toBeLessThan(50);
    expect(answer).toBe(true);
    quorum.until(() => quorum.leader() === last);
  });

  test('the leader confirms that it leads; one that was cut off does not', () => {
    const quorum = settled({ nodes: 3, seed: 3 });
    const old = quorum.leader()!;
    const answers: boolean[] = [];
    quorum.up.get(old)!.raft.confirmLeadership((isLeader) => answers.push(isLeader));
    quorum.until(() => answers.length === 1, 100);
    quorum.hub.partition(
      [old],
      [1, 2, 3].filter((id) => id !== old),
    );
    quorum.up.get(old)!.raft.confirmLeadership((isLeader) => answers.push(isLeader));
    quorum.until(() => answers.length === 2, 1_000);
    expect(answers).toEqual([true, false]);
  });

  test('the directory a voter joined with is the only one it can come back with', () => {
    const quorum = settled({ nodes: 3, seed: 5 });
    quorum.run(500);
    const lost = [1, 2, 3].find((id) => id !== quorum.leader())!;
    expect(
      quorum.up
        .get(quorum.leader()!)!
        .raft.members()
        .map(({ directoryId }) => directoryId),
    ).toEqual(['dir-1', 'dir-2', 'dir-3']);
    quorum.crash(lost);
    quorum.disks.get(lost)!.removeDirectory('/d/__chronik_metadata');
    quorum.start(lost, 'another-directory');
    quorum.run(3_000);
    expect(quorum.up.get(lost)!.raft.leaderId).toBe(-1);
    expect(quorum.refusals.at(-1)).toContain('directory another-directory is not the one node');
    expect(quorum.leaders.size).toBe(1);
  });

  test('nodes told of different voters are not one quorum', () => {
    const quorum = new VirtualQuorum({ nodes: 3, seed: 6 });
    quorum.start(1, 'dir-1', [1, 2, 3]);
    quorum.start(2, 'dir-2', [1, 2]);
    quorum.run(3_000);
    expect(quorum.leaders.size).toBe(0);
    quorum.start(3, 'dir-3', [1, 2, 3]);
    quorum.until(() => quorum.leader() !== null);
    quorum.run(1_000);
    expect(quorum.up.get(2)!.raft.leaderId).toBe(-1);
  });

  test('brokers outside the quorum know who leads, and when that ends', () => {
    const quorum = new VirtualQuorum({ nodes: 4, voters: [1, 2, 3], seed: 7 });
    quorum.startAll();
    quorum.until(() => quorum.isSettled());
    const old = quorum.leader()!;
    quorum.crash(old);
    quorum.until(() => quorum.isSettled());
    expect(quorum.events.filter((line) => line.startsWith('4 '))).toContain('4 knows none');
    expect(quorum.up.get(4)!.raft.leading).toBeNull();
  });
});
