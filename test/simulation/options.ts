/** What `npm run sim` is told. */
import { type Circumstances, parseCircumstances } from './world/circumstances.ts';

export interface Options {
  readonly seeds: number;
  /** Null: from 1 on. */
  readonly seed: number | null;
  /** `--seeds` was said as well: that many from `seed` on. */
  readonly isRange: boolean;
  /** Names of mutations, none for all of them; null for the broker as it is. */
  readonly mutations: readonly string[] | null;
  readonly workers: number | null;
  readonly circumstances: Circumstances;
  readonly isVerbose: boolean;
}

/** Where nothing else is said. */
const SEEDS = 100;
/** A few mistakes show in one seed of some hundreds. */
const SEEDS_FOR_MUTATION = 500;

/** A sentence where it cannot be read. */
export function parseOptions(args: readonly string[]): Options | string {
  let seeds: number | null = null;
  let seed: number | null = null;
  let mutations: string[] | null = null;
  let workers: number | null = null;
  let circumstances: Circumstances = {};
  let isVerbose = false;
  for (let i = 0; i < args.length; i++) {
    const option = args[i]!;
    const next = args[i + 1];
    const number = Number(next);
    const isNumber = next !== undefined && Number.isInteger(number) && number > 0;
    if (option === '--verbose') isVerbose = true;
    else if (option === '--mutations') {
      mutations = next === undefined || next.startsWith('--') ? [] : next.split(',');
      if (mutations.length > 0) i++;
    } else if (option === '--under') {
      const said = parseCircumstances(next ?? '');
      if (typeof said === 'string') return said;
      circumstances = said;
      i++;
    } else if (option === '--seeds' || option === '--seed' || option === '--workers') {
      if (!isNumber) return `${option} wants a number above 0`;
      if (option === '--seeds') seeds = number;
      else if (option === '--seed') seed = number;
      else workers = number;
      i++;
    } else return `${option} is not known; there are --seeds, --seed, --mutations, --under, --workers, --verbose`;
  }
  const isRange = seeds !== null;
  seeds ??= mutations === null ? SEEDS : SEEDS_FOR_MUTATION;
  return { seeds, seed, isRange, mutations, workers, circumstances, isVerbose };
}
