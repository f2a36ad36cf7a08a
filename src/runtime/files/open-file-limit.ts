/** How many files this process may have open. Node raises its soft limit to the hard one at the start. */
import { readFileSync } from 'node:fs';

/** Where the system does not say: what Linux and macOS give a process at the least. */
const USUAL_LIMIT = 4096;

export function openFileLimit(): number {
  try {
    return parseOpenFileLimit(readFileSync('/proc/self/limits', 'latin1'));
  } catch {
    // Not Linux.
    return USUAL_LIMIT;
  }
}

/** @param text of /proc/<pid>/limits (proc(5)) */
export function parseOpenFileLimit(text: string): number {
  const [, soft] = /^Max open files +(\S+)/m.exec(text) ?? [];
  if (soft === 'unlimited') return Number.POSITIVE_INFINITY;
  return Number(soft) > 0 ? Number(soft) : USUAL_LIMIT;
}
