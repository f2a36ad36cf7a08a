/** SIGSTOP: shorter than every timeout, or longer than every lease, and then it goes on as if nothing had been. */
import type { Prng } from '../../crash/prng.ts';
import { type Fault, seconds, sleep } from './fault.ts';

const LEAST_MS = 500;
const MOST_MS = 20_000;

export const pause: Fault = {
  needs: null,
  async strike(victim, { prng }) {
    const ms = pauseMs(prng);
    victim.pause();
    try {
      await sleep(ms);
    } finally {
      victim.resume();
    }
    return `paused for ${seconds(ms)}`;
  },
};

/** Spread evenly over the orders of magnitude. */
export function pauseMs(prng: Prng): number {
  return Math.round(LEAST_MS * (MOST_MS / LEAST_MS) ** (prng.below(1_001) / 1_000));
}
