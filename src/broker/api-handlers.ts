/** Every API that this broker serves. ApiVersions is derived from the registry, so what is not here is not advertised. */
import type { BrokerConfig } from '../core/config/broker-config.ts';
import { type BrokerConfigLayers, brokerValue } from '../core/config/layers.ts';
import type { Clock } from '../runtime/clock/clock.ts';
import type { Codecs } from '../runtime/compression/codecs.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import { clusterHandlers } from '../server/handlers/cluster/all.ts';
import { alterConfigsHandler } from '../server/handlers/configs/alter-configs.ts';
import type { BrokerLoggers } from '../server/handlers/configs/config-services.ts';
import { describeConfigsHandler } from '../server/handlers/configs/describe-configs.ts';
import { incrementalAlterConfigsHandler } from '../server/handlers/configs/incremental-alter-configs.ts';
import { listConfigResourcesHandler } from '../server/handlers/configs/list-config-resources.ts';
import { apiVersionsHandler, type BrokerFeatures } from '../server/handlers/discovery/api-versions.ts';
import { describeClusterHandler } from '../server/handlers/discovery/describe-cluster.ts';
import { describeTopicPartitionsHandler } from '../server/handlers/discovery/describe-topic-partitions.ts';
import { metadataHandler } from '../server/handlers/discovery/metadata.ts';
import { groupHandlers } from '../server/handlers/groups/all.ts';
import { txnOffsetCommitHandler } from '../server/handlers/groups/txn-offset-commit.ts';
import type { AnyApiHandler } from '../server/handlers/handler.ts';
import { initProducerIdHandler } from '../server/handlers/producers/init-producer-id.ts';
import { deleteRecordsHandler } from '../server/handlers/records/delete-records.ts';
import { describeProducersHandler } from '../server/handlers/records/describe-producers.ts';
import { fetchHandler } from '../server/handlers/records/fetch.ts';
import { listOffsetsHandler } from '../server/handlers/records/list-offsets.ts';
import { offsetForLeaderEpochHandler } from '../server/handlers/records/offset-for-leader-epoch.ts';
import { produceHandler } from '../server/handlers/records/produce.ts';
import type { ApiRegistry } from '../server/handlers/registry.ts';
import { createPartitionsHandler } from '../server/handlers/topics/create-partitions.ts';
import { createTopicsHandler } from '../server/handlers/topics/create-topics.ts';
import { deleteTopicsHandler } from '../server/handlers/topics/delete-topics.ts';
import { describeLogDirsHandler } from '../server/handlers/topics/describe-log-dirs.ts';
import { transactionHandlers } from '../server/handlers/transactions/all.ts';
import { FetchSessionCache } from '../services/fetch/fetch-session.ts';
import type { GroupService } from '../services/groups/group-service.ts';
import type { MetadataCache } from '../services/metadata/metadata-cache.ts';
import type { MetadataService } from '../services/metadata/metadata-service.ts';
import type { ProducerIdAllocator } from '../services/metadata/producer-id-allocator.ts';
import { TopicArrivals } from '../services/metadata/topic-arrivals.ts';
import type { TopicCreator } from '../services/metadata/topic-creator.ts';
import type { Deadlines } from '../services/purgatory/deadlines.ts';
import type { ReplicaManager } from '../services/replica-manager.ts';
import type { MarkerWriter } from '../services/transactions/marker-writer.ts';
import type { TransactionService } from '../services/transactions/transaction-service.ts';
import type { TransactionVerifier } from '../services/transactions/transaction-verifier.ts';

/** Kafka's own choice of replicas by rack; other selectors are Java classes that cannot be loaded here. */
const RACK_AWARE_SELECTOR = 'org.apache.kafka.common.replica.RackAwareReplicaSelector';

export interface BrokerServices {
  readonly config: BrokerConfig;
  readonly clusterId: string;
  readonly cache: MetadataCache;
  readonly metadata: MetadataService;
  readonly replicas: ReplicaManager;
  readonly creator: TopicCreator;
  readonly producerIds: ProducerIdAllocator;
  readonly groups: GroupService;
  readonly transactions: TransactionService;
  readonly markers: MarkerWriter;
  readonly verifier: TransactionVerifier;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
  readonly codecs: Codecs;
  readonly loggers: BrokerLoggers;
  readonly logger: Logger;
  readonly layers: () => BrokerConfigLayers;
  readonly registry: ApiRegistry;
  readonly features: BrokerFeatures;
}

export function apiHandlers(services: BrokerServices): AnyApiHandler[] {
  const { cache, clusterId, config, creator, groups, layers, loggers, metadata, producerIds, registry } = services;
  const { nodeId } = config;
  const value = (property: string): unknown => brokerValue(layers(), property)!.value;
  const configs = { metadata, nodeId, configLayers: layers, loggers };
  return [
    apiVersionsHandler(registry, services.features, { clusterId, nodeId }),
    metadataHandler({
      clusterId,
      cache,
      creator,
      isAutoCreateEnabled: () => value('auto.create.topics.enable') as boolean,
    }),
    describeClusterHandler({ clusterId, cache }),
    describeTopicPartitionsHandler({
      cache,
      partitionLimit: () => value('max.request.partition.size.limit') as number,
    }),
    produceHandler({ ...services, arrivals: new TopicArrivals(cache, services.clock) }),
    fetchHandler({
      ...services,
      replicaManager: services.replicas,
      metadata: cache,
      sessions: new FetchSessionCache(config.maxIncrementalFetchSessionCacheSlots, Math.random),
      maxFetchBytes: config.fetchMaxBytes,
      isRackAware: brokerValue(layers(), 'replica.selector.class')?.value === RACK_AWARE_SELECTOR,
    }),
    listOffsetsHandler({ ...services, replicaManager: services.replicas, metadata: cache }),
    deleteRecordsHandler({ ...services, replicaManager: services.replicas, metadata: cache }),
    offsetForLeaderEpochHandler({ ...services, replicaManager: services.replicas, metadata: cache }),
    describeProducersHandler({ replicaManager: services.replicas, metadata: cache }),
    describeLogDirsHandler({ replicaManager: services.replicas }),
    initProducerIdHandler({ producerIds, transactions: services.transactions }),
    createTopicsHandler({ metadata, configLayers: layers }),
    deleteTopicsHandler({ metadata }),
    createPartitionsHandler({ metadata }),
    describeConfigsHandler(configs),
    alterConfigsHandler(configs),
    incrementalAlterConfigsHandler(configs),
    listConfigResourcesHandler({ cache }),
    ...clusterHandlers({
      metadata,
      quorum: {
        listenerName: config.controllerListenerNames[0] ?? '',
        voters: config.controllerQuorumVoters,
      },
    }),
    ...groupHandlers({
      groups,
      cache,
      creator,
      isConsumerProtocolEnabled: () =>
        config.groupCoordinatorRebalanceProtocols.includes('consumer') &&
        (cache.image.features.get('group.version') ?? 0) >= 1,
    }),
    txnOffsetCommitHandler(services),
    ...transactionHandlers(services),
  ] as AnyApiHandler[];
}
