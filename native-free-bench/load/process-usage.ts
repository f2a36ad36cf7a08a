/** What a process has used so far, from /proc; zeros where there is none (other systems than Linux). */
import { readFileSync } from 'node:fs';

/** Ticks of /proc per second on every Linux that Node runs on. */
const TICKS = 100;

export interface Usage {
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

/** @param pids what belongs together, as the nodes of a cluster: summed up */
export function usageOf(pids: readonly number[]): Usage {
  let cpuSeconds = 0;
  let rssMb = 0;
  for (const pid of pids) {
    const one = usageOfOne(pid);
    cpuSeconds += one.cpuSeconds;
    rssMb += one.rssMb;
  }
  return { cpuSeconds, rssMb };
}

function usageOfOne(pid: number): Usage {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS, rssMb: Number(rss?.[1] ?? 0) / 1_000 };
  } catch {
    return { cpuSeconds: 0, rssMb: 0 };
  }
}
