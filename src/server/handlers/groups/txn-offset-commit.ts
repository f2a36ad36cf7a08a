/**
 * TxnOffsetCommit: v0-6. The offsets wait for the end of the producer's transaction. v2: leader epochs. v3: group fencing
 * (KIP-447). v5: the partition of the group is added to the transaction here (KIP-890). v6: topics by id.
 */
import { coordinatorPartition } from '../../../core/groups/coordinator-partition.ts';
import { CONSUMER_OFFSETS_TOPIC } from '../../../core/metadata/topic-names.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  readTxnOffsetCommitRequest,
  type TxnOffsetCommitRequest,
} from '../../../core/protocol/generated/txn-offset-commit-request.ts';
import {
  type TxnOffsetCommitResponse,
  writeTxnOffsetCommitResponse,
} from '../../../core/protocol/generated/txn-offset-commit-response.ts';
import type { ReplicaManager } from '../../../services/replica-manager.ts';
import { TransactionSupport, type TransactionVerifier } from '../../../services/transactions/transaction-verifier.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, groupContext } from './group-handlers.ts';
import { failedCommit } from './offset-commit.ts';

export interface TxnOffsetCommitServices extends GroupHandlerServices {
  readonly verifier: Pick<TransactionVerifier, 'permit'>;
  readonly replicas: Pick<ReplicaManager, 'get'>;
}

const ABORTABLE_SINCE = 4;
const IMPLICIT_ADD_SINCE = 5;

export function txnOffsetCommitHandler(
  services: TxnOffsetCommitServices,
): ApiHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> {
  const { groups, replicas, verifier } = services;
  return {
    apiKey: ApiKey.TxnOffsetCommit,
    minVersion: 0,
    maxVersion: 6,
    read: readTxnOffsetCommitRequest,
    write: writeTxnOffsetCommitResponse,
    handle(request, context, reply) {
      const fail = (errorCode: number): void => reply.send(failedCommit(request, errorCode));
      if (request.groupId === '') return fail(ErrorCode.INVALID_GROUP_ID);
      if (groups.partitionCount === 0) return fail(ErrorCode.NOT_COORDINATOR);
      const partition = replicas.get(
        CONSUMER_OFFSETS_TOPIC,
        coordinatorPartition(request.groupId, groups.partitionCount),
      );
      if (partition === undefined) return fail(ErrorCode.NOT_COORDINATOR);
      const { transactionalId, producerId, producerEpoch } = request;
      const support = supportOf(context.apiVersion);
      verifier.permit({ transactionalId, producerId, producerEpoch, support }, [partition], (permits) => {
        const end = (response: TxnOffsetCommitResponse): void => {
          permits.release();
          reply.send(response);
        };
        const refuse = (errorCode: number): void => end(failedCommit(request, errorCode));
        groups.submit(request.groupId, { send: end, fail: refuse }, (coordinator, ticket, now) => {
          // Only now: the group's coordinator may have been reading its log.
          const errorCode = toCommitError(permits.errorNow(partition));
          if (errorCode === ErrorCode.NONE)
            return coordinator.txnOffsetCommit(ticket, request, groupContext(services, context), now);
          const response = failedCommit(request, errorCode);
          return { records: [], producer: null, completions: [{ ticket, response }] };
        });
      });
    },
  };
}

function supportOf(apiVersion: number): TransactionSupport {
  if (apiVersion >= IMPLICIT_ADD_SINCE) return TransactionSupport.ImplicitAdd;
  return apiVersion >= ABORTABLE_SINCE ? TransactionSupport.Abortable : TransactionSupport.Legacy;
}

/** The client knows the group's coordinator, and none of the errors on the way to the transaction's. */
function toCommitError(errorCode: number): number {
  switch (errorCode) {
    case ErrorCode.NETWORK_EXCEPTION:
    case ErrorCode.REQUEST_TIMED_OUT:
    case ErrorCode.BROKER_NOT_AVAILABLE:
      return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
    default:
      return errorCode;
  }
}
