/**
 * The controller as a pure state machine: a command comes in, records and a response come out, and the records, replayed,
 * are what happened. Commands are Kafka's own requests at their newest version, so that forwarding one to another node
 * needs no format of ours. Runs wherever the controller agent runs.
 */
import { unreachable } from '../base/assert.ts';
import { ApiKey } from '../protocol/api-keys.ts';
import { ErrorCode } from '../protocol/error-codes.ts';
import { alterPartition } from './alter-partition-control.ts';
import { heartbeat, registerBroker, unregisterBroker } from './broker-control.ts';
import type { Command, CommandApiKey, CommandResponse } from './commands.ts';
import { alterConfigs, incrementalAlterConfigs } from './config-control.ts';
import { type ControlContext, type ControlResult, failure } from './control.ts';
import { assignReplicasToDirs } from './directory-control.ts';
import { updateFeatures } from './feature-control.ts';
import { electLeaders } from './leader-election-control.ts';
import { createPartitions } from './partition-control.ts';
import { allocateProducerIds } from './producer-id-control.ts';
import { describeQuorum } from './quorum-control.ts';
import { alterPartitionReassignments } from './reassignment-control.ts';
import { createTopics } from './topic-control.ts';
import { deleteTopics } from './topic-deletion.ts';

const NO_QUORUM = 'This node is a cluster by itself: it has no quorum to add voters to or to remove them from.';

/** Plans a command on the head. Never changes the image; never fails: what is refused is so in the response. */
export function handleCommand<K extends CommandApiKey>(
  context: ControlContext,
  command: Command<K>,
): ControlResult<CommandResponse<K>>;
export function handleCommand(
  context: ControlContext,
  command: Command,
): ControlResult<CommandResponse<CommandApiKey>> {
  switch (command.apiKey) {
    case ApiKey.CreateTopics:
      return createTopics(context, command.request);
    case ApiKey.DeleteTopics:
      return deleteTopics(context, command.request);
    case ApiKey.CreatePartitions:
      return createPartitions(context, command.request);
    case ApiKey.IncrementalAlterConfigs:
      return incrementalAlterConfigs(context, command.request);
    case ApiKey.AlterConfigs:
      return alterConfigs(context, command.request);
    case ApiKey.AllocateProducerIds:
      return allocateProducerIds(context, command.request);
    case ApiKey.UpdateFeatures:
      return updateFeatures(context, command.request);
    case ApiKey.BrokerRegistration:
      return registerBroker(context, command.request);
    case ApiKey.BrokerHeartbeat:
      return heartbeat(context, command.request);
    case ApiKey.AlterPartition:
      return alterPartition(context, command.request);
    case ApiKey.ElectLeaders:
      return electLeaders(context, command.request);
    case ApiKey.AlterPartitionReassignments:
      return alterPartitionReassignments(context, command.request);
    case ApiKey.AssignReplicasToDirs:
      return assignReplicasToDirs(context, command.request);
    case ApiKey.DescribeQuorum:
      return describeQuorum(context, command.request);
    case ApiKey.UnregisterBroker:
      return unregisterBroker(context, command.request);
    case ApiKey.AddRaftVoter:
    case ApiKey.RemoveRaftVoter:
      // Of a quorum of several raft changes the voters, before it comes to this.
      return { records: [], response: { throttleTimeMs: 0, ...failure(ErrorCode.UNSUPPORTED_VERSION, NO_QUORUM) } };
    default:
      return unreachable(command);
  }
}
