/** Gives brokers blocks of producer ids: each id once, ever, in the whole cluster. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { AllocateProducerIdsRequest } from '../protocol/generated/allocate-producer-ids-request.ts';
import type { AllocateProducerIdsResponse } from '../protocol/generated/allocate-producer-ids-response.ts';
import { staleEpoch } from './broker-control.ts';
import type { ControlContext, ControlResult } from './control.ts';
import { metadataRecord, RecordType } from './records.ts';

export const PRODUCER_ID_BLOCK = 1_000;

/** STALE_BROKER_EPOCH or BROKER_ID_NOT_REGISTERED for anyone but the live incarnation of a broker. */
export function allocateProducerIds(
  context: ControlContext,
  request: AllocateProducerIdsRequest,
): ControlResult<AllocateProducerIdsResponse> {
  const errorCode = staleEpoch(context.image.brokers.get(request.brokerId), request.brokerEpoch);
  if (errorCode !== ErrorCode.NONE) {
    return { records: [], response: { throttleTimeMs: 0, errorCode, producerIdStart: 0, producerIdLen: 0 } };
  }
  const producerIdStart = context.image.nextProducerId;
  const record = metadataRecord(RecordType.PRODUCER_IDS, {
    brokerId: request.brokerId,
    brokerEpoch: request.brokerEpoch,
    nextProducerId: producerIdStart + PRODUCER_ID_BLOCK,
  });
  return {
    records: [record],
    response: { throttleTimeMs: 0, errorCode, producerIdStart, producerIdLen: PRODUCER_ID_BLOCK },
  };
}
