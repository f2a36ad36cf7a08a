/** Named mistakes in the real code: each must be caught within a bounded number of seeds. */
import { CONTROL } from './mutations/control.ts';
import { DEFENDED } from './mutations/defended.ts';
import { DURABILITY } from './mutations/durability.ts';
import type { Mutation } from './mutations/mutation.ts';
import { PRODUCERS } from './mutations/producers.ts';
import { QUORUM } from './mutations/quorum.ts';
import { REPLICATION } from './mutations/replication.ts';
import { UNCAUGHT } from './mutations/uncaught.ts';

export type { Mutation } from './mutations/mutation.ts';

/** `--mutations` judges these. */
export const MUTATIONS: readonly Mutation[] = [...DURABILITY, ...REPLICATION, ...PRODUCERS, ...CONTROL, ...QUORUM];
/** And these by name. */
export const BY_NAME: readonly Mutation[] = [...DEFENDED, ...UNCAUGHT];

export function mutationOf(name: string): Mutation | undefined {
  return [...MUTATIONS, ...BY_NAME].find((each) => each.name === name);
}
