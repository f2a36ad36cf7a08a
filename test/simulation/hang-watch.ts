/** Notices an event that does not end, by the processor time that its process has used: one that is stopped hangs in nothing. */
import { readFileSync } from 'node:fs';

/** Most seeds take about a second. */
export const LONGEST_SEED_MS = 90_000;
const LOOK_MS = 5_000;
/** Of Linux's clock in /proc. */
const TICK_MS = 10;

/** Returns how to end the watch. */
export function watchForHang(pid: number, onHang: () => void): () => void {
  const startedAt = performance.now();
  const usedBefore = usedMs(pid);
  const timer = setInterval(() => {
    const used = usedMs(pid);
    const elapsed = used === null || usedBefore === null ? performance.now() - startedAt : used - usedBefore;
    if (elapsed < LONGEST_SEED_MS) return;
    clearInterval(timer);
    onHang();
  }, LOOK_MS);
  return () => clearInterval(timer);
}

/** Null where the system does not tell. */
function usedMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return (user! + system!) * TICK_MS;
  } catch {
    return null;
  }
}
