/**
 * Makes the rooms of one broker and tells each what it needs of the others. The controller's threads begin to run; nothing
 * is open and nobody is served before `Broker` goes on. Main thread, once for each broker.
 */
import { randomUUID } from 'node:crypto';
import { isClustered } from '../core/config/broker/cluster-config.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import { type BrokerConfigLayers, brokerValue } from '../core/config/layers.ts';
import { resolveTopicConfig } from '../core/config/topic-config.ts';
import { readGroupConfig } from '../core/groups/group-config.ts';
import { systemClock } from '../runtime/clock/system-clock.ts';
import type { Codecs } from '../runtime/compression/codecs.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import { ApiRegistry } from '../server/handlers/registry.ts';
import { KafkaServer } from '../server/kafka-server.ts';
import { OrderedAppends } from '../services/coordinator/ordered-appends.ts';
import { ReplicaLog } from '../services/coordinator/replica-log.ts';
import { GroupService } from '../services/groups/group-service.ts';
import { MetadataCache } from '../services/metadata/metadata-cache.ts';
import { MetadataService } from '../services/metadata/metadata-service.ts';
import { ProducerIdAllocator } from '../services/metadata/producer-id-allocator.ts';
import { Deadlines } from '../services/purgatory/deadlines.ts';
import { ReplicaManager } from '../services/replica-manager.ts';
import { type ComputeClient, ComputePool, InThreadCompute } from '../workers/compute/compute-client.ts';
import { ControllerClient } from '../workers/controller/controller-client.ts';
import { BrokerGauges } from './broker-gauges.ts';
import { clientListeners } from './client-listeners.ts';
import { ConnectionLimitsFollower } from './connection-limits.ts';
import type { ClaimedDirectories } from './directories.ts';
import { Membership } from './membership.ts';
import { type InThreadParts, startController } from './start-controller.ts';
import { ThreadWatch } from './thread-watch.ts';
import { openTransactions, type TransactionRoom } from './transactions.ts';

/** Compaction and checkpoints; more threads than this would compete with the WAL for the disk. */
const COMPUTE_THREADS = 1;
/** A loop that has not moved for less than this may just have to wait for the processor. */
const LEAST_LOOP_PATIENCE_MS = 1_000;

export interface BrokerRoomsOptions {
  readonly config: BrokerConfig;
  readonly logger: Logger;
  readonly claimed: ClaimedDirectories;
  readonly codecs: Codecs;
  /** Null where the controller has threads of its own. */
  readonly inThread: InThreadParts | null;
  /** The broker cannot go on. */
  fatal(event: string, error: Error): void;
}

export interface BrokerRooms {
  readonly cache: MetadataCache;
  readonly replicas: ReplicaManager;
  readonly server: KafkaServer;
  readonly metadata: MetadataService;
  readonly gauges: BrokerGauges;
  readonly compute: ComputeClient;
  readonly client: ControllerClient;
  readonly membership: Membership;
  readonly deadlines: Deadlines;
  /** Empty: nothing is answered yet. */
  readonly registry: ApiRegistry;
  readonly groups: GroupService;
  readonly producerIds: ProducerIdAllocator;
  readonly transactions: TransactionRoom;
  readonly layers: () => BrokerConfigLayers;
  readonly connectionLimits: ConnectionLimitsFollower;
}

export function makeRooms({ config, logger, claimed, codecs, inThread, fatal }: BrokerRoomsOptions): BrokerRooms {
  const cache = new MetadataCache();
  const deadlines = new Deadlines(systemClock);
  const registry = new ApiRegistry([]);
  const gauges = new BrokerGauges(config.logDirs.length);
  const { shared } = gauges;
  const layers = (): BrokerConfigLayers => ({
    static: config.properties,
    dynamicBroker: cache.brokerConfig(config.nodeId),
    dynamicDefault: cache.clusterConfig(),
  });
  const compute =
    config.threads === 'in-thread'
      ? new InThreadCompute()
      : new ComputePool(COMPUTE_THREADS, {
          counters: shared.page('compute'),
          cleanerCounters: shared.page('cleaner'),
          takesPriority: config.threadPriorities,
        });
  const replicas = new ReplicaManager({
    compute,
    needsLease: isClustered(config),
    brokerId: config.nodeId,
    clock: systemClock,
    logger,
    random: Math.random,
    producerExpirationMs: brokerValue(layers(), 'producer.id.expiration.ms')!.value as number,
    topicConfig: (topic) => resolveTopicConfig(cache.topicConfig(topic), layers()),
  });
  const client = new ControllerClient(startController(config, claimed, gauges, inThread), systemClock, {
    onImage: (entry) => cache.onImage(entry),
    onEntries: (entries) => cache.onEntries(entries),
    onNote: (text) => logger.info('metadata log', { note: text }),
    onLog: (level, event, fields) => logger[level](event, fields),
    onFatal: (error) => fatal('the controller thread cannot go on', error),
  });
  const metadata = new MetadataService(client, cache, replicas, systemClock);
  const watch = new ThreadWatch({
    clock: systemClock,
    logger,
    directories: () => replicas.directories,
    loops: (['replication', 'controller'] as const).map((name) => ({ name, beats: () => shared.beats(name) })),
    diskPatienceMs: config.brokerSessionTimeoutMs,
    loopPatienceMs: Math.max(LEAST_LOOP_PATIENCE_MS, config.brokerSessionTimeoutMs / 2),
  });
  const membership = new Membership({
    config,
    clusterId: claimed.clusterId,
    metadata,
    client,
    replicas,
    clock: systemClock,
    logger,
    isHealthy: () => watch.isHealthy(),
    onLease: (end) => replicas.onLease(end),
    onExpelled: (error) => fatal('expelled from the cluster', error),
  });
  const appends = new OrderedAppends(replicas);
  const log = new ReplicaLog(replicas, appends, systemClock, codecs);
  const codec = config.offsetsTopicCompressionCodec;
  const groups = new GroupService({
    brokerId: config.nodeId,
    cache,
    log: new ReplicaLog(replicas, appends, systemClock, codecs, codec),
    clock: systemClock,
    logger,
    randomUuid: randomUUID,
    config: () => readGroupConfig((property) => brokerValue(layers(), property)?.value),
  });
  const producerIds = new ProducerIdAllocator(metadata, config.nodeId);
  const transactions = openTransactions({
    config,
    cache,
    replicas,
    appends,
    log,
    groups,
    producerIds,
    clock: systemClock,
    logger,
    value: (property) => brokerValue(layers(), property)!.value,
  });
  const server = new KafkaServer({
    listeners: clientListeners(config),
    registry,
    clock: systemClock,
    logger,
    gate: replicas,
    limits: config.connectionLimits,
    maxRequestBytes: config.socketRequestMaxBytes,
    maxIdleMs: config.connectionsMaxIdleMs,
  });
  gauges.start({
    counters: server.counters,
    unanswered: () => server.unansweredRequests(),
    parked: () => deadlines.size,
  });
  const { listeners } = config;
  const connectionLimits = new ConnectionLimitsFollower({ listeners, layers, server, logger });
  return {
    cache,
    replicas,
    server,
    metadata,
    gauges,
    compute,
    client,
    membership,
    deadlines,
    registry,
    groups,
    producerIds,
    transactions,
    layers,
    connectionLimits,
  };
}
