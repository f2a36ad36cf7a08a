/** The wall clock of a node jumps, and jumps back; its monotonic clock goes on. */
import { type Fault, seconds, sleep } from './fault.ts';

const HOUR_MS = 3_600_000;
const JUMPS_MS = [2_000, 90_000, HOUR_MS, 24 * HOUR_MS, 10 * 24 * HOUR_MS];

export const clock: Fault = {
  needs: 'shim',
  async strike(victim, { prng }) {
    const jump = JUMPS_MS[prng.below(JUMPS_MS.length)]! * (prng.chance(50) ? 1 : -1);
    const ms = prng.between(1_000, 4_000);
    victim.faults.set({ clockOffsetMs: jump });
    await sleep(ms);
    victim.faults.set({});
    return `clock off by ${jump / 1000} s for ${seconds(ms)}`;
  },
};
