/**
 * Puts raft together out of its parts, on whichever thread calls: the controller thread, or the caller's own in in-thread
 * mode. First `openRaftStore`, whose `starts` the network's identity needs; then the network; then this.
 */
import { RaftAgent, type RaftConfig, type RaftParts } from './raft-agent.ts';
import type { RecoveredRaft } from './raft-recovery.ts';
import type { RaftStatus } from './raft-status.ts';

/** Throws RaftStateError where the durable state contradicts itself: the node must not vote. */
export function startRaft(config: RaftConfig, recovered: RecoveredRaft, parts: RaftParts): RaftStatus {
  for (const note of recovered.notes) parts.logger.warn('the raft log was repaired', { note });
  const agent = new RaftAgent(config, recovered, parts);
  agent.start();
  return agent;
}
