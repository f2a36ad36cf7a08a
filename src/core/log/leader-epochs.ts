/**
 * The leader epochs of one partition with the offset at which each began: what tells a follower, or a consumer, where
 * its log and ours parted (KIP-101, KIP-320). A function of the log: rebuilt from batch headers in recovery, and kept
 * in `leader-epoch-checkpoint` as a shortcut. Owned by the partition.
 *
 * Invariant: epochs and start offsets both strictly ascend.
 */
import { formatCheckpoint, parseCheckpoint, parseCheckpointNumber } from './checkpoint-format.ts';

export const UNDEFINED_EPOCH = -1;
export const UNDEFINED_EPOCH_OFFSET = -1;

export interface EpochEndOffset {
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

const UNKNOWN: EpochEndOffset = { leaderEpoch: UNDEFINED_EPOCH, endOffset: UNDEFINED_EPOCH_OFFSET };

export class LeaderEpochs {
  #entries: EpochEntry[] = [];

  get entries(): readonly EpochEntry[] {
    return this.#entries;
  }
  /** -1 while no epoch is known. */
  get latestEpoch(): number {
    return this.#entries.at(-1)?.epoch ?? UNDEFINED_EPOCH;
  }

  /**
   * Notes that `epoch` begins at `startOffset`, or began earlier than was known. Entries that contradict the new one
   * belong to a history that is no more, and go. True where something changed: the checkpoint is then stale.
   */
  assign(epoch: number, startOffset: number): boolean {
    const latest = this.#entries.at(-1);
    if (epoch < 0 || startOffset < 0) return false;
    if (latest !== undefined && latest.epoch === epoch && startOffset >= latest.startOffset) return false;
    let keep = this.#entries.length;
    while (keep > 0) {
      const entry = this.#entries[keep - 1]!;
      if (entry.epoch < epoch && entry.startOffset < startOffset) break;
      keep--;
    }
    this.#entries.length = keep;
    this.#entries.push({ epoch, startOffset });
    return true;
  }

  /**
   * The end of the largest epoch at or below the one asked for: (-1, -1) where nothing is known of it. `logEndOffset`
   * ends the latest epoch.
   */
  endOffsetFor(epoch: number, logEndOffset: number): EpochEndOffset {
    const latest = this.latestEpoch;
    if (epoch === UNDEFINED_EPOCH || epoch > latest) return UNKNOWN;
    if (epoch === latest) return { leaderEpoch: epoch, endOffset: logEndOffset };
    // The first epoch above the one asked for exists, and its start is the end that is looked for.
    const next = this.#firstAbove(epoch);
    const endOffset = this.#entries[next]!.startOffset;
    // Before the first known epoch: what is known is only that it ended at or before that one's start.
    return { leaderEpoch: next === 0 ? epoch : this.#entries[next - 1]!.epoch, endOffset };
  }

  /** The epoch under which the record at `offset` was written, or -1. */
  epochForOffset(offset: number): number {
    let low = 0;
    let high = this.#entries.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.startOffset <= offset) low = middle + 1;
      else high = middle - 1;
    }
    return high < 0 ? UNDEFINED_EPOCH : this.#entries[high]!.epoch;
  }

  /** The largest known epoch below `epoch`, or -1. */
  previousEpoch(epoch: number): number {
    let slot = this.#firstAbove(epoch) - 1;
    if (slot >= 0 && this.#entries[slot]!.epoch === epoch) slot--;
    return slot < 0 ? UNDEFINED_EPOCH : this.#entries[slot]!.epoch;
  }

  /** Start of a known epoch, or -1. */
  startOffsetOf(epoch: number): number {
    const entry = this.#entries[this.#firstAbove(epoch) - 1];
    return entry?.epoch === epoch ? entry.startOffset : UNDEFINED_EPOCH_OFFSET;
  }

  /** The log now ends at `endOffset`: epochs that began at or after it are no more. True where something changed. */
  truncateFromEnd(endOffset: number): boolean {
    let keep = this.#entries.length;
    while (keep > 0 && this.#entries[keep - 1]!.startOffset >= endOffset) keep--;
    const isChanged = keep < this.#entries.length;
    this.#entries.length = keep;
    return isChanged;
  }

  /** The log now begins at `startOffset`: the epoch in force there begins there. True where something changed. */
  truncateFromStart(startOffset: number): boolean {
    let inForce = -1;
    while (inForce + 1 < this.#entries.length && this.#entries[inForce + 1]!.startOffset <= startOffset) inForce++;
    if (inForce < 0 || (inForce === 0 && this.#entries[0]!.startOffset === startOffset)) return false;
    const { epoch } = this.#entries[inForce]!;
    this.#entries.splice(0, inForce + 1, { epoch, startOffset });
    return true;
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** As `leader-epoch-checkpoint` holds it. */
  format(): string {
    return formatCheckpoint(this.#entries.map(({ epoch, startOffset }) => [epoch, startOffset]));
  }

  /** Slot of the first entry above `epoch`, or the number of entries. */
  #firstAbove(epoch: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.epoch <= epoch) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The cache from its checkpoint, or what is wrong with that: the caller then rebuilds it from the log. */
export function parseLeaderEpochs(text: string): LeaderEpochs | string {
  const rows = parseCheckpoint(text, 2);
  if (typeof rows === 'string') return rows;
  const epochs = new LeaderEpochs();
  for (const [epochField, offsetField] of rows) {
    const epoch = parseCheckpointNumber(epochField!);
    const startOffset = parseCheckpointNumber(offsetField!);
    const last = epochs.entries.at(-1);
    if (epoch === null || startOffset === null || epoch < 0 || startOffset < 0) {
      return `Malformed entry of the leader epoch checkpoint: ${epochField} ${offsetField}`;
    }
    if (last !== undefined && (epoch <= last.epoch || startOffset <= last.startOffset)) {
      return `Leader epoch ${epoch} at ${startOffset} does not follow epoch ${last.epoch} at ${last.startOffset}`;
    }
    epochs.assign(epoch, startOffset);
  }
  return epochs;
}
