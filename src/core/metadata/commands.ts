/** What the controller can be asked to do: Kafka's requests, by api key, and the codecs to store or send them. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { ApiKey } from '../protocol/api-keys.ts';
import {
  type AddRaftVoterRequest,
  readAddRaftVoterRequest,
  writeAddRaftVoterRequest,
} from '../protocol/generated/add-raft-voter-request.ts';
import {
  type AddRaftVoterResponse,
  readAddRaftVoterResponse,
  writeAddRaftVoterResponse,
} from '../protocol/generated/add-raft-voter-response.ts';
import {
  type AllocateProducerIdsRequest,
  readAllocateProducerIdsRequest,
  writeAllocateProducerIdsRequest,
} from '../protocol/generated/allocate-producer-ids-request.ts';
import {
  type AllocateProducerIdsResponse,
  readAllocateProducerIdsResponse,
  writeAllocateProducerIdsResponse,
} from '../protocol/generated/allocate-producer-ids-response.ts';
import {
  type AlterConfigsRequest,
  readAlterConfigsRequest,
  writeAlterConfigsRequest,
} from '../protocol/generated/alter-configs-request.ts';
import {
  type AlterConfigsResponse,
  readAlterConfigsResponse,
  writeAlterConfigsResponse,
} from '../protocol/generated/alter-configs-response.ts';
import {
  type AlterPartitionReassignmentsRequest,
  readAlterPartitionReassignmentsRequest,
  writeAlterPartitionReassignmentsRequest,
} from '../protocol/generated/alter-partition-reassignments-request.ts';
import {
  type AlterPartitionReassignmentsResponse,
  readAlterPartitionReassignmentsResponse,
  writeAlterPartitionReassignmentsResponse,
} from '../protocol/generated/alter-partition-reassignments-response.ts';
import {
  type AlterPartitionRequest,
  readAlterPartitionRequest,
  writeAlterPartitionRequest,
} from '../protocol/generated/alter-partition-request.ts';
import {
  type AlterPartitionResponse,
  readAlterPartitionResponse,
  writeAlterPartitionResponse,
} from '../protocol/generated/alter-partition-response.ts';
import {
  type AssignReplicasToDirsRequest,
  readAssignReplicasToDirsRequest,
  writeAssignReplicasToDirsRequest,
} from '../protocol/generated/assign-replicas-to-dirs-request.ts';
import {
  type AssignReplicasToDirsResponse,
  readAssignReplicasToDirsResponse,
  writeAssignReplicasToDirsResponse,
} from '../protocol/generated/assign-replicas-to-dirs-response.ts';
import {
  type BrokerHeartbeatRequest,
  readBrokerHeartbeatRequest,
  writeBrokerHeartbeatRequest,
} from '../protocol/generated/broker-heartbeat-request.ts';
import {
  type BrokerHeartbeatResponse,
  readBrokerHeartbeatResponse,
  writeBrokerHeartbeatResponse,
} from '../protocol/generated/broker-heartbeat-response.ts';
import {
  type BrokerRegistrationRequest,
  readBrokerRegistrationRequest,
  writeBrokerRegistrationRequest,
} from '../protocol/generated/broker-registration-request.ts';
import {
  type BrokerRegistrationResponse,
  readBrokerRegistrationResponse,
  writeBrokerRegistrationResponse,
} from '../protocol/generated/broker-registration-response.ts';
import {
  type CreatePartitionsRequest,
  readCreatePartitionsRequest,
  writeCreatePartitionsRequest,
} from '../protocol/generated/create-partitions-request.ts';
import {
  type CreatePartitionsResponse,
  readCreatePartitionsResponse,
  writeCreatePartitionsResponse,
} from '../protocol/generated/create-partitions-response.ts';
import {
  type CreateTopicsRequest,
  readCreateTopicsRequest,
  writeCreateTopicsRequest,
} from '../protocol/generated/create-topics-request.ts';
import {
  type CreateTopicsResponse,
  readCreateTopicsResponse,
  writeCreateTopicsResponse,
} from '../protocol/generated/create-topics-response.ts';
import {
  type DeleteTopicsRequest,
  readDeleteTopicsRequest,
  writeDeleteTopicsRequest,
} from '../protocol/generated/delete-topics-request.ts';
import {
  type DeleteTopicsResponse,
  readDeleteTopicsResponse,
  writeDeleteTopicsResponse,
} from '../protocol/generated/delete-topics-response.ts';
import {
  type DescribeQuorumRequest,
  readDescribeQuorumRequest,
  writeDescribeQuorumRequest,
} from '../protocol/generated/describe-quorum-request.ts';
import {
  type DescribeQuorumResponse,
  readDescribeQuorumResponse,
  writeDescribeQuorumResponse,
} from '../protocol/generated/describe-quorum-response.ts';
import {
  type ElectLeadersRequest,
  readElectLeadersRequest,
  writeElectLeadersRequest,
} from '../protocol/generated/elect-leaders-request.ts';
import {
  type ElectLeadersResponse,
  readElectLeadersResponse,
  writeElectLeadersResponse,
} from '../protocol/generated/elect-leaders-response.ts';
import {
  type IncrementalAlterConfigsRequest,
  readIncrementalAlterConfigsRequest,
  writeIncrementalAlterConfigsRequest,
} from '../protocol/generated/incremental-alter-configs-request.ts';
import {
  type IncrementalAlterConfigsResponse,
  readIncrementalAlterConfigsResponse,
  writeIncrementalAlterConfigsResponse,
} from '../protocol/generated/incremental-alter-configs-response.ts';
import {
  type RemoveRaftVoterRequest,
  readRemoveRaftVoterRequest,
  writeRemoveRaftVoterRequest,
} from '../protocol/generated/remove-raft-voter-request.ts';
import {
  type RemoveRaftVoterResponse,
  readRemoveRaftVoterResponse,
  writeRemoveRaftVoterResponse,
} from '../protocol/generated/remove-raft-voter-response.ts';
import {
  readUnregisterBrokerRequest,
  type UnregisterBrokerRequest,
  writeUnregisterBrokerRequest,
} from '../protocol/generated/unregister-broker-request.ts';
import {
  readUnregisterBrokerResponse,
  type UnregisterBrokerResponse,
  writeUnregisterBrokerResponse,
} from '../protocol/generated/unregister-broker-response.ts';
import {
  readUpdateFeaturesRequest,
  type UpdateFeaturesRequest,
  writeUpdateFeaturesRequest,
} from '../protocol/generated/update-features-request.ts';
import {
  readUpdateFeaturesResponse,
  type UpdateFeaturesResponse,
  writeUpdateFeaturesResponse,
} from '../protocol/generated/update-features-response.ts';

/** Request and response of each command. */
export interface CommandShapes {
  [ApiKey.AllocateProducerIds]: [AllocateProducerIdsRequest, AllocateProducerIdsResponse];
  [ApiKey.AlterConfigs]: [AlterConfigsRequest, AlterConfigsResponse];
  [ApiKey.BrokerHeartbeat]: [BrokerHeartbeatRequest, BrokerHeartbeatResponse];
  [ApiKey.BrokerRegistration]: [BrokerRegistrationRequest, BrokerRegistrationResponse];
  [ApiKey.CreatePartitions]: [CreatePartitionsRequest, CreatePartitionsResponse];
  [ApiKey.CreateTopics]: [CreateTopicsRequest, CreateTopicsResponse];
  [ApiKey.DeleteTopics]: [DeleteTopicsRequest, DeleteTopicsResponse];
  [ApiKey.IncrementalAlterConfigs]: [IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse];
  [ApiKey.UnregisterBroker]: [UnregisterBrokerRequest, UnregisterBrokerResponse];
  [ApiKey.UpdateFeatures]: [UpdateFeaturesRequest, UpdateFeaturesResponse];
  [ApiKey.DescribeQuorum]: [DescribeQuorumRequest, DescribeQuorumResponse];
  [ApiKey.AddRaftVoter]: [AddRaftVoterRequest, AddRaftVoterResponse];
  [ApiKey.RemoveRaftVoter]: [RemoveRaftVoterRequest, RemoveRaftVoterResponse];
  [ApiKey.AssignReplicasToDirs]: [AssignReplicasToDirsRequest, AssignReplicasToDirsResponse];
  [ApiKey.AlterPartitionReassignments]: [AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse];
  [ApiKey.ElectLeaders]: [ElectLeadersRequest, ElectLeadersResponse];
  [ApiKey.AlterPartition]: [AlterPartitionRequest, AlterPartitionResponse];
}

