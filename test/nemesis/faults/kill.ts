/** SIGKILL, and a start a while later. */
import { type Fault, seconds, sleep } from './fault.ts';

export const kill: Fault = {
  needs: null,
  async strike(victim, { prng }) {
    await victim.kill();
    const ms = prng.below(3_000);
    await sleep(ms);
    await victim.start();
    return `killed, and back after ${seconds(ms)}`;
  },
};
