/** The coordinator ends a transaction that its producer does not end: after a timeout, or for another producer. Pure. */
import { type Circumstances, type Decision, hasFreshId, NEED_PRODUCER_ID } from './decision.ts';
import { bumpsEpochs, isEpochExhausted, type Transaction } from './transaction.ts';
import { withFence } from './transitions.ts';

/** `current` is ongoing. */
export function decideFence(current: Transaction, circumstances: Circumstances): Decision {
  const { transactionVersion, freshProducerId, now } = circumstances;
  const isExchanged = bumpsEpochs(transactionVersion) && isEpochExhausted(current.producerEpoch);
  if (isExchanged && !hasFreshId(circumstances)) return NEED_PRODUCER_ID;
  return { kind: 'become', next: withFence(current, transactionVersion, freshProducerId, now) };
}
