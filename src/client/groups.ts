/** Groups as a whole: which there are, and how they go. */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newDeleteGroupsRequest } from '../core/protocol/generated/delete-groups-request.ts';
import { newListGroupsRequest } from '../core/protocol/generated/list-groups-request.ts';
import { CoordinatorType, callBuilt, callCoordinator } from './coordinators.ts';
import { DELETE_GROUPS, LIST_GROUPS } from './group-apis.ts';
import { isRetriableOnceReached, type KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';
import { retrying } from './retry.ts';

export interface ListedGroup {
  readonly groupId: string;
  /** Lower case: classic, consumer, share or streams; empty when the broker is too old to say. */
  readonly type: string;
  /** `consumer` for consumers of either type; what other members agreed on, such as `connect`. */
  readonly protocolType: string;
  /** As Kafka writes it (`PreparingRebalance`); empty when the broker is too old to say. */
  readonly state: string;
}

/**
 * All groups of the cluster, by name. Every broker tells those it coordinates. States and types as Kafka writes them, in
 * any case; empty lists ask for all.
 */
export async function listGroups(
  client: KafkaClient,
  states: readonly string[] = [],
  types: readonly string[] = [],
): Promise<ListedGroup[]> {
  const { brokers } = await retrying(client.retry, () => client.metadata([]), isRetriableOnceReached(client));
  const groups = new Map<string, ListedGroup>();
  for (const broker of brokers.values()) {
    const response = await retrying(
      client.retry,
      async () => {
        const answer = await callBuilt(await client.at(broker), LIST_GROUPS, (version) => {
          if (states.length > 0 && version < 4) throw tooOld(broker.id, 'states');
          if (types.length > 0 && version < 5) throw tooOld(broker.id, 'types');
          return newListGroupsRequest({ statesFilter: [...states], typesFilter: [...types] });
        });
        refuseError(answer.errorCode, `groups of broker ${broker.id}`);
        return answer;
      },
      isRetriableOnceReached(client),
    );
    for (const { groupId, groupType, protocolType, groupState } of response.groups) {
      groups.set(groupId, { groupId, type: groupType.toLowerCase(), protocolType, state: groupState });
    }
  }
  return [...groups.values()].sort((left, right) => (left.groupId < right.groupId ? -1 : 1));
}

/** Throws GROUP_ID_NOT_FOUND or NON_EMPTY_GROUP, among others. */
export async function deleteGroup(client: KafkaClient, groupId: string): Promise<void> {
  await callCoordinator(
    client,
    CoordinatorType.GROUP,
    groupId,
    DELETE_GROUPS,
    () => newDeleteGroupsRequest({ groupsNames: [groupId] }),
    ({ results }) => {
      const result = results.find((candidate) => candidate.groupId === groupId);
      if (result === undefined) throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, `group ${groupId}`);
      refuseError(result.errorCode, `group ${groupId}`, result.errorMessage);
    },
  );
}

function tooOld(broker: number, what: string): KafkaError {
  return new KafkaError(ErrorCode.UNSUPPORTED_VERSION, `broker ${broker}`, `it cannot choose groups by ${what}`);
}
