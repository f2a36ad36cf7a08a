/**
 * Calls to other brokers of the cluster, one connection each, opened when it is needed and dropped when it fails: whoever
 * asks decides whether to ask again. Main thread.
 */

import { type Api, api } from '../client/api.ts';
import { BrokerConnection } from '../client/connection.ts';
import { KafkaError } from '../client/kafka-error.ts';
import type { ClusterImage } from '../core/metadata/cluster-image.ts';
import { ApiKey } from '../core/protocol/api-keys.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import {
  type AddPartitionsToTxnRequest,
  writeAddPartitionsToTxnRequest,
} from '../core/protocol/generated/add-partitions-to-txn-request.ts';
import {
  type AddPartitionsToTxnResponse,
  readAddPartitionsToTxnResponse,
} from '../core/protocol/generated/add-partitions-to-txn-response.ts';
import {
  type WriteTxnMarkersRequest,
  writeWriteTxnMarkersRequest,
} from '../core/protocol/generated/write-txn-markers-request.ts';
import {
  readWriteTxnMarkersResponse,
  type WriteTxnMarkersResponse,
} from '../core/protocol/generated/write-txn-markers-response.ts';
import { brokerAddresses } from '../server/handlers/discovery/cluster-view.ts';
import type { BrokerCalls, CallResult } from '../services/transactions/broker-calls.ts';

export interface RemoteBrokersOptions {
  readonly brokerId: number;
  readonly image: () => ClusterImage;
  /** `inter.broker.listener.name`. */
  readonly listenerName: string;
  /** `request.timeout.ms`. */
  readonly requestTimeoutMs: number;
}

const CONNECT_TIMEOUT_MS = 10_000;

const WRITE_TXN_MARKERS = api(ApiKey.WriteTxnMarkers, writeWriteTxnMarkersRequest, readWriteTxnMarkersResponse);
const ADD_PARTITIONS_TO_TXN = api(
  ApiKey.AddPartitionsToTxn,
  writeAddPartitionsToTxnRequest,
  readAddPartitionsToTxnResponse,
);

export class RemoteBrokers implements BrokerCalls {
  readonly #options: RemoteBrokersOptions;
  readonly #connections = new Map<string, Promise<BrokerConnection>>();
  #isClosed = false;

  constructor(options: RemoteBrokersOptions) {
    this.#options = options;
  }

  writeTxnMarkers(
    brokerId: number,
    request: WriteTxnMarkersRequest,
    callback: (result: CallResult<WriteTxnMarkersResponse>) => void,
  ): void {
    this.#call(brokerId, WRITE_TXN_MARKERS, request, callback);
  }

  addPartitionsToTxn(
    brokerId: number,
    request: AddPartitionsToTxnRequest,
    callback: (result: CallResult<AddPartitionsToTxnResponse>) => void,
  ): void {
    this.#call(brokerId, ADD_PARTITIONS_TO_TXN, request, callback);
  }

  close(): void {
    this.#isClosed = true;
    for (const opening of this.#connections.values()) {
      opening.then(
        (connection) => connection.close(),
        () => {},
      );
    }
    this.#connections.clear();
  }

  #call<Request, Response>(
    brokerId: number,
    what: Api<Request, Response>,
    request: Request,
    callback: (result: CallResult<Response>) => void,
  ): void {
    this.#connectionTo(brokerId)
      .then((connection) => connection.call(what, request))
      .then(
        (response) => callback({ response }),
        (error: unknown) =>
          callback({ errorCode: error instanceof KafkaError ? error.code : ErrorCode.UNKNOWN_SERVER_ERROR }),
      );
  }

  async #connectionTo(brokerId: number): Promise<BrokerConnection> {
    const { image, listenerName, requestTimeoutMs } = this.#options;
    const address = brokerAddresses(image(), listenerName).find(({ id }) => id === brokerId);
    if (this.#isClosed || address === undefined)
      throw new KafkaError(ErrorCode.BROKER_NOT_AVAILABLE, `broker ${brokerId}`, 'it has no address');
    // A broker that came back elsewhere is another connection.
    const key = `${brokerId}@${address.host}:${address.port}`;
    const known = this.#connections.get(key);
    const connection = await known?.catch(() => null);
    if (connection?.isOpen === true) return connection;
    if (this.#connections.get(key) === known) this.#connections.delete(key);
    const other = this.#connections.get(key);
    if (other !== undefined) return other;
    const opening = BrokerConnection.open(address, {
      clientId: `broker-${this.#options.brokerId}`,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      requestTimeoutMs,
    });
    this.#connections.set(key, opening);
    return opening;
  }
}
