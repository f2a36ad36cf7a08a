/** The end of a membership, told to the coordinator, so that the others need not wait for the session to end. */
import { newConsumerGroupHeartbeatRequest } from '../../core/protocol/generated/consumer-group-heartbeat-request.ts';
import { newLeaveGroupRequest } from '../../core/protocol/generated/leave-group-request.ts';
import { CoordinatorType, callBuilt, findCoordinator } from '../coordinators.ts';
import { CONSUMER_GROUP_HEARTBEAT, LEAVE_GROUP } from '../group-apis.ts';
import type { KafkaClient } from '../kafka-client.ts';
import { LEAVE_EPOCH, LEAVE_STATIC_EPOCH } from './consumer-membership.ts';
import type { MemberIdentity } from './membership.ts';

/** Over a connection of its own: on the member's, a join may be parked. Throws KafkaError. */
export async function leaveGroup(
  client: KafkaClient,
  groupId: string,
  protocol: 'classic' | 'consumer',
  { memberId, epoch, instanceId }: MemberIdentity,
  reason: string,
): Promise<void> {
  // A static member's place in a classic group is kept for it.
  const isOutside = protocol === 'consumer' ? epoch < 0 : memberId === '' || instanceId !== null;
  if (isOutside) return;
  const connection = await client.at(await findCoordinator(client, CoordinatorType.GROUP, groupId));
  if (protocol === 'consumer') {
    const memberEpoch = instanceId === null ? LEAVE_EPOCH : LEAVE_STATIC_EPOCH;
    const request = newConsumerGroupHeartbeatRequest({ groupId, memberId, memberEpoch, instanceId });
    await connection.call(CONSUMER_GROUP_HEARTBEAT, request);
    return;
  }
  await callBuilt(connection, LEAVE_GROUP, (version) =>
    version >= 3
      ? newLeaveGroupRequest({ groupId, members: [{ memberId, groupInstanceId: null, reason }] })
      : newLeaveGroupRequest({ groupId, memberId }),
  );
}
