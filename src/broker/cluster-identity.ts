/**
 * The id of a cluster that nobody has formatted: drawn by a node by itself, but the same on every node of several, since
 * they start without having spoken. It follows from the voters, and is kept by the directories from then on.
 */
import { createHash } from 'node:crypto';
import { randomUuidFrom } from '../core/bytes/uuid.ts';
import { isClustered } from '../core/config/broker/cluster-config.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import { newUuid } from './directories.ts';

/** What directories get that belong to no cluster yet, where CLUSTER_ID does not say. */
export function newClusterId(config: BrokerConfig): string {
  if (!isClustered(config)) return newUuid();
  const voters = config.controllerQuorumVoters.map(({ id, host, port }) => `${id}@${host}:${port}`).sort();
  for (let attempt = 0; ; attempt++) {
    const digest = createHash('sha256')
      .update(`${attempt}:${voters.join(',')}`)
      .digest();
    const id = randomUuidFrom(digest.subarray(0, 16));
    if (id !== null) return id;
  }
}
