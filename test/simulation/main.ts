/**
 * `npm run sim -- --seeds N [--seed S] [--mutations [name,…]] [--under …] [--workers W] [--verbose]`: whole brokers under faults in virtual
 * time, one run a seed. Ends with exit code 1 where an invariant did not hold, and says how to see that again.
 */
import { availableParallelism } from 'node:os';
import { judgeMutations } from './mutation-run.ts';
import { parseOptions } from './options.ts';
import { SeedPool } from './seed-pool.ts';
import { Summary } from './summary.ts';
import { formatCircumstances } from './world/circumstances.ts';

const options = parseOptions(process.argv.slice(2));
if (typeof options === 'string') {
  console.error(options);
  process.exit(2);
}

const workers = options.workers ?? availableParallelism();
if (options.mutations !== null) {
  const survivors = await judgeMutations(options.mutations, options.seeds, workers);
  process.exit(survivors.length > 0 ? 1 : 0);
}

const said = formatCircumstances(options.circumstances);
const under = said === '' ? '' : `--under ${said} `;
const summary = new Summary();
const pool = new SeedPool(workers, { isVerbose: options.isVerbose, circumstances: options.circumstances });
const from = options.seed ?? 1;
const count = options.seed === null ? options.seeds : options.isRange ? options.seeds : 1;
await pool.run(from, from + count, (report) => {
  summary.add(report);
  if (report.violations.length > 0) {
    console.error(`seed ${report.seed} fails after ${(report.virtualMs / 1000).toFixed(1)} simulated seconds:`);
    for (const { rule, text } of report.violations) console.error(`  ${rule} ${text}`);
    console.error(`  to see it again: npm run sim -- --seed ${report.seed} ${under}--verbose`);
  }
  if (summary.seeds % 100 === 0) console.error(`${summary.seeds} seeds, ${summary.failed.length} failed`);
  return true;
});
pool.close();
console.log(summary.text());
process.exit(summary.failed.length > 0 ? 1 : 0);
