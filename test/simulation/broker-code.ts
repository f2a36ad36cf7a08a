/** What the simulation takes out of the broker's sources, and runs on virtual machines. */

/** By the name under which it is taken; below `src`. */
export const ROOMS = {
  broker: 'broker/broker.ts',
  localCluster: 'broker/local-cluster.ts',
  admin: 'client/admin.ts',
  api: 'client/api.ts',
  client: 'client/kafka-client.ts',
  clientConsumer: 'client/consumer.ts',
  clientError: 'client/kafka-error.ts',
  clientOffsets: 'client/list-offsets.ts',
  clientPartitions: 'client/partitions.ts',
  clientProducer: 'client/producer.ts',
  clientQuorum: 'client/quorum.ts',
  brokerConfig: 'core/config/broker-config.ts',
  imageSnapshot: 'core/metadata/image-snapshot.ts',
  addRaftVoterRequest: 'core/protocol/generated/add-raft-voter-request.ts',
  addRaftVoterResponse: 'core/protocol/generated/add-raft-voter-response.ts',
  removeRaftVoterRequest: 'core/protocol/generated/remove-raft-voter-request.ts',
  removeRaftVoterResponse: 'core/protocol/generated/remove-raft-voter-response.ts',
  codecs: 'runtime/compression/codecs.ts',
  hostedPartition: 'services/partition/hosted-partition.ts',
  committedImage: 'workers/controller/committed-image.ts',
  controllerAgent: 'workers/controller/controller-agent.ts',
  metadataLog: 'workers/controller/metadata-log.ts',
  raftAgent: 'workers/raft/raft-agent.ts',
  raftStore: 'workers/raft/raft-store.ts',
  clusterImage: 'core/metadata/cluster-image.ts',
  controllerTerm: 'core/metadata-log/controller-term.ts',
  highWatermark: 'core/partition/high-watermark.ts',
  logDirectory: 'services/log/log-directory.ts',
  raftNode: 'core/raft/raft-node.ts',
  replica: 'core/metadata-log/replica.ts',
} as const;

export interface BrokerCode {
  readonly broker: typeof import('../../src/broker/broker.ts');
  readonly localCluster: typeof import('../../src/broker/local-cluster.ts');
  readonly admin: typeof import('../../src/client/admin.ts');
  readonly api: typeof import('../../src/client/api.ts');
  readonly client: typeof import('../../src/client/kafka-client.ts');
  readonly clientConsumer: typeof import('../../src/client/consumer.ts');
  readonly clientError: typeof import('../../src/client/kafka-error.ts');
  readonly clientOffsets: typeof import('../../src/client/list-offsets.ts');
  readonly clientPartitions: typeof import('../../src/client/partitions.ts');
  readonly clientProducer: typeof import('../../src/client/producer.ts');
  readonly clientQuorum: typeof import('../../src/client/quorum.ts');
  readonly brokerConfig: typeof import('../../src/core/config/broker-config.ts');
  readonly imageSnapshot: typeof import('../../src/core/metadata/image-snapshot.ts');
  readonly addRaftVoterRequest: typeof import('../../src/core/protocol/generated/add-raft-voter-request.ts');
  readonly addRaftVoterResponse: typeof import('../../src/core/protocol/generated/add-raft-voter-response.ts');
  readonly removeRaftVoterRequest: typeof import('../../src/core/protocol/generated/remove-raft-voter-request.ts');
  readonly removeRaftVoterResponse: typeof import('../../src/core/protocol/generated/remove-raft-voter-response.ts');
  readonly codecs: typeof import('../../src/runtime/compression/codecs.ts');
  readonly hostedPartition: typeof import('../../src/services/partition/hosted-partition.ts');
  readonly committedImage: typeof import('../../src/workers/controller/committed-image.ts');
  readonly controllerAgent: typeof import('../../src/workers/controller/controller-agent.ts');
  readonly metadataLog: typeof import('../../src/workers/controller/metadata-log.ts');
  readonly raftAgent: typeof import('../../src/workers/raft/raft-agent.ts');
  readonly raftStore: typeof import('../../src/workers/raft/raft-store.ts');
  readonly clusterImage: typeof import('../../src/core/metadata/cluster-image.ts');
  readonly controllerTerm: typeof import('../../src/core/metadata-log/controller-term.ts');
  readonly highWatermark: typeof import('../../src/core/partition/high-watermark.ts');
  readonly logDirectory: typeof import('../../src/services/log/log-directory.ts');
  readonly raftNode: typeof import('../../src/core/raft/raft-node.ts');
  readonly replica: typeof import('../../src/core/metadata-log/replica.ts');
}

export type RunningBroker = BrokerCode['broker']['Broker']['prototype'];
