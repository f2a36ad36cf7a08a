/** What was found to be wrong in a run. The first is what counts: others often follow from it. */

export class Violations {
  readonly #most: number;
  readonly found: { readonly rule: string; readonly text: string }[] = [];

  /** @param most after so many nothing more is looked for */
  constructor(most = 5) {
    this.#most = most;
  }

  /** @param rule an invariant's number (`I31`) or a word (`crash`) */
  add(rule: string, text: string): void {
    if (!this.isFull) this.found.push({ rule, text });
  }

  get isFull(): boolean {
    return this.found.length >= this.#most;
  }
}

/** As `Violations.add`, and the log of the run says when. */
export type Report = (rule: string, text: string) => void;
