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
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, groupContext } from './group-handlers.ts';
import { failedCommit } from './offset-commit.ts';

export interface TransactionVerifier {
  /**
   * Whether the partition is part of the producer's open transaction; with `mayAdd` it is made so. Calls back once with
   * an error code.
   */
  verify(
    transactionalId: string,
    producerId: number,
    producerEpoch: number,
    topic: string,
    partition: number,
    mayAdd: boolean,
    callback: (errorCode: number) => void,
  ): void;
}

const IMPLICIT_ADD_VERSION = 5;

export function txnOffsetCommitHandler(
  services: GroupHandlerServices,
  verifier: TransactionVerifier,
): ApiHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse> {
  return {
    apiKey: ApiKey.TxnOffsetCommit,
    minVersion: 0,
    maxVersion: 6,
    read: readTxnOffsetCommitRequest,
    write: writeTxnOffsetCommitResponse,
    handle(request, context, reply) {
      const { groups } = services;
      const fail = (errorCode: number): void => reply.send(failedCommit(request, errorCode));
      if (request.groupId === '') return fail(ErrorCode.INVALID_GROUP_ID);
      if (groups.partitionCount === 0) return fail(ErrorCode.NOT_COORDINATOR);
      const partition = coordinatorPartition(request.groupId, groups.partitionCount);
      const { transactionalId, producerId, producerEpoch } = request;
      const mayAdd = context.apiVersion >= IMPLICIT_ADD_VERSION;
      verifier.verify(
        transactionalId,
        producerId,
        producerEpoch,
        CONSUMER_OFFSETS_TOPIC,
        partition,
        mayAdd,
        (errorCode) => {
          if (errorCode !== ErrorCode.NONE) return fail(errorCode);
          groups.submit(
            request.groupId,
            { send: (response: TxnOffsetCommitResponse) => reply.send(response), fail },
            (coordinator, ticket, now) =>
              coordinator.txnOffsetCommit(ticket, request, groupContext(services, context), now),
          );
        },
      );
    },
  };
}
