/** What the active controller knows of those who hold its log, as DescribeQuorum tells it. */
import { ZERO_UUID } from '../../core/bytes/uuid.ts';
import type { QuorumView } from '../../core/metadata/quorum-control.ts';
import type { ControllerTerm } from '../../core/metadata-log/controller-term.ts';

export interface QuorumFacts {
  readonly nodeId: number;
  readonly term: ControllerTerm;
  readonly commitIndex: number;
  /** Milliseconds since 1970. */
  readonly wallMs: number;
  /** Ids of all registered brokers. */
  readonly brokers: readonly number[];
  /** Nodes there is a session with. */
  readonly connected: readonly number[];
  /** Which directory each node spoke for last. */
  directoryOf(nodeId: number): string | undefined;
}

export function quorumView(facts: QuorumFacts): QuorumView {
  const { brokers, commitIndex, nodeId, term, wallMs } = facts;
  const voters = new Set([...term.members.voters, ...term.members.votersOutgoing]);
  const replica = (id: number) => ({
    nodeId: id,
    directoryId: facts.directoryOf(id) ?? ZERO_UUID,
    durableIndex: term.durableOf(id) === 0 ? -1 : term.durableOf(id),
    isConnected: id === nodeId || facts.connected.includes(id),
  });
  return {
    leaderId: nodeId,
    epoch: term.epoch,
    commitIndex,
    wallMs,
    voters: [...voters].sort((a, b) => a - b).map(replica),
    observers: brokers.filter((id) => !voters.has(id)).map(replica),
  };
}
