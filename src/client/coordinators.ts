/** Where the coordinator of a group or a transactional id is, and calls that follow it when it moves. */
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newFindCoordinatorRequest } from '../core/protocol/generated/find-coordinator-request.ts';
import type { Api } from './api.ts';
import type { BrokerConnection } from './connection.ts';
import { FIND_COORDINATOR } from './group-apis.ts';
import { isRetriableOnceReached, type KafkaClient } from './kafka-client.ts';
import { KafkaError, refuseError } from './kafka-error.ts';
import { retrying } from './retry.ts';

export const CoordinatorType = { GROUP: 0, TRANSACTION: 1 } as const;
export type CoordinatorType = (typeof CoordinatorType)[keyof typeof CoordinatorType];

export interface Coordinator {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

/** Asks some broker, once. Throws COORDINATOR_NOT_AVAILABLE, which passes, while there is none. */
export async function findCoordinator(client: KafkaClient, type: CoordinatorType, key: string): Promise<Coordinator> {
  const connection = await client.anyBroker();
  // Version 4 asks about several keys at once (KIP-699); a version is refused the other's field.
  const isBatched = (connection.versionOf(FIND_COORDINATOR) ?? 0) >= 4;
  const request = newFindCoordinatorRequest({
    keyType: type,
    key: isBatched ? '' : key,
    coordinatorKeys: isBatched ? [key] : [],
  });
  const response = await connection.call(FIND_COORDINATOR, request);
  const found = isBatched ? response.coordinators.find((candidate) => candidate.key === key) : response;
  const where = `coordinator of ${nameOf(type)} ${key}`;
  if (found === undefined) throw new KafkaError(ErrorCode.UNKNOWN_SERVER_ERROR, where);
  refuseError(found.errorCode, where, found.errorMessage);
  return { id: found.nodeId, host: found.host, port: found.port };
}

/**
 * Calls the coordinator, and looks for it again when it has moved, cannot be reached or is loading, until the client's
 * retry deadline. `check` throws what the response refuses.
 */
export async function callCoordinator<Request, Response>(
  client: KafkaClient,
  type: CoordinatorType,
  key: string,
  api: Api<Request, Response>,
  /** The version is the one it will be sent in. */
  request: (version: number) => Request,
  check: (response: Response) => void,
  isFinal: (error: unknown) => boolean = () => false,
): Promise<Response> {
  return retrying(
    client.retry,
    async () => {
      const connection = await client.at(await findCoordinator(client, type, key));
      const response = await callBuilt(connection, api, request);
      check(response);
      return response;
    },
    isRetriableOnceReached(client, isFinal),
  );
}

/** Calls with a request that is built for the version it is sent in. */
export function callBuilt<Request, Response>(
  connection: BrokerConnection,
  api: Api<Request, Response>,
  request: (version: number) => Request,
  timeoutMs?: number,
): Promise<Response> {
  // Where there is no common version, the call fails with a sentence about it whatever the request says.
  const version = connection.versionOf(api) ?? api.maxVersion;
  return connection.call(api, request(version), timeoutMs);
}

function nameOf(type: CoordinatorType): string {
  return type === CoordinatorType.GROUP ? 'group' : 'transactional id';
}
