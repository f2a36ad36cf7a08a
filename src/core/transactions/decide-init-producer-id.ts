/** InitProducerId with a transactional id: who may have which epoch (KIP-98, KIP-360). Pure. */

import { decideFence } from './decide-fence.ts';
import { BUSY, type Circumstances, type Decision, FENCED, hasFreshId, NEED_PRODUCER_ID } from './decision.ts';
import {
  isEpochExhausted,
  isPrepared,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  newTransaction,
  type Transaction,
  TransactionState,
} from './transaction.ts';
import { withEpoch, withProducerId } from './transitions.ts';

/** What a producer that goes on after an error believes to have; -1 and -1 for one that starts. */
export interface InitProducer {
  readonly transactionalId: string;
  readonly transactionTimeoutMs: number;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** `current` is null where the id is unknown. The timeout is checked by the caller. */
export function decideInitProducerId(
  current: Transaction | null,
  request: InitProducer,
  circumstances: Circumstances,
): Decision {
  const { now, freshProducerId } = circumstances;
  const timeoutMs = request.transactionTimeoutMs;
  if (current === null) {
    if (!hasFreshId(circumstances)) return NEED_PRODUCER_ID;
    const fresh = newTransaction(request.transactionalId, freshProducerId, timeoutMs, now);
    return { kind: 'become', next: withEpoch(fresh, 0, NO_PRODUCER_EPOCH, timeoutMs, now) };
  }
  if (isPrepared(current)) return BUSY;
  if (!mayContinue(current, request)) return FENCED;
  if (current.state === TransactionState.Ongoing) {
    const abort = decideFence(current, circumstances);
    return abort.kind === 'become' ? { kind: 'abortFirst', next: abort.next } : abort;
  }
  const isKnown = request.producerId !== NO_PRODUCER_ID;
  const { producerEpoch, lastProducerEpoch } = current;
  if (isEpochExhausted(producerEpoch) && (!isKnown || request.producerEpoch === producerEpoch)) {
    if (!hasFreshId(circumstances)) return NEED_PRODUCER_ID;
    return { kind: 'become', next: withProducerId(current, freshProducerId, isKnown, timeoutMs, now) };
  }
  if (!isKnown)
    return { kind: 'become', next: withEpoch(current, producerEpoch + 1, NO_PRODUCER_EPOCH, timeoutMs, now) };
  if (request.producerEpoch === producerEpoch)
    return { kind: 'become', next: withEpoch(current, producerEpoch + 1, producerEpoch, timeoutMs, now) };
  // The answer to an earlier request was lost; had another producer come since, the last epoch would be -1.
  if (request.producerEpoch === lastProducerEpoch)
    return { kind: 'become', next: withEpoch(current, producerEpoch, lastProducerEpoch, timeoutMs, now) };
  return FENCED;
}

/** Either the id is still the newest, or it was exchanged at the end of its epochs and the producer was not told. */
function mayContinue(current: Transaction, { producerId, producerEpoch }: InitProducer): boolean {
  return (
    producerId === NO_PRODUCER_ID ||
    producerId === current.producerId ||
    (producerId === current.previousProducerId && isEpochExhausted(producerEpoch))
  );
}
