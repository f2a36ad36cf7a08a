import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Configuration, configurationOf, isJoint } from '../../../src/core/raft/configuration.ts';
import type { ConfigurationChange } from '../../../src/core/raft/configuration-change.ts';
import { applyChange, isReachable } from '../../../src/core/raft/configuration-changer.ts';
import { quorumVote } from '../../../src/core/raft/quorum.ts';

const NODES = 5;

const changes: fc.Arbitrary<ConfigurationChange> = fc.record({
  transition: fc.constantFrom('auto', 'jointImplicit', 'jointExplicit'),
  changes: fc.array(
    fc.record({
      kind: fc.constantFrom('addVoter', 'addLearner', 'remove', 'update'),
      id: fc.integer({ min: 0, max: NODES - 1 }),
    }),
    { maxLength: 4 },
  ),
  context: fc.constant(new Uint8Array(0)),
});

/** All sets of nodes that could decide something in this configuration. */
function quorums(configuration: Configuration): number[] {
  const all: number[] = [];
  for (let set = 0; set < 1 << NODES; set++) {
    if (quorumVote(configuration, (id) => (set & (1 << id)) !== 0) === 'won') all.push(set);
  }
  return all;
}

test('no change leads to a configuration that could decide without any of the former', () => {
  fc.assert(
    fc.property(fc.array(changes, { minLength: 1, maxLength: 12 }), (sequence) => {
      let configuration = configurationOf([0, 1, 2]);
      for (const change of sequence) {
        const result = applyChange(configuration, change);
        if ('error' in result) continue;
        const before = quorums(configuration);
        const after = quorums(result.configuration);
        expect(before.every((old) => after.every((fresh) => (old & fresh) !== 0))).toBe(true);
        configuration = result.configuration;
      }
    }),
    { numRuns: 300 },
  );
});

test('every configuration that changes lead to is well formed', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 12 }), (sequence) => {
      let configuration = configurationOf([0, 1, 2]);
      for (const change of sequence) {
        const result = applyChange(configuration, change);
        if (!('error' in result)) configuration = result.configuration;
        expect(isReachable(configuration), JSON.stringify(configuration)).toBe(true);
      }
    }),
  );
});

test('a joint configuration, once left, has the voters that were asked for', () => {
  fc.assert(
    fc.property(changes, (change) => {
      const entered = applyChange(configurationOf([0, 1, 2]), { ...change, transition: 'jointExplicit' });
      if ('error' in entered) return;
      expect(isJoint(entered.configuration)).toBe(true);
      const left = applyChange(entered.configuration, { ...change, transition: 'auto', changes: [] });
      if ('error' in left) throw new Error(left.error);
      expect(left.configuration.voters).toEqual(entered.configuration.voters);
      expect(isJoint(left.configuration)).toBe(false);
    }),
  );
});

test('a member that is removed and added again starts anew', () => {
  const change: ConfigurationChange = {
    transition: 'auto',
    changes: [
      { kind: 'remove', id: 3 },
      { kind: 'addLearner', id: 3 },
    ],
    context: new Uint8Array(0),
  };
  expect(applyChange(configurationOf([0, 1], [3]), change)).toMatchObject({ fresh: [3] });
});

describe('configurations that nothing leads to', () => {
  const base = configurationOf([0, 1, 2]);
  test.each<[string, Configuration]>([
    ['unsorted', { ...base, voters: [2, 1] }],
    ['repeated', { ...base, voters: [1, 1] }],
    ['a learner that votes', { ...base, learners: [1] }],
    ['a next learner that is not leaving', { ...base, learnersNext: [4] }],
    ['auto-leave outside a joint configuration', { ...base, autoLeave: true }],
    ['nobody votes', { ...base, voters: [], learners: [1] }],
    ['a joint configuration without new voters', { ...base, voters: [], votersOutgoing: [1] }],
  ])('%s', (_, configuration) => {
    expect(isReachable(configuration)).toBe(false);
  });
});
