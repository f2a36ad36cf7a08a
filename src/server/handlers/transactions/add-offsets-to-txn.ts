/** AddOffsetsToTxn: v0-4. Makes the partition of a group's offsets part of the transaction. v2: PRODUCER_FENCED. */
import { coordinatorPartition } from '../../../core/groups/coordinator-partition.ts';
import { CONSUMER_OFFSETS_TOPIC } from '../../../core/metadata/topic-names.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type AddOffsetsToTxnRequest,
  readAddOffsetsToTxnRequest,
} from '../../../core/protocol/generated/add-offsets-to-txn-request.ts';
import {
  type AddOffsetsToTxnResponse,
  newAddOffsetsToTxnResponse,
  writeAddOffsetsToTxnResponse,
} from '../../../core/protocol/generated/add-offsets-to-txn-response.ts';
import type { ApiHandler } from '../handler.ts';
import type { TransactionHandlerServices } from './transaction-handlers.ts';

/** A producer may come here before anybody has looked for the group's coordinator. */
const CREATION_TIMEOUT_MS = 1000;

export function addOffsetsToTxnHandler({
  transactions,
  cache,
  creator,
}: TransactionHandlerServices): ApiHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> {
  return {
    apiKey: ApiKey.AddOffsetsToTxn,
    minVersion: 0,
    maxVersion: 4,
    read: readAddOffsetsToTxnRequest,
    write: writeAddOffsetsToTxnResponse,
    handle(request, { apiVersion, arrivedAt }, reply) {
      const send = (response: AddOffsetsToTxnResponse): void => reply.send(response);
      const fail = (errorCode: number): void => send(newAddOffsetsToTxnResponse({ errorCode }));
      creator.ensureTopics([CONSUMER_OFFSETS_TOPIC], arrivedAt + CREATION_TIMEOUT_MS, (errors) => {
        const partitions = cache.image.topics.byName(CONSUMER_OFFSETS_TOPIC)?.partitions.length ?? 0;
        if (errors.size > 0 || partitions === 0) return fail(ErrorCode.COORDINATOR_NOT_AVAILABLE);
        const groupPartition = coordinatorPartition(request.groupId, partitions);
        transactions.submit(request.transactionalId, { send, fail }, (coordinator, ticket, now) =>
          coordinator.addOffsetsToTxn(ticket, request, groupPartition, apiVersion, now),
        );
      });
    },
  };
}
