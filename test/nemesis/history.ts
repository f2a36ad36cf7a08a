/**
 * What one producer did to one partition, and what the partition holds in the end. Values are the numbers 0, 1, 2 … in
 * the order in which they were produced, so that a record that is lost, stored twice or out of order shows by itself.
 */

export interface ReadRecord {
  readonly offset: number;
  readonly value: number;
}

interface Acknowledgement {
  readonly firstValue: number;
  readonly count: number;
  readonly baseOffset: number;
}

export class PartitionHistory {
  readonly name: string;
  /** Values below have been handed to the producer. */
  produced = 0;
  /** Values below have been acknowledged: batches of a partition are acknowledged in order. */
  acknowledged = 0;
  readonly #acknowledgements: Acknowledgement[] = [];
  /** Milliseconds of each acknowledgement, with the first value it covers. */
  readonly #times: { readonly at: number; readonly firstValue: number }[] = [];

  constructor(name: string) {
    this.name = name;
  }

  onAcknowledged(baseOffset: number, count: number, at: number): void {
    this.#acknowledgements.push({ firstValue: this.acknowledged, count, baseOffset });
    this.#times.push({ at, firstValue: this.acknowledged });
    this.acknowledged += count;
  }

  /** Where the partition ended, at least, for whoever knows of all that was acknowledged by then; 0 where nothing was. */
  endAt(time: number): number {
    let end = 0;
    for (const [i, { at }] of this.#times.entries()) {
      if (at > time) break;
      const { baseOffset, count } = this.#acknowledgements[i]!;
      end = Math.max(end, baseOffset + count);
    }
    return end;
  }

  /** From `at` to the next acknowledgement; null while there has been none. */
  silenceAfter(at: number): number | null {
    for (let i = this.#times.length - 1; i >= 0; i--) {
      if (this.#times[i]!.at < at) return i + 1 < this.#times.length ? this.#times[i + 1]!.at - at : null;
    }
    return this.#times.length > 0 ? Math.max(0, this.#times[0]!.at - at) : null;
  }

  /** The longest time between two acknowledgements of those that overlap with [from, to]. */
  longestSilence(from: number, to: number): number {
    let longest = 0;
    for (let i = 1; i < this.#times.length; i++) {
      const [earlier, later] = [this.#times[i - 1]!.at, this.#times[i]!.at];
      if (later >= from && earlier <= to) longest = Math.max(longest, later - earlier);
    }
    return longest;
  }

  /**
   * Everything that is wrong with what was read from the beginning to the end of the partition, as sentences.
   * @param isSettled the producer has had every record acknowledged, so nothing more than that may be there
   */
  judge(records: readonly ReadRecord[], isSettled: boolean): string[] {
    const problems: string[] = [];
    const found = new Map<number, number>();
    let last = -1;
    for (const { offset, value } of records) {
      const earlier = found.get(value);
      if (earlier !== undefined) problems.push(`${this.name}: ${value} is there twice, at ${earlier} and ${offset}`);
      else if (value < last) problems.push(`${this.name}: ${value} comes after ${last}, at ${offset}`);
      if (value >= this.produced) problems.push(`${this.name}: ${value} was never produced, at ${offset}`);
      if (earlier === undefined) found.set(value, offset);
      last = Math.max(last, value);
    }
    for (let i = 1; i < records.length; i++) {
      const gap = records[i]!.offset - records[i - 1]!.offset;
      if (gap !== 1) problems.push(`${this.name}: offset ${records[i]!.offset} follows ${records[i - 1]!.offset}`);
    }
    for (const { baseOffset, count, firstValue } of this.#acknowledgements) {
      for (let i = 0; i < count; i++) {
        const offset = found.get(firstValue + i);
        if (offset === undefined) problems.push(`${this.name}: ${firstValue + i} was acknowledged and is lost`);
        else if (baseOffset >= 0 && offset !== baseOffset + i) {
          problems.push(`${this.name}: ${firstValue + i} was acknowledged at ${baseOffset + i} and is at ${offset}`);
        }
      }
    }
    if (isSettled && found.size !== this.acknowledged) {
      problems.push(`${this.name}: ${found.size} records for ${this.acknowledged} acknowledged ones`);
    }
    return problems;
  }
}

/** The value below which `share` of the values lie; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
