/** Runs the seeds it is given in one process, and writes for each what became of it: for the test of the simulation itself. */
import { fileURLToPath } from 'node:url';
import { joinSources, loadCode } from './code.ts';
import { runSeed } from './world/seed-run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const loaded = loadCode(root, await joinSources(root, []));
await loaded.code.codecs.loadCodecs();
process.on('unhandledRejection', () => {});
for (const seed of process.argv.slice(2).map(Number)) {
  const { events, hash, violations } = await new Promise<ReturnType<typeof runSeed>>((resolve) => {
    setImmediate(() => resolve(runSeed(seed, loaded)));
  });
  const verdict =
    violations.length === 0 ? 'in order' : violations.map(({ rule, text }) => `${rule} ${text}`).join('; ');
  console.log(`${seed} ${events} ${hash} ${verdict}`);
}
