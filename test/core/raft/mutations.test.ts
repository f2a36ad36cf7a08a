/**
 * The simulation judged: each named mistake must be caught within so many runs. A survivor means that a checker is
 * blind, or that the rule it breaks is not one.
 */

import { describe, expect, test } from 'vitest';
import { DISK_MISTAKES, loadMutant, MUTATIONS } from './simulation/mutations.ts';
import { type SimulationSetup, simulate } from './simulation/simulation.ts';

const RUNS = Number(process.env.RAFT_MUTATION_RUNS ?? 2000);
/** Loading a mutant takes longer than judging it: without RAFT_MUTATIONS=all only a third of the common ones are. */
const ALL = process.env.RAFT_MUTATIONS === 'all';

/** The first seed that shows the mistake, and how; null if none does. */
function firstCatch(setup: SimulationSetup): { seed: number; how: string } | null {
  for (let seed = 1; seed <= RUNS; seed++) {
    try {
      simulate(seed, setup);
    } catch (error) {
      return { seed, how: String(error) };
    }
  }
  return null;
}

describe('mutations of the Raft room', () => {
  for (const [at, mutation] of MUTATIONS.entries()) {
    const isSampled = Object.keys(mutation.conditions).length === 0 && at % 3 === 0;
    test.skipIf(!isSampled && !ALL)(`${mutation.name} is caught`, { timeout: 120_000 }, async () => {
      const { raft, dispose } = await loadMutant(mutation);
      try {
        const caught = firstCatch({ raft, conditions: mutation.conditions });
        if (process.env.RAFT_MUTATION_REPORT !== undefined)
          console.log(`${mutation.name}: ${caught?.seed}, ${caught?.how}`);
        expect(caught, `survived ${RUNS} runs`).not.toBeNull();
      } finally {
        dispose();
      }
    });
  }
});

describe('mistakes of whoever drives a node', () => {
  for (const mistake of DISK_MISTAKES) {
    test(`${mistake} is caught`, () => {
      expect(firstCatch({ mistakes: { [mistake]: true } }), `survived ${RUNS} runs`).not.toBeNull();
    });
  }
});
