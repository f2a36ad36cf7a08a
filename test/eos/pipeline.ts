/** What the parts of the exactly-once test agree on: topics, and which record goes where. */

export const INPUT = 'eos-in';
export const OUTPUT = 'eos-out';
export const GROUP = 'eos';

/** What a record of a transaction that is going to be aborted begins with. */
export const ABORTED = 'aborted ';

/** Record `id` lies in this partition of the input; within it, the ids ascend. */
export function inputPartition(id: number, partitions: number): number {
  return id % partitions;
}

/** Another one, so that every transaction writes to several. */
export function outputPartition(id: number, partitions: number): number {
  return Math.floor(id / partitions) % partitions;
}

export interface WorkerPlan {
  readonly bootstrap: string;
  readonly transactionalId: string;
  /** Of the input. */
  readonly owned: readonly number[];
  readonly ends: readonly number[];
  readonly partitions: number;
  readonly batch: number;
  readonly aborts: number;
  readonly seed: number;
}

/** From a worker to its parent. */
export type WorkerMessage = 'committed' | 'aborted' | 'done' | { readonly violation: string };
