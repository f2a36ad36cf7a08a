/** A group member's line to its coordinator: a connection of its own, found again after anything went wrong with it. */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Api } from '../api.ts';
import { type Coordinator, CoordinatorType, callBuilt, findCoordinator } from '../coordinators.ts';
import { CONSUMER_GROUP_HEARTBEAT, HEARTBEAT, JOIN_GROUP, SYNC_GROUP } from '../group-apis.ts';
import type { KafkaClient } from '../kafka-client.ts';
import type { GroupRequest, GroupResponse } from './membership.ts';

/** The coordinator may take the whole rebalance to answer; what it then needs for itself, as in Kafka's clients. */
const REBALANCE_GRACE_MS = 5000;

export class CoordinatorLink {
  readonly #client: KafkaClient;
  readonly #groupId: string;
  readonly #rebalanceTimeoutMs: number;
  #coordinator: Coordinator | null = null;

  constructor(client: KafkaClient, groupId: string, rebalanceTimeoutMs: number) {
    this.#client = client;
    this.#groupId = groupId;
    this.#rebalanceTimeoutMs = rebalanceTimeoutMs;
  }

  /** It has moved, or cannot be reached: the next call looks for it. */
  forget(): void {
    this.#coordinator = null;
  }

  /** Throws KafkaError when it cannot be reached; then it is forgotten already. */
  async call<Request, Response>(
    api: Api<Request, Response>,
    request: (version: number) => Request,
    timeoutMs: number = this.#client.requestTimeoutMs,
  ): Promise<Response> {
    try {
      this.#coordinator ??= await findCoordinator(this.#client, CoordinatorType.GROUP, this.#groupId);
      const connection = await this.#client.at(this.#coordinator, `group ${this.#groupId}`);
      return await callBuilt(connection, api, request, timeoutMs);
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  async send(request: GroupRequest): Promise<GroupResponse> {
    const response = await this.#send(request);
    if (isElsewhere(response.body.errorCode)) this.forget();
    return response;
  }

  async #send(request: GroupRequest): Promise<GroupResponse> {
    const patience = Math.max(this.#rebalanceTimeoutMs + REBALANCE_GRACE_MS, this.#client.requestTimeoutMs);
    switch (request.type) {
      case 'join':
        return { type: 'join', body: await this.call(JOIN_GROUP, () => request.body, patience) };
      case 'sync':
        return { type: 'sync', body: await this.call(SYNC_GROUP, () => request.body, patience) };
      case 'heartbeat':
        return { type: 'heartbeat', body: await this.call(HEARTBEAT, () => request.body) };
      case 'consumer-heartbeat':
        return { type: 'consumer-heartbeat', body: await this.call(CONSUMER_GROUP_HEARTBEAT, () => request.body) };
    }
  }
}

export function isElsewhere(errorCode: number): boolean {
  return errorCode === ErrorCode.NOT_COORDINATOR || errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE;
}
