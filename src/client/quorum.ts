/** The controller quorum as an operator sees and changes it. */

import { CLUSTER_METADATA_TOPIC } from '../core/metadata/topic-names.ts';
import { ApiKey } from '../core/protocol/api-keys.ts';
import {
  newDescribeQuorumRequest,
  writeDescribeQuorumRequest,
} from '../core/protocol/generated/describe-quorum-request.ts';
import {
  type DescribeQuorumResponseReplicaState,
  readDescribeQuorumResponse,
} from '../core/protocol/generated/describe-quorum-response.ts';
import { writeUnregisterBrokerRequest } from '../core/protocol/generated/unregister-broker-request.ts';
import { readUnregisterBrokerResponse } from '../core/protocol/generated/unregister-broker-response.ts';
import { api } from './api.ts';
import type { KafkaClient } from './kafka-client.ts';
import { refuseError } from './kafka-error.ts';

const DESCRIBE_QUORUM = api(ApiKey.DescribeQuorum, writeDescribeQuorumRequest, readDescribeQuorumResponse);
const UNREGISTER_BROKER = api(ApiKey.UnregisterBroker, writeUnregisterBrokerRequest, readUnregisterBrokerResponse);

export interface QuorumDescription {
  /** -1 while there is none. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly DescribeQuorumResponseReplicaState[];
  readonly observers: readonly DescribeQuorumResponseReplicaState[];
}

export async function describeQuorum(client: KafkaClient): Promise<QuorumDescription> {
  const request = newDescribeQuorumRequest({
    topics: [{ topicName: CLUSTER_METADATA_TOPIC, partitions: [{ partitionIndex: 0 }] }],
  });
  const response = await client.callAny(DESCRIBE_QUORUM, request, ({ errorCode, errorMessage, topics }) => {
    refuseError(errorCode, 'DescribeQuorum', errorMessage);
    const partition = topics[0]?.partitions[0];
    if (partition !== undefined) refuseError(partition.errorCode, 'DescribeQuorum', partition.errorMessage);
  });
  const { currentVoters, highWatermark, leaderEpoch, leaderId, observers } = response.topics[0]!.partitions[0]!;
  return { leaderId, leaderEpoch, highWatermark, voters: currentVoters, observers };
}

/** Removes a broker from the cluster's books. Throws BROKER_ID_NOT_REGISTERED. */
export async function unregisterBroker(client: KafkaClient, brokerId: number): Promise<void> {
  await client.callController(UNREGISTER_BROKER, { brokerId }, ({ errorCode, errorMessage }) =>
    refuseError(errorCode, `broker ${brokerId}`, errorMessage),
  );
}
