/** Judges the simulation: every mutation must fail a seed within the bound. A survivor is a checker that is blind. */
import { MUTATIONS } from './mutations.ts';
import { SeedPool } from './seed-pool.ts';

/** @returns the names of those that nothing was found against */
export async function judgeMutations(names: readonly string[], seeds: number, workers: number): Promise<string[]> {
  const unknown = names.filter((name) => !MUTATIONS.some((mutation) => mutation.name === name));
  if (unknown.length > 0) throw new Error(`there is no mutation ${unknown.join(', ')}`);
  const chosen = MUTATIONS.filter(({ name }) => names.length === 0 || names.includes(name));
  const survivors: string[] = [];
  for (const { breaks, name } of chosen) {
    const startedAt = performance.now();
    const pool = new SeedPool(workers, { mutation: name, isVerbose: false });
    let caught: { seed: number; rule: string; text: string } | null = null;
    await pool.run(1, 1 + seeds, ({ seed, violations }) => {
      const [first] = violations;
      if (first !== undefined && (caught === null || seed < caught.seed)) caught = { seed, ...first };
      return caught === null;
    });
    pool.close();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    if (caught === null) {
      survivors.push(name);
      console.log(`${name.padEnd(28)} SURVIVED ${seeds} seeds, though it ${breaks} (${seconds} s)`);
    } else {
      const { rule, seed, text } = caught as { seed: number; rule: string; text: string };
      console.log(`${name.padEnd(28)} caught by seed ${seed} in ${seconds} s: ${rule} ${text.slice(0, 110)}`);
    }
  }
  console.log(`${chosen.length - survivors.length} of ${chosen.length} mutations caught`);
  return survivors;
}
