/** Changes of the members as tests write them down and propose them. */
import type { ConfigurationChange, MemberChange, Transition } from '../../../../src/core/raft/configuration-change.ts';
import type { LocalCluster } from './local-cluster.ts';

export function change(changes: readonly MemberChange[], transition: Transition = 'auto'): ConfigurationChange {
  return { transition, changes, context: new Uint8Array(0) };
}

export function proposeChange(cluster: LocalCluster, id: number, proposed: ConfigurationChange): void {
  cluster.node(id).proposeConfigurationChange(proposed);
  cluster.run();
}
