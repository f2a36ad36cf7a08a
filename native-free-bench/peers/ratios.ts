/** Figures of alternating rounds to paired ratios: each round's figure of ours over the peer's of the same round. Pure. */

export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, lowest: sorted[0]!, highest: sorted.at(-1)! };
}

/** By round; rounds that one of the two has not are left out. */
export function pairedRatios(ours: ReadonlyMap<number, number>, theirs: ReadonlyMap<number, number>): number[] {
  const ratios: number[] = [];
  for (const [round, value] of ours) {
    const other = theirs.get(round);
    if (other !== undefined && Number.isFinite(value / other)) ratios.push(value / other);
  }
  return ratios;
}

export type Verdict = 'met' | 'not met' | 'within spread';

/** A target inside the spread of the rounds is neither met nor missed. One round has no spread, and says what it says. */
export function verdictOf(spread: Spread, target: number, isHigherBetter: boolean): Verdict {
  const isMet = (value: number): boolean => (isHigherBetter ? value >= target : value <= target);
  if (isMet(spread.lowest) && isMet(spread.highest)) return 'met';
  if (!isMet(spread.lowest) && !isMet(spread.highest)) return 'not met';
  return 'within spread';
}