export type CommandApiKey = keyof CommandShapes;
export type Command<K extends CommandApiKey = CommandApiKey> = {
  [Key in K]: { readonly apiKey: Key; readonly request: CommandShapes[Key][0] };
}[K];
export type CommandResponse<K extends CommandApiKey = CommandApiKey> = CommandShapes[K][1];

interface CommandCodec<K extends CommandApiKey> {
  /** The version that commands are stored and forwarded in. */
  readonly version: number;
  readRequest(reader: ByteReader, version: number): CommandShapes[K][0];
  writeRequest(writer: ByteWriter, request: CommandShapes[K][0], version: number): void;
  readResponse(reader: ByteReader, version: number): CommandShapes[K][1];
  writeResponse(writer: ByteWriter, response: CommandShapes[K][1], version: number): void;
}

const CODECS: { readonly [K in CommandApiKey]: CommandCodec<K> } = {
  [ApiKey.AddRaftVoter]: {
    version: 1,
    readRequest: readAddRaftVoterRequest,
    writeRequest: writeAddRaftVoterRequest,
    readResponse: readAddRaftVoterResponse,
    writeResponse: writeAddRaftVoterResponse,
  },
  [ApiKey.RemoveRaftVoter]: {
    version: 0,
    readRequest: readRemoveRaftVoterRequest,
    writeRequest: writeRemoveRaftVoterRequest,
    readResponse: readRemoveRaftVoterResponse,
    writeResponse: writeRemoveRaftVoterResponse,
  },
  [ApiKey.DescribeQuorum]: {
    version: 2,
    readRequest: readDescribeQuorumRequest,
    writeRequest: writeDescribeQuorumRequest,
    readResponse: readDescribeQuorumResponse,
    writeResponse: writeDescribeQuorumResponse,
  },
  [ApiKey.AssignReplicasToDirs]: {
    version: 0,
    readRequest: readAssignReplicasToDirsRequest,
    writeRequest: writeAssignReplicasToDirsRequest,
    readResponse: readAssignReplicasToDirsResponse,
    writeResponse: writeAssignReplicasToDirsResponse,
  },
  [ApiKey.AlterPartitionReassignments]: {
    version: 1,
    readRequest: readAlterPartitionReassignmentsRequest,
    writeRequest: writeAlterPartitionReassignmentsRequest,
    readResponse: readAlterPartitionReassignmentsResponse,
    writeResponse: writeAlterPartitionReassignmentsResponse,
  },
  [ApiKey.ElectLeaders]: {
    version: 2,
    readRequest: readElectLeadersRequest,
    writeRequest: writeElectLeadersRequest,
    readResponse: readElectLeadersResponse,
    writeResponse: writeElectLeadersResponse,
  },
  [ApiKey.AlterPartition]: {
    version: 3,
    readRequest: readAlterPartitionRequest,
    writeRequest: writeAlterPartitionRequest,
    readResponse: readAlterPartitionResponse,
    writeResponse: writeAlterPartitionResponse,
  },
  [ApiKey.AllocateProducerIds]: {
    version: 0,
    readRequest: readAllocateProducerIdsRequest,
    writeRequest: writeAllocateProducerIdsRequest,
    readResponse: readAllocateProducerIdsResponse,
    writeResponse: writeAllocateProducerIdsResponse,
  },
  [ApiKey.AlterConfigs]: {
    version: 2,
    readRequest: readAlterConfigsRequest,
    writeRequest: writeAlterConfigsRequest,
    readResponse: readAlterConfigsResponse,
    writeResponse: writeAlterConfigsResponse,
  },
  [ApiKey.BrokerHeartbeat]: {
    version: 2,
    readRequest: readBrokerHeartbeatRequest,
    writeRequest: writeBrokerHeartbeatRequest,
    readResponse: readBrokerHeartbeatResponse,
    writeResponse: writeBrokerHeartbeatResponse,
  },
  [ApiKey.BrokerRegistration]: {
    version: 4,
    readRequest: readBrokerRegistrationRequest,
    writeRequest: writeBrokerRegistrationRequest,
    readResponse: readBrokerRegistrationResponse,
    writeResponse: writeBrokerRegistrationResponse,
  },
  [ApiKey.CreatePartitions]: {
    version: 3,
    readRequest: readCreatePartitionsRequest,
    writeRequest: writeCreatePartitionsRequest,
    readResponse: readCreatePartitionsResponse,
    writeResponse: writeCreatePartitionsResponse,
  },
  [ApiKey.CreateTopics]: {
    version: 7,
    readRequest: readCreateTopicsRequest,
    writeRequest: writeCreateTopicsRequest,
    readResponse: readCreateTopicsResponse,
    writeResponse: writeCreateTopicsResponse,
  },
  [ApiKey.DeleteTopics]: {
    version: 6,
    readRequest: readDeleteTopicsRequest,
    writeRequest: writeDeleteTopicsRequest,
    readResponse: readDeleteTopicsResponse,
    writeResponse: writeDeleteTopicsResponse,
  },
  [ApiKey.IncrementalAlterConfigs]: {
    version: 1,
    readRequest: readIncrementalAlterConfigsRequest,
    writeRequest: writeIncrementalAlterConfigsRequest,
    readResponse: readIncrementalAlterConfigsResponse,
    writeResponse: writeIncrementalAlterConfigsResponse,
  },
  [ApiKey.UnregisterBroker]: {
    version: 0,
    readRequest: readUnregisterBrokerRequest,
    writeRequest: writeUnregisterBrokerRequest,
    readResponse: readUnregisterBrokerResponse,
    writeResponse: writeUnregisterBrokerResponse,
  },
  [ApiKey.UpdateFeatures]: {
    version: 2,
    readRequest: readUpdateFeaturesRequest,
    writeRequest: writeUpdateFeaturesRequest,
    readResponse: readUpdateFeaturesResponse,
    writeResponse: writeUpdateFeaturesResponse,
  },
};

export function commandCodec<K extends CommandApiKey>(apiKey: K): CommandCodec<K> {
  return CODECS[apiKey];
}

export function isCommandApiKey(apiKey: number): apiKey is CommandApiKey {
  return Object.hasOwn(CODECS, apiKey);
}
