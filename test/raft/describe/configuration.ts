/** Configurations, the changes between them, and the progress of members, as the scripts print them. */

import type { Configuration } from '../../../src/core/raft/configuration.ts';
import type { ConfigurationChange, MemberChange } from '../../../src/core/raft/configuration-change.ts';
import type { ChangeError } from '../../../src/core/raft/configuration-changer.ts';
import type { NodeId } from '../../../src/core/raft/node-id.ts';
import type { Progress } from '../../../src/core/raft/progress.ts';
import { describeId, parseId } from './ids.ts';

const LETTERS = { addVoter: 'v', addLearner: 'l', remove: 'r', update: 'u' } as const;

const KIND_NAMES = {
  addVoter: 'ConfChangeAddNode',
  addLearner: 'ConfChangeAddLearnerNode',
  remove: 'ConfChangeRemoveNode',
  update: 'ConfChangeUpdateNode',
} as const;

const TRANSITION_NAMES = {
  auto: 'ConfChangeTransitionAuto',
  jointImplicit: 'ConfChangeTransitionJointImplicit',
  jointExplicit: 'ConfChangeTransitionJointExplicit',
} as const;

export const CHANGE_ERRORS: Readonly<Record<ChangeError, string>> = {
  alreadyJoint: 'config is already joint',
  notJoint: "can't leave a non-joint config",
  simpleWhileJoint: "can't apply simple config change in joint config",
  noVotersToLeave: "can't make a zero-voter config joint",
  noVotersLeft: 'removed all voters',
  moreThanOneVoter: 'more than one voter changed without entering joint config',
};

/** `v1 l2 r3 u4`. Throws for anything else. */
export function parseChanges(text: string): MemberChange[] {
  return text
    .split(/\s+/)
    .filter((token) => token !== '')
    .map((token) => {
      const kind = (Object.keys(LETTERS) as (keyof typeof LETTERS)[]).find((name) => LETTERS[name] === token[0]);
      if (token.length < 2) throw new Error(`unknown token ${token}`);
      if (kind === undefined) throw new Error(`unknown input: ${token}`);
      return { kind, id: parseId(token.slice(1)) };
    });
}

export function describeChanges(changes: readonly MemberChange[]): string {
  return changes.map(({ kind, id }) => `${LETTERS[kind]}${describeId(id)}`).join(' ');
}

export function describeChange(change: ConfigurationChange): string {
  const changes = change.changes.map(({ kind, id }) => ` changes:{type:${KIND_NAMES[kind]} node_id:${id}}`);
  return `transition:${TRANSITION_NAMES[change.transition]}${changes.join('')}`;
}

export function describeConfiguration(configuration: Configuration): string {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = configuration;
  let text = `voters=${group(voters)}`;
  if (votersOutgoing.length > 0) text += `&&${group(votersOutgoing)}`;
  if (learners.length > 0) text += ` learners=${group(learners)}`;
  if (learnersNext.length > 0) text += ` learners_next=${group(learnersNext)}`;
  return autoLeave ? `${text} autoleave` : text;
}

/** The form it has inside snapshots. */
export function describeConfState(configuration: Configuration): string {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = configuration;
  const list = (ids: readonly NodeId[]) => `[${ids.join(' ')}]`;
  return `Voters:${list(voters)} VotersOutgoing:${list(votersOutgoing)} Learners:${list(learners)} LearnersNext:${list(learnersNext)} AutoLeave:${autoLeave}`;
}

export function describeProgress(progress: Progress): string {
  const state = { probe: 'StateProbe', replicate: 'StateReplicate', snapshot: 'StateSnapshot' }[progress.state];
  let text = `${state} match=${progress.match} next=${progress.next}`;
  if (progress.isLearner) text += ' learner';
  if (progress.isPaused) text += ' paused';
  if (progress.pendingSnapshot > 0) text += ` pendingSnap=${progress.pendingSnapshot}`;
  if (!progress.recentActive) text += ' inactive';
  const { count, full } = progress.inflights;
  if (count > 0) text += ` inflight=${count}${full ? '[full]' : ''}`;
  return text;
}

export function describeProgressMap(members: ReadonlyMap<NodeId, Progress>): string {
  return [...members].map(([id, progress]) => `${id}: ${describeProgress(progress)}\n`).join('');
}

function group(ids: readonly NodeId[]): string {
  return `(${ids.map((id) => id.toString()).join(' ')})`;
}
