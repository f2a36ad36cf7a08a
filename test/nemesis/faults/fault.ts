/** What one fault is: it strikes a node, takes itself back, and leaves a cluster that can become whole again. */
import type { Prng } from '../../crash/prng.ts';
import type { Network } from '../network.ts';
import type { ClusterNode } from '../nodes.ts';

export interface Scene {
  readonly nodes: readonly ClusterNode[];
  /** null only while no fault needs it. */
  readonly network: Network | null;
  readonly prng: Prng;
  /** Resolves when every broker is up and every partition has its whole in-sync set. */
  untilWhole(): Promise<void>;
}

export interface Fault {
  readonly needs: 'network' | 'shim' | null;
  /** Resolves, when it is over, to what was done, in a few words. @throws what must not happen */
  strike(victim: ClusterNode, scene: Scene): Promise<string>;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

/** `1.5 s` */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
