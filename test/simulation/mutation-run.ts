/** Judges the simulation: every mutation must fail a seed within the bound. A survivor is a checker that is blind. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LONGEST_SEED_MS, watchForHang } from './hang-watch.ts';
import type { Judgement } from './mutation-worker.ts';
import { CANDIDATES, MUTATIONS } from './mutations.ts';

/** @returns the names of those that nothing was found against */
export async function judgeMutations(names: readonly string[], seeds: number, workers: number): Promise<string[]> {
  const all = [...MUTATIONS, ...CANDIDATES];
  const unknown = names.filter((name) => !all.some((mutation) => mutation.name === name));
  if (unknown.length > 0) throw new Error(`there is no mutation ${unknown.join(', ')}`);
  const chosen = names.length === 0 ? MUTATIONS : all.filter(({ name }) => names.includes(name));
  const waiting = [...chosen];
  const survivors: string[] = [];
  const work = async (): Promise<void> => {
    let child = newWorker();
    for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
      const { breaks, name } = mutation;
      const startedAt = performance.now();
      const { found, seed } = await judge(child, name, seeds);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
      if (found === null) {
        survivors.push(name);
        console.log(`${name.padEnd(26)} SURVIVED ${seeds} seeds, though it ${breaks} (${seconds} s)`);
      } else {
        console.log(
          `${name.padEnd(26)} caught by seed ${seed} (${seconds} s): ${found.rule} ${found.text.slice(0, 110)}`,
        );
      }
      if (!child.connected) child = newWorker();
    }
    if (child.connected) child.disconnect();
  };
  await Promise.all(Array.from({ length: workers }, work));
  console.log(`${chosen.length - survivors.length} of ${chosen.length} mutations caught`);
  if (survivors.length > 0) console.log(`not caught: ${survivors.join(', ')}`);
  return survivors;
}

function newWorker(): ChildProcess {
  return fork(fileURLToPath(new URL('./mutation-worker.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function judge(child: ChildProcess, name: string, seeds: number): Promise<Judgement> {
  return new Promise((resolve) => {
    let seed = 1;
    let endWatch = (): void => {};
    const end = (judgement: Judgement): void => {
      endWatch();
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(judgement);
    };
    const fail = (rule: string, text: string): void => end({ name, seed, found: { rule, text }, isLast: true });
    const onExit = (): void => fail('crash', 'the process of the simulation ended');
    const onMessage = (judgement: Judgement): void => {
      seed = judgement.seed + 1;
      if (judgement.isLast) end(judgement);
      else watchOn();
    };
    const watchOn = (): void => {
      endWatch();
      endWatch = watchForHang(child.pid!, () => {
        child.off('exit', onExit);
        child.kill('SIGKILL');
        child.disconnect();
        fail('hang', `an event did not end within ${LONGEST_SEED_MS / 1000} seconds`);
      });
    };
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send({ name, seeds });
    watchOn();
  });
}
