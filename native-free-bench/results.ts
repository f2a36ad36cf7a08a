/** A file of results: what was measured, where, and how busy the machine was with other things. */
import type { EndToEndRow } from './load/end-to-end.ts';
import type { GroupRow } from './load/groups.ts';
import type { Machine } from './machine.ts';
import type { MicroRow } from './micro.ts';

export interface Results {
  /** Of this format. */
  readonly version: 2;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly machine: Machine;
  /** Load averages of a minute before the run and after it: the run itself is in the second. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  /** Compiled addons that were loaded, by mode: none, in an honest run without addons. */
  readonly addons: Readonly<Record<string, readonly string[]>>;
  /** Packages whose columns are blank, because they are not installed. */
  readonly missing: readonly string[];
  readonly micro: readonly MicroRow[];
  readonly endToEnd: readonly EndToEndRow[];
  readonly groups: readonly GroupRow[];
}

/** What a reader must know before the figures; null when nothing speaks against them. */
export function doubtOf({ loadBefore, machine }: Results): string | null {
  if (loadBefore <= machine.cores / 2) return null;
  return `The machine was busy with something else when this began: load ${loadBefore.toFixed(1)} on ${machine.cores} cores.`;
}
