/** Every metadata and config handler over one test broker. */
import { alterConfigsHandler } from '../../../src/server/handlers/configs/alter-configs.ts';
import { describeConfigsHandler } from '../../../src/server/handlers/configs/describe-configs.ts';
import { incrementalAlterConfigsHandler } from '../../../src/server/handlers/configs/incremental-alter-configs.ts';
import { listConfigResourcesHandler } from '../../../src/server/handlers/configs/list-config-resources.ts';
import { describeClusterHandler } from '../../../src/server/handlers/discovery/describe-cluster.ts';
import { describeTopicPartitionsHandler } from '../../../src/server/handlers/discovery/describe-topic-partitions.ts';
import { metadataHandler } from '../../../src/server/handlers/discovery/metadata.ts';
import type { AnyApiHandler } from '../../../src/server/handlers/handler.ts';
import { initProducerIdHandler } from '../../../src/server/handlers/producers/init-producer-id.ts';
import { createPartitionsHandler } from '../../../src/server/handlers/topics/create-partitions.ts';
import { createTopicsHandler } from '../../../src/server/handlers/topics/create-topics.ts';
import { deleteTopicsHandler } from '../../../src/server/handlers/topics/delete-topics.ts';
import type { TestBroker } from '../../services/metadata/support.ts';

export function adminHandlers(broker: TestBroker): AnyApiHandler[] {
  const { cache, creator, metadata, producerIds } = broker;
  const clusterId = 'broker-test';
  const levels = new Map([['root', 'INFO']]);
  const configLayers = () => broker.layers();
  const configs = { metadata, nodeId: 1, configLayers, loggers: { levels: () => levels, setLevel: () => {} } };
  const handlers = [
    metadataHandler({ clusterId, cache, creator, isAutoCreateEnabled: () => true }),
    describeClusterHandler({ clusterId, cache }),
    describeTopicPartitionsHandler({ cache, partitionLimit: () => 2_000 }),
    createTopicsHandler({ metadata, configLayers }),
    deleteTopicsHandler({ metadata }),
    createPartitionsHandler({ metadata }),
    describeConfigsHandler(configs),
    alterConfigsHandler(configs),
    incrementalAlterConfigsHandler(configs),
    listConfigResourcesHandler({ cache }),
    initProducerIdHandler({ producerIds, transactions: null }),
  ];
  return handlers as AnyApiHandler[];
}
