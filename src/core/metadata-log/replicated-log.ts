/**
 * The part of the metadata log that is held in memory: what is not committed yet, and a stretch behind it from which
 * lagging peers are served. Knows nothing of disks and of who may write; its owner (replica.ts) does.
 */
import { assert } from '../base/assert.ts';
import type { LogEntry, LogPosition } from './log-entry.ts';
import type { EpochRun, LogOutline } from './log-outline.ts';

/** What an entry takes besides its payload, on the wire and in memory, roughly. */
const ENTRY_OVERHEAD = 64;

export class ReplicatedLog {
  #base: LogPosition;
  #entries: LogEntry[] = [];
  #runs: EpochRun[];
  #bytes = 0;

  /** `base`: the last entry of a snapshot, or ORIGIN; `entries` follow it without a gap. */
  constructor(base: LogPosition, entries: readonly LogEntry[]) {
    this.#base = base;
    this.#runs = [{ epoch: base.epoch, end: base.index }];
    for (const entry of entries) this.append(entry);
  }

  /** The last entry that is not held. */
  get base(): LogPosition {
    return this.#base;
  }

  get last(): LogPosition {
    const { epoch, end } = this.#runs[this.#runs.length - 1]!;
    return { epoch, index: end };
  }

  get bytes(): number {
    return this.#bytes;
  }

  outline(): LogOutline {
    return { base: this.#base, runs: [...this.#runs] };
  }

  /** Null below the base and behind the end. */
  epochAt(index: number): number | null {
    if (index === this.#base.index) return this.#base.epoch;
    return this.entryAt(index)?.epoch ?? null;
  }

  entryAt(index: number): LogEntry | null {
    return this.#entries[index - this.#base.index - 1] ?? null;
  }

  /** Entries from `index` on, at least one, then as many as fit in `maxBytes`. Empty behind the end. */
  from(index: number, maxBytes: number): LogEntry[] {
    assert(index > this.#base.index, 'entries before the base are not held');
    const result: LogEntry[] = [];
    let bytes = 0;
    for (let at = index - this.#base.index - 1; at < this.#entries.length; at++) {
      const entry = this.#entries[at]!;
      bytes += entrySize(entry);
      if (bytes > maxBytes && result.length > 0) break;
      result.push(entry);
    }
    return result;
  }

  append(entry: LogEntry): void {
    const { epoch, end } = this.#runs[this.#runs.length - 1]!;
    assert(entry.index === end + 1, 'the metadata log has no gaps');
    assert(entry.epoch >= epoch, 'epochs of the metadata log never go back');
    this.#entries.push(entry);
    this.#bytes += entrySize(entry);
    if (entry.epoch === epoch) this.#runs.pop();
    this.#runs.push({ epoch: entry.epoch, end: entry.index });
  }

  /** Removes every entry behind `index`. */
  truncate(index: number): void {
    assert(index >= this.#base.index, 'what is behind the base cannot be taken back');
    for (const entry of this.#entries.splice(index - this.#base.index)) this.#bytes -= entrySize(entry);
    while (this.#runs.length > 1 && this.#startOf(this.#runs.length - 1) > index) this.#runs.pop();
    const run = this.#runs.pop()!;
    this.#runs.push({ epoch: run.epoch, end: Math.min(run.end, index) });
  }

  /** Starts anew behind a snapshot. */
  reset(base: LogPosition): void {
    this.#base = base;
    this.#entries = [];
    this.#bytes = 0;
    this.#runs = [{ epoch: base.epoch, end: base.index }];
  }

  /** Forgets the entries up to `index`. */
  dropThrough(index: number): void {
    if (index <= this.#base.index) return;
    const epoch = this.epochAt(index);
    assert(epoch !== null, 'only what is held can be forgotten');
    for (const entry of this.#entries.splice(0, index - this.#base.index)) this.#bytes -= entrySize(entry);
    this.#base = { epoch, index };
    this.#runs = this.#runs.filter((run) => run.end >= index);
  }

  #startOf(run: number): number {
    return run === 0 ? this.#base.index : this.#runs[run - 1]!.end + 1;
  }
}

export function entrySize(entry: LogEntry): number {
  return entry.payload.length + ENTRY_OVERHEAD;
}
