/**
 * A log told by its epochs alone: enough for two nodes to find how far their logs are the same. One writer per epoch and
 * no gaps make it so: where two logs have the same epoch at an index, they are equal up to there.
 */
import type { LogPosition } from './log-entry.ts';

export interface EpochRun {
  readonly epoch: number;
  /** Index of its last entry in this log. */
  readonly end: number;
}

export interface LogOutline {
  /** The last entry that is no longer held; the first run covers it. */
  readonly base: LogPosition;
  /** Ascending; at least one. */
  readonly runs: readonly EpochRun[];
}

export function outlineEnd({ runs }: LogOutline): LogPosition {
  const { epoch, end } = runs[runs.length - 1]!;
  return { epoch, index: end };
}

/**
 * The highest index up to which a log is known to be equal to that of a controller, present or to be. What it does not
 * hold any more is committed, and so the same in both.
 */
export function forkPoint(log: LogOutline, controllers: LogOutline): number {
  return Math.max(log.base.index, lastCommon(log, controllers));
}

function lastCommon(a: LogOutline, b: LogOutline): number {
  let i = a.runs.length - 1;
  let j = b.runs.length - 1;
  while (i >= 0 && j >= 0) {
    const left = a.runs[i]!;
    const right = b.runs[j]!;
    if (left.epoch === right.epoch) return Math.min(left.end, right.end);
    if (left.epoch > right.epoch) i--;
    else j--;
  }
  return 0;
}
