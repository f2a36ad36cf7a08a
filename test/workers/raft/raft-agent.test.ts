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

  test('a leader whose disk hangs hands over; a follower in that state does not campaign', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const quorum = settled({ nodes: 3, seed });
      quorum.run(500);
      const old = quorum.leader()!;
      const { io, raft } = quorum.up.get(old)!;
      io.stall(true);
      // Something must be owed: a file to be opened stands for any write of the controller.
      io.run({ kind: 'remove', directory: '/d', names: [] }, () => {});
      raft.confirmLeadership(() => {});
      expect(raft.leading).not.toBeNull();
      quorum.run(300);
      expect(quorum.leader()).toBe(old);
    }
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
