/**
 * Puts replication together for a broker that has peers. Loaded only there: a node by itself has nobody to replicate with.
 * Main thread.
 */
import { hostname } from 'node:os';
import { replicationThrottlesOf } from '../core/config/broker/replication-throttles.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import type { BrokerConfigLayers } from '../core/config/layers.ts';
import { ResourceType } from '../core/metadata/configs-image.ts';
import { ApiKey } from '../core/protocol/api-keys.ts';
import { systemClock } from '../runtime/clock/system-clock.ts';
import type { PageHandle } from '../runtime/counters/counter-page.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import type { MetadataCache } from '../services/metadata/metadata-cache.ts';
import type { MetadataService } from '../services/metadata/metadata-service.ts';
import type { ReplicaManager } from '../services/replica-manager.ts';
import { REPLICATION_ENDPOINT, ReplicationService } from '../services/replication/replication-service.ts';
import type { ComputeClient } from '../workers/compute/compute-client.ts';
import { startInThreadReplication, startReplicationThread, tcpParts } from '../workers/replication/replication-host.ts';
import { newUuid } from './directories.ts';
import type { InternalEndpoint } from './membership.ts';

const WILDCARDS: ReadonlySet<string> = new Set(['', '0.0.0.0', '::']);

export interface ReplicationParts {
  readonly config: BrokerConfig;
  readonly layers: () => BrokerConfigLayers;
  readonly clusterId: string;
  readonly replicas: ReplicaManager;
  readonly cache: MetadataCache;
  readonly metadata: MetadataService;
  readonly compute: ComputeClient;
  readonly logger: Logger;
  /** Where the replication thread keeps its figures. */
  readonly counters: PageHandle;
  readonly onFatal: (error: Error) => void;
}

export interface OpenedReplication {
  readonly service: ReplicationService;
  /** To be registered with the broker's listeners. */
  readonly endpoint: InternalEndpoint;
}

/** After the log directories are open, before the broker registers. */
export async function openReplication(parts: ReplicationParts): Promise<OpenedReplication> {
  const { config, cache, metadata } = parts;
  const { host, port: wantedPort, advertisedHost } = addressOf(config);
  const service = new ReplicationService({
    brokerId: config.nodeId,
    clusterId: parts.clusterId,
    incarnationId: newUuid(),
    host,
    port: wantedPort,
    ringBytes: config.ringBytes,
    replicas: parts.replicas,
    compute: parts.compute,
    clock: systemClock,
    logger: parts.logger,
    image: () => cache.image,
    throttles: () => replicationThrottlesOf(parts.layers()),
    maxLagMs: () => config.replicaLagTimeMaxMs,
    alterPartition: (request, deadline, callback) => {
      metadata.submit({ apiKey: ApiKey.AlterPartition, request }, deadline, ({ response }) => callback(response));
    },
    startHost:
      config.threads === 'in-thread' ? (start) => startInThreadReplication(start, tcpParts) : startReplicationThread,
    counters: parts.counters,
    onFatal: parts.onFatal,
  });
  let port: number;
  try {
    port = await service.start();
  } catch (error) {
    await service.stop();
    throw error;
  }
  cache.subscribe((delta) => {
    if (delta.changedBrokers.size > 0) service.refreshPeers();
    for (const { type } of delta.changedConfigs()) if (type === ResourceType.BROKER) return service.throttlesChanged();
  });
  return { service, endpoint: { name: REPLICATION_ENDPOINT, host: advertisedHost, port } };
}

/**
 * Where other brokers reach this one: at the listener REPLICATION, if there is one (`listeners=…,REPLICATION://:9094`, with
 * REPLICATION:PLAINTEXT in the protocol map); else beside the inter-broker listener, at `chronik.replication.port`.
 */
function addressOf(config: BrokerConfig): { host: string; port: number; advertisedHost: string } {
  const own = config.listeners.find((listener) => listener.name === REPLICATION_ENDPOINT);
  const name = own?.name ?? config.interBrokerListenerName;
  const bound = own ?? config.listeners.find((listener) => listener.name === name) ?? config.listeners[0]!;
  const beside = config.advertisedListeners.find((listener) => listener.name === config.interBrokerListenerName);
  const advertised = config.advertisedListeners.find((listener) => listener.name === name) ?? beside;
  const advertisedHost = advertised?.host ?? (WILDCARDS.has(bound.host) ? hostname() : bound.host);
  return { host: bound.host, port: own?.port ?? config.replicationPort, advertisedHost };
}
