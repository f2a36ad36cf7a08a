/**
 * Raft agents under everything at once, by seed: crashes that lose what was not synced, partitions of every shape, lost
 * sessions, hanging and failing disks, pauses, handovers, voters that come and go. I1 to I3 are checked all the while;
 * afterwards, with everything healed, one leader has to emerge. More seeds: RAFT_AGENT_SEEDS.
 */
import { describe, expect, test } from 'vitest';
import { isJoint } from '../../../src/core/raft/configuration.ts';
import { VirtualQuorum } from './support/virtual-quorum.ts';

const SEEDS = Number(process.env['RAFT_AGENT_SEEDS'] ?? 15);
const STEPS = 60;

function chaos(seed: number, transport: 'memory' | 'sockets'): { elections: number } {
  const isLarge = seed % 4 === 0;
  const nodes = isLarge ? 5 : 3 + (seed % 2);
  const voters = Array.from({ length: isLarge ? 5 : 3 }, (_, at) => at + 1);
  const quorum = new VirtualQuorum({
    nodes,
    voters,
    seed,
    transport,
    syncMs: 1 + (seed % 3),
    silenceMs: 500 + (seed % 5) * 400,
  });
  const { random, hub, up } = quorum;
  const ids = [...quorum.disks.keys()];
  const some = () => ids[Math.floor(random() * ids.length)]!;
  quorum.startAll();
  let stalled: number | null = null;
  for (let step = 0; step < STEPS; step++) {
    const what = random();
    if (what < 0.2) quorum.crash(some());
    else if (what < 0.5) {
      const down = ids.find((id) => !up.has(id));
      if (down !== undefined) quorum.start(down);
    } else if (what < 0.6) {
      const side = ids.filter(() => random() < 0.5);
      hub.partition(
        side,
        ids.filter((id) => !side.includes(id)),
      );
    } else if (what < 0.66) hub.setLink(some(), some(), false);
    else if (what < 0.78) hub.heal();
    else if (what < 0.82) quorum.setLossRate(random() < 0.5 ? 0 : 0.02);
    else if (what < 0.86) {
      if (stalled !== null) up.get(stalled)?.io.stall(false);
      stalled = random() < 0.5 ? some() : null;
      if (stalled !== null) up.get(stalled)?.io.stall(true);
    } else if (what < 0.9) {
      const before = Math.max(0, ...quorum.leaders.keys());
      const asked = some();
      up.get(asked)?.raft.confirmLeadership((isLeader) => {
        const leading = up.get(asked)?.raft.leading ?? 0;
        if (isLeader && leading < before)
          throw new Error(`node ${asked} confirmed ${leading} after ${before} had begun`);
      });
    } else if (what < 0.92) up.get(quorum.leader() ?? 0)?.raft.transferLeadership(() => {});
    else if (what < 0.95) {
      const paused = some();
      quorum.pause(paused, true);
      quorum.run(random() * 1_500);
      quorum.pause(paused, false);
    } else if (what < 0.96) quorum.breakDisk(some());
    else {
      const raft = up.get(quorum.leader() ?? 0)?.raft;
      const nodeId = some();
      const deadline = quorum.clock.monotonicMs() + 2_000;
      if (raft?.configuration.voters.includes(nodeId)) raft.removeVoter(nodeId, `dir-${nodeId}`, deadline, () => {});
      else
        raft?.addVoter({ nodeId, directoryId: `dir-${nodeId}`, host: `host-${nodeId}`, port: 1 }, deadline, () => {});
    }
    quorum.run(random() * random() * 1_000);
  }
  hub.heal();
  quorum.setLossRate(0);
  for (const id of ids) {
    up.get(id)?.io.stall(false);
    quorum.disks.get(id)!.onCall = () => {};
    if (!up.has(id)) quorum.start(id);
  }
  quorum.until(() => quorum.isSettled(), 6_000);
  quorum.run(2_000);
  const { leaders } = quorum;
  const leader = quorum.leader();
  expect(leader).not.toBeNull();
  const { raft } = up.get(leader!)!;
  expect(isJoint(raft.configuration as never)).toBe(false);
  // I2: nobody but members in their own directories has led.
  for (const { nodeId, directoryId } of raft.members()) expect(directoryId).toBe(`dir-${nodeId}`);
  quorum.run(3_000);
  expect(quorum.leader()).toBe(leader);
  return { elections: leaders.size };
}

describe('raft agents under faults', () => {
  test.each(['memory', 'sockets'] as const)(
    `${SEEDS} seeds of crashes, partitions, losses, bad disks and changing voters: %s`,
    { timeout: 60_000 + SEEDS * 3_000 },
    (transport) => {
      let elections = 0;
      for (let seed = 1; seed <= SEEDS; seed++) {
        try {
          elections += chaos(seed, transport).elections;
        } catch (error) {
          throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
        }
      }
      expect(elections).toBeGreaterThan(SEEDS * 4);
    },
  );
});
