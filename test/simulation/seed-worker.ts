/** A Node process that runs the seeds it is sent. */
import { fileURLToPath } from 'node:url';
import { joinSources, loadCode } from './code.ts';
import { ProcessEnded } from './machine/process.ts';
import { plainReport } from './summary.ts';
import type { Circumstances } from './world/circumstances.ts';
import { runSeed } from './world/seed-run.ts';

export interface Task {
  readonly isVerbose: boolean;
  readonly circumstances: Circumstances;
}

// What a broker that ended left waiting.
process.on('unhandledRejection', (error) => {
  if (!(error instanceof ProcessEnded)) console.error('a rejection that nobody handles:', error);
});

// Refused connections and missing files are many, and nobody looks at where they were thrown.
Error.stackTraceLimit = 3;

const task = JSON.parse(process.argv[2]!) as Task;
const root = fileURLToPath(new URL('../..', import.meta.url));
const loaded = loadCode(root, await joinSources(root, []));
await loaded.code.codecs.loadCodecs();
process.on('message', (seed: number) => {
  // Microtasks of the simulation are run by the simulation: not within one of Node's own.
  setImmediate(() => process.send!(plainReport(runSeed(seed, loaded, task.circumstances, task.isVerbose))));
});
process.on('disconnect', () => process.exit());
process.send!('ready');
