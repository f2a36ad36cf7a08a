/**
 * What somebody who reads along saw at each offset of one partition, in the order in which it was seen: it must be what
 * is there in the end, all of it, and nothing else.
 */
export interface Sighting<Value> {
  readonly offset: number;
  readonly value: Value;
}

export class Sightings<Value extends number | string> {
  count = 0;
  readonly #name: string;
  /** What comes in one stream comes once; who may be given other partitions meanwhile begins again now and then. */
  readonly #mayRepeat: boolean;
  /** By offset. */
  readonly #seen: Value[] = [];
  readonly #problems: string[] = [];
  #last = -1;

  constructor(name: string, mayRepeat: boolean) {
    this.#name = name;
    this.#mayRepeat = mayRepeat;
  }

  see(offset: number, value: Value): void {
    const before = this.#seen[offset];
    if (before === undefined) this.count++;
    else if (before !== value) this.#problems.push(`${this.#name}: offset ${offset} was ${before}, and then ${value}`);
    if (!this.#mayRepeat && offset <= this.#last) {
      this.#problems.push(`${this.#name}: offset ${offset} was read after ${this.#last}`);
    }
    this.#seen[offset] = value;
    this.#last = offset;
  }

  /** @param there what the partition holds in the end, as far as this reader may see it */
  judge(there: readonly Sighting<Value>[]): string[] {
    const problems = [...this.#problems];
    const expected: Value[] = [];
    for (const { offset, value } of there) {
      expected[offset] = value;
      if (this.#seen[offset] === undefined) problems.push(`${this.#name}: ${value} at ${offset} was never read`);
    }
    this.#seen.forEach((value, offset) => {
      if (expected[offset] === value) return;
      problems.push(`${this.#name}: ${value} was read at ${offset}, where ${expected[offset] ?? 'nothing'} is`);
    });
    return problems;
  }
}
