/**
 * How long a node waits before it campaigns, by its rank among the successors: whoever has most of the metadata log goes
 * first, the others come later in turn, so that votes are not split. In ticks of 10 ms. Pure.
 */

const RANK_TICKS = 15;
/** The spread within a rank: 350 to 400 ms for the first successor, 500 to 550 for the second, and so on. */
const SPREAD_TICKS = 5;
/** Before any leader was ever heard of, and a majority may just have come up. */
const FIRST_ELECTION_TICKS = 10;
const LAST_RANK = 4;

/** 0 for the best successor. Without a known order the ids decide. */
export function rankOf(
  nodeId: number,
  voters: readonly number[],
  leaderId: number,
  successors: readonly number[],
): number {
  const known = successors.filter((id) => voters.includes(id) && id !== leaderId);
  const others = voters.filter((id) => id !== leaderId && !known.includes(id));
  const rank = [...known, ...others].indexOf(nodeId);
  return Math.min(rank < 0 ? LAST_RANK : rank, LAST_RANK);
}

/** `random` yields numbers in [0, 1). */
export function electionTimeout(rank: number, electionTicks: number, random: () => number): number {
  return electionTicks + rank * RANK_TICKS + Math.floor(random() * SPREAD_TICKS);
}

/** After the leader's process is known to be gone: 10 to 50 ms for the first in line. */
export function timeoutAfterLoss(rank: number, random: () => number): number {
  return 1 + rank * 4 + Math.floor(random() * 3);
}

/** At the start of a voter: soon, and again in turn. */
export function firstTimeout(rank: number, random: () => number): number {
  return FIRST_ELECTION_TICKS + rank * RANK_TICKS + Math.floor(random() * SPREAD_TICKS);
}
