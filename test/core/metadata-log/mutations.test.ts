/**
 * Each rule of safety, made wrong: the model must notice. Six more that need a rare meeting of events (a crash between a
 * promise and its fsync, for one) are shown step by step in replica.test.ts.
 */
import { expect, test } from 'vitest';
import { AssertionError } from '../../../src/core/base/assert.ts';
import { isAhead } from '../../../src/core/metadata-log/log-entry.ts';
import { SAFETY_RULES, type SafetyRules } from '../../../src/core/metadata-log/safety-rules.ts';
import { majorityIndex, majorityVote } from '../../../src/core/raft/quorum.ts';
import { Model, type ModelOptions, Violation } from './model.ts';

const STEPS = Number(process.env['METADATA_LOG_STEPS'] ?? 3_000);
const MOST_SEEDS = Number(process.env['METADATA_LOG_MUTATION_SEEDS'] ?? 4_000);

const MUTATIONS: Readonly<Record<string, Partial<SafetyRules>>> = {
  noFence: { isFenced: () => true },
  fenceOneHalf: {
    isFenced: (members, has, self) => has(self) && majorityVote(members.voters, (id) => has(id) || undefined) === 'won',
  },
  fenceMinority: { isFenced: (members, has, self) => has(self) && members.voters.some((id) => id !== self && has(id)) },
  noAdopt: { isBetterTail: () => false },
  longestLog: { isBetterTail: (candidate, than) => candidate.index > than.index },
  shortestLog: { isBetterTail: (candidate, than) => isAhead(than, candidate) },
  acceptOldEpoch: { refuses: () => false },
  selfNotFenced: { refusesOwn: () => false },
  ackBeforeFsync: { acknowledged: (_durable, matched) => matched },
  commitByOneHalf: { committed: (members, durable, own) => Math.min(majorityIndex(members.voters, durable), own) },
  commitByMinority: {
    committed: ({ voters }, durable, own) =>
      Math.min(
        own,
        voters.map(durable).sort((a, b) => b - a)[Math.floor((voters.length - 1) / 2) - (voters.length > 2 ? 1 : 0)]!,
      ),
  },
  commitOldByCount: { mayCommit: () => true },
  applyBeforeFsync: { applicable: (commit, matched) => Math.min(commit, matched) },
  noLogMatching: { follows: (localEpoch) => localEpoch !== null },
  snapshotKeepsAnySuffix: { keepsSuffix: (localEpoch) => localEpoch !== null },
  leaveJointEarly: { mayLeaveJoint: () => true },
};

const ABOUT_MEMBERS: readonly string[] = ['leaveJointEarly', 'fenceOneHalf', 'commitByOneHalf'];

function optionsOf(rules: SafetyRules, isAboutMembers: boolean, seed: number): Partial<ModelOptions> {
  if (isAboutMembers) return { rules, changesOften: true };
  return seed % 2 === 0 ? { rules } : { rules, nodes: 3, changesMembers: false };
}

/** The first seed at which the model notices; null where it never does. */
function noticedAt(
  rules: SafetyRules,
  isAboutMembers: boolean,
): { readonly seed: number; readonly message: string } | null {
  for (let seed = 1; seed <= MOST_SEEDS; seed++) {
    // Every other seed in the smallest cluster there is, where a single wrong voter makes a majority.
    const model = new Model(seed, optionsOf(rules, isAboutMembers, seed));
    try {
      for (let i = 0; i < STEPS; i++) model.step();
    } catch (error) {
      // Anything else is a mistake of the model.
      if (!(error instanceof Violation || error instanceof AssertionError)) throw error;
      return { seed, message: error.message };
    }
  }
  return null;
}

test.each(Object.keys(MUTATIONS))('%s is noticed', { timeout: 600_000 }, (name) => {
  const noticed = noticedAt({ ...SAFETY_RULES, ...MUTATIONS[name] }, ABOUT_MEMBERS.includes(name));
  if (process.env['METADATA_LOG_TOTALS'] !== undefined) process.stdout.write(`${name}: ${JSON.stringify(noticed)}\n`);
  expect(noticed, `${name} survived ${MOST_SEEDS} seeds`).not.toBeNull();
});
