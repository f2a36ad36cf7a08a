/**
 * What a transactional producer did, transaction by transaction, and what read_committed readers find of it: all of what
 * was committed, once and in order, in every partition; nothing of what was aborted; all or nothing of what nobody knows.
 */
export type Outcome = 'open' | 'committed' | 'aborted' | 'unknown';

export interface TransactionRecord {
  readonly producer: number;
  readonly transaction: number;
  readonly index: number;
}

export function encodeRecord({ producer, transaction, index }: TransactionRecord): string {
  return `${producer}/${transaction}/${index}`;
}

/** null for what no transactional producer wrote. */
export function decodeRecord(value: string): TransactionRecord | null {
  const match = /^(\d+)\/(\d+)\/(\d+)$/.exec(value);
  return match === null ? null : { producer: Number(match[1]), transaction: Number(match[2]), index: Number(match[3]) };
}

export class TransactionHistory {
  readonly #producer: number;
  /** By number; each wrote records 0 … `size` - 1, record i to partition i modulo `partitions`. */
  readonly #outcomes: Outcome[] = [];
  readonly #size: number;
  readonly #partitions: number;

  constructor(producer: number, size: number, partitions: number) {
    this.#producer = producer;
    this.#size = size;
    this.#partitions = partitions;
  }

  /** @returns the number of a new transaction */
  begin(): number {
    return this.#outcomes.push('open') - 1;
  }

  end(transaction: number, outcome: Outcome): void {
    this.#outcomes[transaction] = outcome;
  }

  count(outcome: Outcome): number {
    return this.#outcomes.filter((each) => each === outcome).length;
  }

  /** @param partitions what read_committed readers find, in order */
  judge(partitions: readonly (readonly string[])[]): string[] {
    const problems: string[] = [];
    const found = new Map<number, number>();
    for (const [partition, values] of partitions.entries()) {
      let last = { transaction: -1, index: -1 };
      for (const value of values) {
        const record = decodeRecord(value);
        if (record === null || record.producer !== this.#producer) continue;
        const { index, transaction } = record;
        const isInOrder = transaction > last.transaction || (transaction === last.transaction && index > last.index);
        if (!isInOrder) problems.push(`${partition}: ${value} is there after ${last.transaction}/${last.index}`);
        if (index % this.#partitions !== partition) problems.push(`${partition}: ${value} belongs elsewhere`);
        if (this.#outcomes[transaction] === undefined) problems.push(`${partition}: ${value} was never written`);
        if (this.#outcomes[transaction] === 'aborted') problems.push(`${partition}: ${value} was aborted, and is read`);
        found.set(transaction, (found.get(transaction) ?? 0) + 1);
        last = { transaction, index };
      }
    }
    for (const [transaction, outcome] of this.#outcomes.entries()) {
      const count = found.get(transaction) ?? 0;
      const isWhole = count === this.#size || (outcome !== 'committed' && count === 0);
      const name = `transaction ${this.#producer}/${transaction} (${outcome})`;
      if (!isWhole) problems.push(`${name}: ${count} of its ${this.#size} records are there`);
    }
    return problems;
  }
}
