/**
 * What somebody who mistyped a name may have meant: of a command, an option, a property. Only sure enough guesses are
 * given, for a wrong one is worse than none. Pure.
 */

/** The one candidate that is nearest to `word`; null when none is near, or several are as near. */
export function nearestWord(word: string, candidates: Iterable<string>): string | null {
  // One slip for each four letters: a short word is soon like another one.
  let least = Math.max(1, Math.floor(word.length / 4)) + 1;
  let nearest: string | null = null;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > least) continue;
    const slips = slipsBetween(word, candidate);
    if (slips > least) continue;
    nearest = slips < least ? candidate : null;
    least = slips;
  }
  return nearest;
}

/** Letters left out, added, exchanged, or swapped with their neighbour, until one word is the other. */
function slipsBetween(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const differs = from[row - 1] === to[column - 1] ? 0 : 1;
      let slips = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + differs);
      const isSwapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwapped) slips = Math.min(slips, beforeLast[column - 2]! + 1);
      current.push(slips);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length]!;
}
