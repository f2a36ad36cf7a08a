/**
 * Small clusters through loss, reordering, repetition, crashes and membership changes, judged by separate checkers.
 * RAFT_SIM_SEED=<seed> replays one run, RAFT_SIM_SEEDS=<count> asks for more of them.
 */

import { expect, test } from 'vitest';
import { simulate } from './simulation/simulation.ts';

const only = process.env.RAFT_SIM_SEED;
const count = Number(process.env.RAFT_SIM_SEEDS ?? 400);

test(`a Raft cluster is safe, and recovers, in ${only === undefined ? `${count} runs` : `run ${only}`}`, {
  timeout: 3_600_000,
}, () => {
  const seeds = only === undefined ? Array.from({ length: count }, (_, at) => at + 1) : [Number(only)];
  let events = 0;
  let committed = 0;
  for (const seed of seeds) {
    try {
      const result = simulate(seed);
      events += result.events;
      committed += result.committed;
    } catch (error) {
      throw new Error(`seed ${seed} (replay with RAFT_SIM_SEED=${seed}): ${error}`, { cause: error });
    }
  }
  console.log(`raft simulation: ${seeds.length} runs, ${events} events, ${committed} entries committed`);
  // A cluster that does nothing breaks no rule either.
  if (only === undefined) expect(committed).toBeGreaterThan(seeds.length * 5);
});

test('a run can be repeated exactly', () => {
  expect(simulate(7)).toEqual(simulate(7));
});
