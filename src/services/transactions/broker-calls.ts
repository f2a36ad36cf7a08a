/** Requests about transactions to other brokers of the cluster. Implemented over client connections; main thread. */
import type { AddPartitionsToTxnRequest } from '../../core/protocol/generated/add-partitions-to-txn-request.ts';
import type { AddPartitionsToTxnResponse } from '../../core/protocol/generated/add-partitions-to-txn-response.ts';
import type { WriteTxnMarkersRequest } from '../../core/protocol/generated/write-txn-markers-request.ts';
import type { WriteTxnMarkersResponse } from '../../core/protocol/generated/write-txn-markers-response.ts';

/** The answer, or why there is none: NETWORK_EXCEPTION, REQUEST_TIMED_OUT, BROKER_NOT_AVAILABLE. */
export type CallResult<Response> = { readonly response: Response } | { readonly errorCode: number };

/** Each calls back exactly once, in a later turn. */
export interface BrokerCalls {
  writeTxnMarkers(
    brokerId: number,
    request: WriteTxnMarkersRequest,
    callback: (result: CallResult<WriteTxnMarkersResponse>) => void,
  ): void;
  addPartitionsToTxn(
    brokerId: number,
    request: AddPartitionsToTxnRequest,
    callback: (result: CallResult<AddPartitionsToTxnResponse>) => void,
  ): void;
}
