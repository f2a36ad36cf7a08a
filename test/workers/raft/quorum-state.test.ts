import { expect, test } from 'vitest';
import type { ControlIdentity, ControlNetwork } from '../../../src/workers/control-net/control-network.ts';
import { encodeMember, QuorumMembers } from '../../../src/workers/raft/quorum-members.ts';
import { QuorumState } from '../../../src/workers/raft/quorum-state.ts';
import { collectLogs } from '../../support/captured-logs.ts';

const identityOf = (nodeId: number): ControlIdentity => ({
  clusterId: 'c',
  nodeId,
  directoryId: `d${nodeId}`,
  incarnation: 1,
});

/** The quorum knows voters 1 to 3 on host-N; node 1 is configured to find all of them elsewhere. */
function moved(reached: Set<number>) {
  const configuration = { voters: [1, 2, 3], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
  const members = new QuorumMembers();
  for (const nodeId of configuration.voters) {
    const data = encodeMember({ nodeId, directoryId: `d${nodeId}`, host: `host-${nodeId}`, port: 9093 });
    members.apply({ index: nodeId, term: 1, kind: 'normal', data }, configuration);
  }
  const network = {
    setDirectories() {},
    setPeers() {},
    identityOf: (peer: number) => (reached.has(peer) ? identityOf(peer) : null),
  } as Partial<ControlNetwork> as ControlNetwork;
  const { logger, lines } = collectLogs();
  const voters = configuration.voters.map((nodeId) => ({ nodeId, host: '10.0.0.9', port: nodeId }));
  const snapshot = { index: 3, term: 1, configuration, data: members.snapshot() };
  const state = new QuorumState(identityOf(1), voters, network, snapshot, logger);
  state.tellNetwork();
  return { state, lines };
}

test('voters that moved are no news once they are reached; one that is not is told of, once', () => {
  const reached = new Set<number>();
  const { state, lines } = moved(reached);
  for (let now = 1_000; now < 4_000; now += 10) state.tick(now);
  reached.add(2);
  for (let now = 4_000; now < 60_000; now += 10) {
    state.tick(now);
    if (now === 20_000) state.tellNetwork();
    if (now === 5_500) expect(lines()).toEqual([]);
  }
  expect(lines().map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ voter: 3, configured: '10.0.0.9:3', quorum: 'host-3:9093' }),
  ]);
});
