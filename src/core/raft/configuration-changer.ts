/**
 * From one configuration to the next: simply (at most one voter differs), into a joint configuration, and out of it.
 * Pure; the same function decides on the leader before it proposes and on every member when it applies.
 */

import {
  allMembers,
  type Configuration,
  EMPTY_CONFIGURATION,
  isJoint,
  isMember,
  isVoter,
  sameConfiguration,
  sortedIds,
} from './configuration.ts';
import { type ConfigurationChange, changeStyle, leavesByItself, type MemberChange } from './configuration-change.ts';
import { NO_NODE, type NodeId } from './node-id.ts';

export type ChangeError =
  | 'alreadyJoint'
  | 'notJoint'
  | 'simpleWhileJoint'
  | 'noVotersToLeave'
  | 'noVotersLeft'
  | 'moreThanOneVoter';

/** `fresh`: members whose progress starts anew, because they joined, or were removed and added again in one step. */
export type ChangeResult =
  | { readonly configuration: Configuration; readonly fresh: readonly NodeId[] }
  | { readonly error: ChangeError };

export function applyChange(from: Configuration, change: ConfigurationChange): ChangeResult {
  switch (changeStyle(change)) {
    case 'simple':
      return simpleChange(from, change.changes);
    case 'enterJoint':
      return enterJoint(from, leavesByItself(change), change.changes);
    case 'leaveJoint':
      return leaveJoint(from);
  }
}

/** Safe without a second majority because any two majorities that differ by one voter overlap. */
export function simpleChange(from: Configuration, changes: readonly MemberChange[]): ChangeResult {
  if (isJoint(from)) return { error: 'simpleWhileJoint' };
  const draft = new Draft(from);
  draft.apply(changes);
  if (draft.voters.size === 0) return { error: 'noVotersLeft' };
  const difference = symmetricDifference(from.voters, draft.voters);
  if (difference > 1) return { error: 'moreThanOneVoter' };
  return draft.finish(false);
}

/** The old voters become the outgoing half; commits and elections then need both. */
export function enterJoint(from: Configuration, autoLeave: boolean, changes: readonly MemberChange[]): ChangeResult {
  if (isJoint(from)) return { error: 'alreadyJoint' };
  if (from.voters.length === 0) return { error: 'noVotersToLeave' };
  const draft = new Draft({ ...from, votersOutgoing: from.voters });
  draft.apply(changes);
  if (draft.voters.size === 0) return { error: 'noVotersLeft' };
  return draft.finish(autoLeave);
}

/** The outgoing half goes; those of it that were demoted become learners, the rest leave for good. */
export function leaveJoint(from: Configuration): ChangeResult {
  if (!isJoint(from)) return { error: 'notJoint' };
  const learners = sortedIds([...from.learners, ...from.learnersNext]);
  return { configuration: { ...EMPTY_CONFIGURATION, voters: from.voters, learners }, fresh: [] };
}

/** Checks that a configuration read from disk or from a snapshot is one that changes can lead to. */
export function isReachable(configuration: Configuration): boolean {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = configuration;
  const sorted = [voters, votersOutgoing, learners, learnersNext].every(
    (ids) => sortedIds(ids).length === ids.length && ids.every((id, at) => at === 0 || ids[at - 1]! < id),
  );
  if (!sorted || allMembers(configuration).includes(NO_NODE)) return false;
  if (learners.some((id) => isVoter(configuration, id))) return false;
  if (learnersNext.some((id) => voters.includes(id) || !votersOutgoing.includes(id))) return false;
  if (!isJoint(configuration))
    return !autoLeave && (voters.length > 0 || sameConfiguration(configuration, EMPTY_CONFIGURATION));
  return voters.length > 0;
}

/** A configuration while it is being changed. Changes apply in order: promote and demote of one member may follow. */
class Draft {
  readonly voters: Set<NodeId>;
  readonly #outgoing: Set<NodeId>;
  readonly #learners: Set<NodeId>;
  readonly #learnersNext: Set<NodeId>;
  readonly #fresh = new Set<NodeId>();

  constructor(from: Configuration) {
    this.voters = new Set(from.voters);
    this.#outgoing = new Set(from.votersOutgoing);
    this.#learners = new Set(from.learners);
    this.#learnersNext = new Set(from.learnersNext);
  }

  apply(changes: readonly MemberChange[]): void {
    for (const { kind, id } of changes) {
      if (id === NO_NODE) continue;
      if (kind === 'addVoter') this.#addVoter(id);
      else if (kind === 'addLearner') this.#addLearner(id);
      else if (kind === 'remove') this.#remove(id);
    }
  }

  finish(autoLeave: boolean): ChangeResult {
    const configuration: Configuration = {
      voters: sortedIds(this.voters),
      votersOutgoing: sortedIds(this.#outgoing),
      learners: sortedIds(this.#learners),
      learnersNext: sortedIds(this.#learnersNext),
      autoLeave,
    };
    return { configuration, fresh: sortedIds(this.#fresh).filter((id) => isMember(configuration, id)) };
  }

  #knows(id: NodeId): boolean {
    return this.voters.has(id) || this.#outgoing.has(id) || this.#learners.has(id);
  }

  #addVoter(id: NodeId): void {
    if (!this.#knows(id)) this.#fresh.add(id);
    this.#learners.delete(id);
    this.#learnersNext.delete(id);
    this.voters.add(id);
  }

  #addLearner(id: NodeId): void {
    if (this.#learners.has(id)) return;
    if (!this.#knows(id)) this.#fresh.add(id);
    this.voters.delete(id);
    // Still a voter in the outgoing half: it may not count as a learner before that half is gone.
    if (this.#outgoing.has(id)) this.#learnersNext.add(id);
    else this.#learners.add(id);
  }

  #remove(id: NodeId): void {
    this.voters.delete(id);
    this.#learners.delete(id);
    this.#learnersNext.delete(id);
  }
}

function symmetricDifference(before: readonly NodeId[], after: ReadonlySet<NodeId>): number {
  const left = before.filter((id) => !after.has(id)).length;
  const kept = before.length - left;
  return left + (after.size - kept);
}
