/** Cuts of the network around a node, whole or in one direction, seen by clients or not. */
import type { Prng } from '../../crash/prng.ts';
import { CLIENTS } from '../network.ts';
import { type Fault, seconds, sleep } from './fault.ts';

const LEAST_MS = 500;
const MOST_MS = 12_000;

export const SHAPES = ['from all', 'from its peers', 'outwards', 'inwards', 'from one peer'] as const;
type Shape = (typeof SHAPES)[number];

type Cut = readonly [from: number, to: number];

export const partition: Fault = {
  needs: 'network',
  async strike(victim, { network, nodes, prng }) {
    const shape = SHAPES[prng.below(SHAPES.length)]!;
    const peers = nodes.map(({ nodeId }) => nodeId).filter((nodeId) => nodeId !== victim.nodeId);
    const cuts = cutsOf(shape, victim.nodeId, peers, prng);
    const ms = prng.between(LEAST_MS, MOST_MS);
    for (const [from, to] of cuts) network!.cut(from, to);
    try {
      await sleep(ms);
    } finally {
      for (const [from, to] of cuts) network!.heal(from, to);
    }
    return `cut ${shape} for ${seconds(ms)}`;
  },
};

export function cutsOf(shape: Shape, victim: number, peers: readonly number[], prng: Prng): Cut[] {
  const out = (others: readonly number[]): Cut[] => others.map((other) => [victim, other]);
  const both = (others: readonly number[]): Cut[] => [...out(others), ...others.map((other): Cut => [other, victim])];
  switch (shape) {
    case 'from all':
      return both([...peers, CLIENTS]);
    case 'from its peers':
      return both(peers);
    case 'outwards':
      return out(peers);
    case 'inwards':
      return peers.map((peer) => [peer, victim]);
    case 'from one peer':
      return both([peers[prng.below(peers.length)]!]);
  }
}
