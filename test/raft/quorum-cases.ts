/**
 * The quorum scripts: `committed` and `vote` over one majority or two. Each case is also computed in other ways that
 * must give the same result; a difference is printed and so fails the case.
 */

import { sortedIds } from '../../src/core/raft/configuration.ts';
import type { NodeId } from '../../src/core/raft/node-id.ts';
import {
  type CastVote,
  jointIndex,
  jointVote,
  majorityIndex,
  majorityVote,
  type ReachedIndex,
} from '../../src/core/raft/quorum.ts';
import { type Case, valuesOf } from './datadriven.ts';

const VOTE_RESULTS = { won: 'VoteWon', lost: 'VoteLost', pending: 'VotePending' } as const;

export function runQuorumCase(step: Case): string {
  const { args } = step;
  const incoming = sortedIds(valuesOf(args, 'cfg').map(Number));
  const second = valuesOf(args, 'cfgj');
  const isJoint = args.some((arg) => arg.key === 'cfgj');
  const outgoing = second[0] === 'zero' ? [] : sortedIds(second.map(Number));
  const listed = [...valuesOf(args, 'cfg').map(Number), ...(second[0] === 'zero' ? [] : second.map(Number))];
  const ids = [...new Set(listed)];
  const values = valuesOf(args, step.command === 'vote' ? 'votes' : 'idx');
  if (values.length !== ids.length) return `error: mismatched input for voters ${ids}: ${values}`;
  const given = new Map(ids.map((id, at) => [id, values[at]!] as const).filter(([, value]) => value !== '_'));
  if (step.command === 'vote') {
    const vote: CastVote = (id) => (given.has(id) ? given.get(id) === 'y' : undefined);
    return votes(incoming, isJoint ? outgoing : null, vote);
  }
  if (step.command !== 'committed') return 'unknown command';
  const reached: ReachedIndex = (id) => (given.has(id) ? Number(given.get(id)) : undefined);
  return isJoint ? jointCommit(incoming, outgoing, reached) : majorityCommit(incoming, reached);
}

function votes(incoming: readonly NodeId[], outgoing: readonly NodeId[] | null, vote: CastVote): string {
  const result = outgoing === null ? majorityVote(incoming, vote) : jointVote(incoming, outgoing, vote);
  let text = '';
  const check = (other: string, how: string) => {
    if (other !== result) text += `${other} <-- via ${how}\n`;
  };
  if (outgoing === null) {
    check(jointVote(incoming, [], vote), 'zero-joint quorum');
    check(jointVote(incoming, incoming, vote), 'self-joint quorum');
  } else check(jointVote(outgoing, incoming, vote), 'symmetry');
  return `${text}${VOTE_RESULTS[result]}\n`;
}

function majorityCommit(voters: readonly NodeId[], reached: ReachedIndex): string {
  const result = majorityIndex(voters, reached);
  let text = describe(voters, reached);
  const check = (other: number, how: string) => {
    if (other !== result) text += `${index(other)} <-- ${how}\n`;
  };
  check(byCounting(voters, reached), 'via alternative computation');
  check(jointIndex(voters, [], reached), 'via zero-joint quorum');
  check(jointIndex(voters, voters, reached), 'via self-joint quorum');
  // Whoever stands below the result has no part in it, and may fall back further.
  for (const id of voters) {
    const own = reached(id) ?? 0;
    if (own === 0 || own >= result) continue;
    const lowered =
      (to: number): ReachedIndex =>
      (other) =>
        other === id ? to : reached(other);
    check(majorityIndex(voters, lowered(own - 1)), `overlaying ${id}->${own - 1}`);
    check(majorityIndex(voters, lowered(0)), `overlaying ${id}->0`);
  }
  return `${text}${index(result)}\n`;
}

function jointCommit(incoming: readonly NodeId[], outgoing: readonly NodeId[], reached: ReachedIndex): string {
  const result = jointIndex(incoming, outgoing, reached);
  let text = describe(sortedIds([...incoming, ...outgoing]), reached);
  const mirrored = jointIndex(outgoing, incoming, reached);
  if (mirrored !== result) text += `${index(mirrored)} <-- via symmetry\n`;
  return `${text}${index(result)}\n`;
}

/** The definition itself: the highest index such that more than half have it. */
function byCounting(voters: readonly NodeId[], reached: ReachedIndex): number {
  if (voters.length === 0) return Number.POSITIVE_INFINITY;
  const candidates = [0, ...voters.map((id) => reached(id) ?? 0)];
  const hasMajority = (candidate: number) =>
    2 * voters.filter((id) => (reached(id) ?? 0) >= candidate).length > voters.length;
  return Math.max(...candidates.filter(hasMajority));
}

/** A bar for each voter: one x for every other voter that stands lower. */
function describe(ids: readonly NodeId[], reached: ReachedIndex): string {
  if (ids.length === 0) return '<empty majority quorum>';
  const width = ids.length;
  const lines = ids.map((id) => {
    const own = reached(id);
    const lower = ids.filter((other) => (reached(other) ?? 0) < (own ?? 0)).length;
    const bar = own === undefined ? '?' : `${'x'.repeat(lower)}>`;
    return `${bar.padEnd(width + 1)} ${String(own ?? 0).padStart(5)}    (id=${id.toString(16)})\n`;
  });
  return `${' '.repeat(width)}    idx\n${lines.join('')}`;
}

function index(value: number): string {
  return value === Number.POSITIVE_INFINITY ? '∞' : String(value);
}
