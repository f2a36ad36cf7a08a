/**
 * InitProducerId: v0-5. A fresh producer id for an idempotent producer; for a transactional one the coordinator decides.
 *
 * v3: a producer may name the id and epoch it had (KIP-360). v4: PRODUCER_FENCED, which older clients are told as
 * INVALID_PRODUCER_EPOCH. v6 (two-phase commit, KIP-939) is not served: Kafka calls it unstable. Main thread.
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type InitProducerIdRequest,
  readInitProducerIdRequest,
} from '../../../core/protocol/generated/init-producer-id-request.ts';
import {
  type InitProducerIdResponse,
  newInitProducerIdResponse,
  writeInitProducerIdResponse,
} from '../../../core/protocol/generated/init-producer-id-response.ts';
import type { ProducerIdAllocator } from '../../../services/metadata/producer-id-allocator.ts';
import type { ApiHandler, RequestContext } from '../handler.ts';

/** The transaction coordinator's part: a request with a transactional id, already checked for form. */
export interface TransactionalProducers {
  initProducerId(
    request: InitProducerIdRequest,
    context: RequestContext,
    callback: (response: InitProducerIdResponse) => void,
  ): void;
}

export function initProducerIdHandler(services: {
  readonly producerIds: ProducerIdAllocator;
  /** Null where this broker coordinates no transactions. */
  readonly transactions: TransactionalProducers | null;
}): ApiHandler<InitProducerIdRequest, InitProducerIdResponse> {
  return {
    apiKey: ApiKey.InitProducerId,
    minVersion: 0,
    maxVersion: 5,
    read: readInitProducerIdRequest,
    write: writeInitProducerIdResponse,
    handle(request, context, reply) {
      const { transactionalId, producerId, producerEpoch } = request;
      const isHalfNamed = (producerId === -1) !== (producerEpoch === -1);
      if (isHalfNamed || transactionalId === '') reply.send(refused(ErrorCode.INVALID_REQUEST));
      else if (transactionalId === null) {
        services.producerIds.next((result) => {
          if ('errorCode' in result) reply.send(refused(result.errorCode));
          else reply.send(newInitProducerIdResponse({ producerId: result.producerId, producerEpoch: 0 }));
        });
      } else if (services.transactions === null) reply.send(refused(ErrorCode.COORDINATOR_NOT_AVAILABLE));
      else {
        services.transactions.initProducerId(request, context, (response) => {
          const isFenced = response.errorCode === ErrorCode.PRODUCER_FENCED && context.apiVersion < 4;
          reply.send(isFenced ? { ...response, errorCode: ErrorCode.INVALID_PRODUCER_EPOCH } : response);
        });
      }
    },
  };
}

function refused(errorCode: number): InitProducerIdResponse {
  return newInitProducerIdResponse({ errorCode, producerId: -1, producerEpoch: -1 });
}
