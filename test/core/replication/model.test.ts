/** The rules of data replication against a random model: none of them may be needless, and together they must hold. */
import { expect, test } from 'vitest';
import { Model, MUTATIONS, type Mutation } from './model.ts';

const SEEDS = Number(process.env['REPLICATION_SEEDS'] ?? 2_000);
const STEPS = 3_000;

/** The first seed at which the invariants break, or null. */
function firstViolation(mutation: Mutation, seeds: number, from = 1): { seed: number; what: string } | null {
  for (let seed = from; seed < from + seeds; seed++) {
    const what = new Model(seed, mutation).run(STEPS);
    if (what !== null) return { seed, what };
  }
  return null;
}

test('replication keeps what it acknowledged', () => {
  expect(firstViolation('none', SEEDS)).toBeNull();
});

test('the model commits, elects and truncates', () => {
  let acked = 0;
  let elections = 0;
  let truncations = 0;
  for (let seed = 1; seed <= 50; seed++) {
    const model = new Model(seed, 'none');
    model.run(STEPS);
    acked += model.acked;
    elections += model.elections;
    truncations += model.truncations;
  }
  expect(acked).toBeGreaterThan(500);
  expect(elections).toBeGreaterThan(100);
  expect(truncations).toBeGreaterThan(20);
});

test.each(MUTATIONS)('the model catches %s', (mutation) => {
  // An answer must be late by just so much for this one: thousands of seeds pass without.
  const from = mutation === 'noStreamId' ? 4_300 : 1;
  expect(firstViolation(mutation, 20_000, from)).not.toBeNull();
});
