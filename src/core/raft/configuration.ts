/**
 * The membership in force: who votes, who only listens, and, while two majorities rule, who is on the way out.
 * A value: every change makes a new one. All lists are sorted and without repetition.
 */

import type { NodeId } from './node-id.ts';

export interface Configuration {
  readonly voters: readonly NodeId[];
  /** The old voters of a joint configuration; empty otherwise. While it is not, both majorities must agree. */
  readonly votersOutgoing: readonly NodeId[];
  readonly learners: readonly NodeId[];
  /** Outgoing voters that become learners when the joint configuration is left. */
  readonly learnersNext: readonly NodeId[];
  /** The leader proposes the way out of the joint configuration by itself. */
  readonly autoLeave: boolean;
}

export const EMPTY_CONFIGURATION: Configuration = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

export function configurationOf(voters: readonly NodeId[], learners: readonly NodeId[] = []): Configuration {
  return { ...EMPTY_CONFIGURATION, voters: sortedIds(voters), learners: sortedIds(learners) };
}

export function isJoint(configuration: Configuration): boolean {
  return configuration.votersOutgoing.length > 0;
}

/** One voter and no other half: whatever it has on disk is committed. */
export function isSingleton(configuration: Configuration): boolean {
  return configuration.voters.length === 1 && !isJoint(configuration);
}

/** Votes in either half. A learner-to-be still votes until the joint configuration is left. */
export function isVoter(configuration: Configuration, id: NodeId): boolean {
  return configuration.voters.includes(id) || configuration.votersOutgoing.includes(id);
}

export function isMember(configuration: Configuration, id: NodeId): boolean {
  return isVoter(configuration, id) || configuration.learners.includes(id);
}

/** Voters of both halves. */
export function allVoters(configuration: Configuration): NodeId[] {
  return sortedIds([...configuration.voters, ...configuration.votersOutgoing]);
}

export function allMembers(configuration: Configuration): NodeId[] {
  return sortedIds([...configuration.voters, ...configuration.votersOutgoing, ...configuration.learners]);
}

export function sortedIds(ids: Iterable<NodeId>): NodeId[] {
  return [...new Set(ids)].sort((a, b) => a - b);
}

export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return (
    sameIds(a.voters, b.voters) &&
    sameIds(a.votersOutgoing, b.votersOutgoing) &&
    sameIds(a.learners, b.learners) &&
    sameIds(a.learnersNext, b.learnersNext) &&
    a.autoLeave === b.autoLeave
  );
}

function sameIds(a: readonly NodeId[], b: readonly NodeId[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
