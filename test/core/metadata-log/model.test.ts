/** Random walks over the model of the metadata log: no seed breaks an invariant, and after healing everything settles. */
import { expect, test } from 'vitest';
import { Model } from './model.ts';

const SEEDS = Number(process.env['METADATA_LOG_SEEDS'] ?? 400);
const STEPS = Number(process.env['METADATA_LOG_STEPS'] ?? 1_500);

test(`${SEEDS} seeds of ${STEPS} events`, { timeout: 3_600_000 }, () => {
  const totals: Record<string, number> = {};
  for (let seed = 1; seed <= SEEDS; seed++) {
    const model = new Model(seed, { changesOften: seed % 3 === 0 });
    try {
      for (let i = 0; i < STEPS; i++) model.step();
      if (seed % 2 === 0) model.heal();
    } catch (error) {
      throw Object.assign(error as Error, { message: `seed ${seed}: ${(error as Error).message}` });
    }
    for (const [name, count] of Object.entries(model.counts)) totals[name] = (totals[name] ?? 0) + count;
  }
  if (process.env['METADATA_LOG_TOTALS'] !== undefined) process.stdout.write(`${JSON.stringify(totals)}\n`);
  // A model in which nothing happens proves nothing.
  for (const [name, count] of Object.entries(totals)) expect(count, name).toBeGreaterThan(SEEDS / 10);
});
