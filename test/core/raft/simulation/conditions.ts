/**
 * Under which conditions a run takes place: what goes wrong how often, and how fast everything is. Drawn anew for each
 * run: runs that lack a fault altogether find what others drown in noise.
 */

import type { NodeId } from '../../../../src/core/raft/node-id.ts';
import type { Random } from './random.ts';

export interface Conditions {
  readonly voters: readonly NodeId[];
  readonly learners: readonly NodeId[];
  readonly electionTicks: number;
  readonly preVote: boolean;
  /** The same everywhere: a mixture would let some nodes disturb leaders that others protect. */
  readonly checkQuorum: boolean;
  /** The share of nodes that write asynchronously. */
  readonly asynchronous: number;
  readonly maxBytesPerAppend: readonly number[];
  /** Messages go through their encoding. */
  readonly encoded: boolean;
  // Shares of messages.
  readonly loss: number;
  readonly repetition: number;
  readonly reordering: number;
  // Weights of what may happen next; a message is delivered with a weight of 40.
  readonly ticks: number;
  readonly readies: number;
  readonly appends: number;
  readonly applies: number;
  readonly proposals: number;
  readonly reads: number;
  readonly crashes: number;
  readonly restarts: number;
  readonly partitions: number;
  readonly changes: number;
  readonly compactions: number;
  readonly transfers: number;
  readonly hints: number;
}

export function drawConditions(random: Random, nodes: number): Conditions {
  // The square: mostly rarely, sometimes all the time.
  const often = (most: number) => (random.chance(0.3) ? 0 : random.next() ** 2 * most);
  const voters = random.pick([[0, 1, 2], [0, 1, 2, 3, 4], [0], [0, 1]]);
  const preVote = random.chance(0.5);
  return {
    voters,
    learners: random.chance(0.3) ? [nodes - 1].filter((id) => !voters.includes(id)) : [],
    electionTicks: random.pick([3, 10, 10]),
    preVote,
    checkQuorum: preVote || random.chance(0.5),
    asynchronous: random.pick([0, 0.5, 1]),
    maxBytesPerAppend: [1, 60, 1 << 20],
    encoded: random.chance(0.2),
    loss: often(0.2),
    repetition: often(0.2),
    reordering: often(0.5),
    ticks: random.pick([10, 20, 20, 60]),
    readies: random.pick([6, 12, 24]),
    appends: random.pick([1, 4, 12, 24]),
    applies: random.pick([0.5, 8, 8]),
    proposals: random.pick([1, 4, 12]),
    reads: random.pick([0, 1, 10]),
    crashes: often(0.5),
    restarts: 2,
    partitions: often(0.1),
    changes: often(2),
    compactions: often(0.6),
    transfers: often(0.2),
    hints: often(1),
  };
}
