/**
 * EndTxn: v0-5. Commits or aborts; answered once the decision is durable, while the markers are still on their way.
 * v2: PRODUCER_FENCED. v5: transactions version 2, which gives the producer a new epoch with every transaction (KIP-890).
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { type EndTxnRequest, readEndTxnRequest } from '../../../core/protocol/generated/end-txn-request.ts';
import {
  type EndTxnResponse,
  newEndTxnResponse,
  writeEndTxnResponse,
} from '../../../core/protocol/generated/end-txn-response.ts';
import type { ApiHandler } from '../handler.ts';
import type { TransactionHandlerServices } from './transaction-handlers.ts';

export function endTxnHandler({ transactions }: TransactionHandlerServices): ApiHandler<EndTxnRequest, EndTxnResponse> {
  return {
    apiKey: ApiKey.EndTxn,
    minVersion: 0,
    maxVersion: 5,
    read: readEndTxnRequest,
    write: writeEndTxnResponse,
    handle(request, { apiVersion }, reply) {
      const send = (response: EndTxnResponse): void => reply.send(response);
      const fail = (errorCode: number): void => send(newEndTxnResponse({ errorCode }));
      transactions.submit(request.transactionalId, { send, fail }, (coordinator, ticket, now) =>
        coordinator.endTxn(ticket, request, apiVersion, now),
      );
    },
  };
}
