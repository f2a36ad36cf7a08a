/** The judge of the exactly-once test: what a read_committed consumer sees of the output, and what was committed of the input. */
import { ABORTED, inputPartition } from './pipeline.ts';

export class Violation extends Error {}

export class OutputLedger {
  readonly #seen: Uint8Array;
  readonly #partitions: number;
  /** The last id that came from an input partition to an output partition. */
  readonly #last = new Map<string, number>();
  count = 0;

  constructor(records: number, partitions: number) {
    this.#seen = new Uint8Array(records);
    this.#partitions = partitions;
  }

  get isComplete(): boolean {
    return this.count === this.#seen.length;
  }

  /** @throws Violation */
  see(partition: number, offset: number, value: string): void {
    const where = `output ${partition} at ${offset}`;
    if (value.startsWith(ABORTED)) throw new Violation(`${where}: a record of an aborted transaction: ${value}`);
    const id = Number(value);
    if (!Number.isInteger(id) || id < 0 || id >= this.#seen.length)
      throw new Violation(`${where}: nobody wrote ${value}`);
    if (this.#seen[id] !== 0) throw new Violation(`${where}: record ${id} came twice`);
    this.#seen[id] = 1;
    this.count++;
    const way = `${inputPartition(id, this.#partitions)} ${partition}`;
    const last = this.#last.get(way) ?? -1;
    if (last > id) throw new Violation(`${where}: record ${id} came after ${last} of the same input partition`);
    this.#last.set(way, id);
  }

  /** @throws Violation */
  complete(): void {
    const missing: number[] = [];
    for (let id = 0; id < this.#seen.length && missing.length < 10; id++) if (this.#seen[id] === 0) missing.push(id);
    if (missing.length > 0)
      throw new Violation(`${this.#seen.length - this.count} records are missing from the output: ${missing}, …`);
  }
}

export class OffsetLedger {
  readonly #last = new Map<number, number>();
  readings = 0;

  /** @throws Violation */
  see(partition: number, offset: number): void {
    this.readings++;
    const last = this.#last.get(partition) ?? -1;
    if (offset < last)
      throw new Violation(`the committed offset of input ${partition} went back from ${last} to ${offset}`);
    this.#last.set(partition, offset);
  }
}
