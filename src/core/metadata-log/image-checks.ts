/** Compares the states of the image that nodes report for the same index. Majority is right; whoever differs must end. */
import type { ImageCheck } from './messages.ts';

/** Reports of this many indexes are kept: a peer further behind is not compared. */
const KEPT = 4;

export class ImageChecks {
  readonly #byIndex = new Map<number, Map<number, string>>();

  /** Answers who is known to differ from a majority of the voters, now that this is known as well. */
  report(node: number, check: ImageCheck, voters: readonly number[]): readonly number[] {
    let hashes = this.#byIndex.get(check.index);
    if (hashes === undefined) {
      hashes = new Map();
      this.#byIndex.set(check.index, hashes);
      for (const index of [...this.#byIndex.keys()].sort((a, b) => a - b)) {
        if (this.#byIndex.size > KEPT) this.#byIndex.delete(index);
      }
    }
    if (hashes.get(node) === check.hash) return [];
    hashes.set(node, check.hash);
    const right = majority(hashes, voters);
    return right === null ? [] : [...hashes].filter(([, hash]) => hash !== right).map(([id]) => id);
  }
}

function majority(hashes: ReadonlyMap<number, string>, voters: readonly number[]): string | null {
  const counts = new Map<string, number>();
  for (const voter of voters) {
    const hash = hashes.get(voter);
    if (hash === undefined) continue;
    const count = (counts.get(hash) ?? 0) + 1;
    if (count > voters.length / 2) return hash;
    counts.set(hash, count);
  }
  return null;
}
