/** A Node process that is sent the name of a mutation and a seed, and says what the seed finds. */
import { fileURLToPath } from 'node:url';
import { Violations } from './checks/violation.ts';
import { joinSources, type LoadedCode, loadCode } from './code.ts';
import { mutationOf } from './mutations.ts';
import type { Circumstances } from './world/circumstances.ts';
import { runSeed } from './world/seed-run.ts';

export interface Trial {
  /** Null: the code as it is. */
  readonly name: string | null;
  readonly seed: number;
  readonly under: Circumstances;
}

/** Null where everything was in order. */
export type Finding = { readonly rule: string; readonly text: string } | null;

// What a broker that ended left waiting, and what a broken one does not handle.
process.on('unhandledRejection', () => {});
Error.stackTraceLimit = 3;

const root = fileURLToPath(new URL('../..', import.meta.url));
const plain = await load(null);
let mutated = { name: '', code: plain };

async function load(name: string | null): Promise<LoadedCode> {
  const loaded = loadCode(root, await joinSources(root, name === null ? [] : mutationOf(name)!.changes));
  await loaded.code.codecs.loadCodecs();
  return loaded;
}

async function judge({ name, seed, under }: Trial): Promise<void> {
  if (name !== null && mutated.name !== name) mutated = { name, code: await load(name) };
  const { code } = name === null ? { code: plain } : mutated;
  // Microtasks of the simulation are run by the simulation: not within one of Node's own.
  setImmediate(() => {
    const [found = null] = runSeed(seed, code, under, false, new Violations(1)).violations;
    process.send!(found satisfies Finding);
  });
}

process.on('message', (trial: Trial) => void judge(trial));
process.on('disconnect', () => process.exit());
process.send!('ready');
