/**
 * Each rule of safety, made wrong: the model must notice. A rule whose breach goes unnoticed is either not needed or not
 * tested, and this says which.
 */
import { expect, test } from 'vitest';
import { AssertionError } from '../../../src/core/base/assert.ts';
import { isAhead } from '../../../src/core/metadata-log/log-entry.ts';
import { SAFETY_RULES, type SafetyRules } from '../../../src/core/metadata-log/safety-rules.ts';
import { majorityIndex, majorityVote } from '../../../src/core/raft/quorum.ts';
import { Model, Violation } from './model.ts';

const STEPS = Number(process.env['METADATA_LOG_STEPS'] ?? 3_000);
const MOST_SEEDS = Number(process.env['METADATA_LOG_MUTATION_SEEDS'] ?? 4_000);

const MUTATIONS: Readonly<Record<string, Partial<SafetyRules>>> = {
  noFence: { isFenced: () => true },
  adoptWithoutSelf: {
    isFenced: (members, has, self) => SAFETY_RULES.isFenced(members, (id) => id === self || has(id), self),
  },
  fenceOneHalf: {
    isFenced: (members, has, self) => has(self) && majorityVote(members.voters, (id) => has(id) || undefined) === 'won',
  },
  fenceMinority: { isFenced: (members, has, self) => has(self) && members.voters.some((id) => id !== self && has(id)) },
  noAdopt: { isBetterTail: () => false },
  longestLog: { isBetterTail: (candidate, than) => candidate.index > than.index },
  shortestLog: { isBetterTail: (candidate, than) => isAhead(than, candidate) },
  acceptOldEpoch: { refuses: () => false },
  selfNotFenced: { refusesOwn: () => false },
  fenceBeforeFsync: { isFenceAnswerable: () => true },
  promiseBeforeFsync: { isFenceAnswerable: (_epoch, _promise, durableIndex, lastIndex) => durableIndex >= lastIndex },
  ackBeforeFsync: { acknowledged: (_durable, matched) => matched },
  ackOwnLength: { acknowledged: (durable) => durable },
  commitBeyondOwnDisk: {
    committed: (members, durable) => SAFETY_RULES.committed(members, durable, Number.MAX_SAFE_INTEGER),
  },
  commitByOneHalf: { committed: (members, durable, own) => Math.min(majorityIndex(members.voters, durable), own) },
  commitByMinority: {
    committed: ({ voters }, durable, own) =>
      Math.min(
        own,
        voters.map(durable).sort((a, b) => b - a)[Math.floor((voters.length - 1) / 2) - (voters.length > 2 ? 1 : 0)]!,
      ),
  },
  commitOldByCount: { mayCommit: () => true },
  applyUnmatched: { applicable: (commit, _matched, durable) => Math.min(commit, durable) },
  applyBeforeFsync: { applicable: (commit, matched) => Math.min(commit, matched) },
  noLogMatching: { follows: (localEpoch) => localEpoch !== null },
  snapshotKeepsAnySuffix: { keepsSuffix: (localEpoch) => localEpoch !== null },
  leaveJointEarly: { mayLeaveJoint: () => true },
};

/** The first seed at which the model notices; null where it never does. */
function noticedAt(rules: SafetyRules): { readonly seed: number; readonly message: string } | null {
  for (let seed = 1; seed <= MOST_SEEDS; seed++) {
    // Every other seed in the smallest cluster there is, where a single wrong voter makes a majority.
    const model = new Model(seed, seed % 2 === 0 ? { rules } : { rules, nodes: 3, changesMembers: false });
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
  const noticed = noticedAt({ ...SAFETY_RULES, ...MUTATIONS[name] });
  if (process.env['METADATA_LOG_TOTALS'] !== undefined) process.stdout.write(`${name}: ${JSON.stringify(noticed)}\n`);
  expect(noticed, `${name} survived ${MOST_SEEDS} seeds`).not.toBeNull();
});
