/** A rolling restart: every node in turn stops in good order and comes back, the next one when the cluster is whole. */
import type { Fault } from './fault.ts';

export const roll: Fault = {
  needs: null,
  async strike(victim, { nodes, untilWhole }) {
    const order = [...nodes.slice(victim.nodeId - 1), ...nodes.slice(0, victim.nodeId - 1)];
    for (const node of order) {
      await untilWhole();
      await node.stop();
      await node.start();
    }
    return `restarted ${order.map(({ nodeId }) => nodeId).join(', ')} one after the other`;
  },
};
