/** A Node process that is sent names of mutations, and runs seeds over each until one fails. */
import { fileURLToPath } from 'node:url';
import { joinSources, loadCode } from './code.ts';
import { CANDIDATES, MUTATIONS } from './mutations.ts';
import { runSeed } from './world/seed-run.ts';

export interface Judgement {
  readonly name: string;
  readonly seed: number;
  /** Null where the seed found nothing, and others are to come. */
  readonly found: { readonly rule: string; readonly text: string } | null;
  readonly isLast: boolean;
}

// What a broker that ended left waiting, and what a broken one does not handle.
process.on('unhandledRejection', () => {});
Error.stackTraceLimit = 3;

const root = fileURLToPath(new URL('../..', import.meta.url));

async function judge(name: string, seeds: number): Promise<void> {
  const { changes } = [...MUTATIONS, ...CANDIDATES].find((mutation) => mutation.name === name)!;
  const loaded = loadCode(root, await joinSources(root, changes));
  await loaded.code.codecs.loadCodecs();
  for (let seed = 1; seed <= seeds; seed++) {
    const { violations } = await new Promise<ReturnType<typeof runSeed>>((resolve) => {
      // Microtasks of the simulation are run by the simulation: not within one of Node's own.
      setImmediate(() => resolve(runSeed(seed, loaded)));
    });
    const [found = null] = violations;
    const judgement: Judgement = { name, seed, found, isLast: found !== null || seed === seeds };
    process.send!(judgement);
    if (found !== null) return;
  }
}

process.on('message', ({ name, seeds }: { name: string; seeds: number }) => void judge(name, seeds));
process.on('disconnect', () => process.exit());
