/** What the controller thread must know to take part in a quorum of several; null for a node by itself. */

import { isClustered } from '../core/config/broker/cluster-config.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import type { QuorumConfig } from '../workers/controller/controller-host.ts';
import type { ClaimedDirectories } from './directories.ts';

export function quorumOf(config: BrokerConfig, claimed: ClaimedDirectories): QuorumConfig | null {
  if (!isClustered(config)) return null;
  const { controllerListener, controllerQuorumVoters } = config;
  const home = config.metadataLogDir ?? config.logDirs[0];
  return {
    voters: controllerQuorumVoters.map(({ id, host, port }) => ({ nodeId: id, host, port })),
    listen: config.isController && controllerListener !== null ? { ...controllerListener } : null,
    // A voter is a node and its disk: with another disk it is another voter.
    directoryId: (claimed.directories.find(({ path }) => path === home) ?? claimed.directories[0]!).directoryId,
  };
}
