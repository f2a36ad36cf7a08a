/**
 * Judges the simulation: every mutation must fail a seed within the bound, and the code as it is must not fail that seed. A
 * survivor is a checker that is blind.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LONGEST_SEED_MS, watchForHang } from './hang-watch.ts';
import type { Finding, Trial } from './mutation-worker.ts';
import { MUTATIONS, type Mutation, mutationOf } from './mutations.ts';
import { type Circumstances, formatCircumstances } from './world/circumstances.ts';

/** @returns the names of those that nothing was found against */
export async function judgeMutations(names: readonly string[], seeds: number, workers: number): Promise<string[]> {
  const unknown = names.filter((name) => mutationOf(name) === undefined);
  if (unknown.length > 0) throw new Error(`there is no mutation ${unknown.join(', ')}`);
  const chosen = names.length === 0 ? MUTATIONS : names.map((name) => mutationOf(name)!);
  const waiting = [...chosen];
  const survivors: string[] = [];
  const startedAt = performance.now();
  const work = async (): Promise<void> => {
    const judge = new Judge();
    for (let mutation = waiting.shift(); mutation !== undefined; mutation = waiting.shift()) {
      if (!(await isCaught(mutation, judge, seeds))) survivors.push(mutation.name);
    }
    judge.close();
  };
  await Promise.all(Array.from({ length: workers }, work));
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  console.log(`${chosen.length - survivors.length} of ${chosen.length} mutations caught in ${minutes} minutes`);
  if (survivors.length > 0) console.log(`not caught: ${survivors.join(', ')}`);
  return survivors;
}

async function isCaught({ breaks, name, under = {} }: Mutation, judge: Judge, seeds: number): Promise<boolean> {
  const startedAt = performance.now();
  const say = (text: string): void => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(`${name.padEnd(26)} ${seconds.padStart(4)} s  ${text}`);
  };
  for (let seed = 1; seed <= seeds; seed++) {
    const found = await judge.judge({ name, seed, under });
    if (found === null) continue;
    const alsoFound = await judge.judgePlain(seed, under);
    if (alsoFound === null) {
      say(`caught by seed ${seed}: ${found.rule} ${found.text.slice(0, 110)}`);
      return true;
    }
    say(`seed ${seed} fails without it as well: ${alsoFound.rule} ${alsoFound.text.slice(0, 110)}`);
  }
  say(`SURVIVED ${seeds} seeds, though it ${breaks}`);
  return false;
}

/** What the code as it is comes to: the same for all mutations. */
const plain = new Map<string, Finding>();

/** One process after another that runs trials: a broken broker may take its process along. */
class Judge {
  #child: Promise<ChildProcess> | null = null;

  async judge(trial: Trial): Promise<Finding> {
    this.#child ??= newWorker();
    const child = await this.#child;
    return new Promise((resolve) => {
      const end = (finding: Finding): void => {
        endWatch();
        child.off('message', end);
        child.off('exit', onExit);
        if (!child.connected) this.#child = null;
        resolve(finding);
      };
      const onExit = (): void => end({ rule: 'crash', text: 'the process of the simulation ended' });
      const endWatch = watchForHang(child.pid!, () => {
        child.off('exit', onExit);
        child.kill('SIGKILL');
        child.disconnect();
        end({ rule: 'hang', text: `an event did not end within ${LONGEST_SEED_MS / 1000} seconds` });
      });
      child.on('message', end);
      child.on('exit', onExit);
      child.send(trial);
    });
  }

  async judgePlain(seed: number, under: Circumstances): Promise<Finding> {
    const key = `${seed} ${formatCircumstances(under)}`;
    const known = plain.get(key);
    if (known !== undefined) return known;
    const finding = await this.judge({ name: null, seed, under });
    plain.set(key, finding);
    return finding;
  }

  close(): void {
    void this.#child?.then((child) => child.disconnect());
  }
}

function newWorker(): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('./mutation-worker.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a worker ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', () => {
      child.off('exit', onExit);
      resolve(child);
    });
  });
}
