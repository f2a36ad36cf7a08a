/** A disk that is slow, that loses its syncs, or that is full. */
import { type Fault, seconds, sleep } from './fault.ts';

/** The parts of a data directory that are synced by threads of their own; '' for all. */
const SCOPES = ['', '__chronik_journal', '__chronik_metadata'] as const;
/** A broker whose only log directory is lost has to be gone by then. */
const GIVE_UP_MS = 10_000;

function nameOf(scope: string): string {
  return scope === '' ? 'all' : scope;
}

export const slowDisk: Fault = {
  needs: 'shim',
  async strike(victim, { prng }) {
    const scope = SCOPES[prng.below(SCOPES.length)]!;
    const syncDelayMs = [50, 200, 600, 1_500, 3_000][prng.below(5)]!;
    const ms = prng.between(2_000, 8_000);
    victim.faults.set({ syncDelayMs, scope });
    await sleep(ms);
    victim.faults.set({});
    return `syncs of ${nameOf(scope)} took ${seconds(syncDelayMs)} for ${seconds(ms)}`;
  },
};

export const failingDisk: Fault = {
  needs: 'shim',
  async strike(victim, { prng }) {
    const scope = SCOPES[prng.below(SCOPES.length)]!;
    const before = victim.faults.felt().failed;
    victim.faults.set({ syncsFail: true, scope });
    const hasEnded = await victim.endsWithin(GIVE_UP_MS);
    const felt = victim.faults.felt().failed - before;
    victim.faults.set({});
    if (!hasEnded && felt > 0) {
      throw new Error(`node ${victim.nodeId} runs on ${seconds(GIVE_UP_MS)} after a failed sync of ${nameOf(scope)}`);
    }
    await sleep(prng.below(1_500));
    // Nothing was synced meanwhile: with no load there is nothing to lose.
    if (!hasEnded) return `syncs of ${nameOf(scope)} would have failed`;
    await victim.start();
    return `${felt} failed syncs of ${nameOf(scope)} ended it`;
  },
};

export const fullDisk: Fault = {
  needs: 'shim',
  async strike(victim, { prng }) {
    const before = victim.faults.felt().refused;
    const ms = prng.between(1_000, 6_000);
    victim.faults.set({ isFull: true });
    const hasEnded = await victim.endsWithin(ms);
    victim.faults.set({});
    const refused = victim.faults.felt().refused - before;
    if (hasEnded) await victim.start();
    return `disk full for ${seconds(ms)}: ${refused} writes refused${hasEnded ? ', which ended it' : ''}`;
  },
};
