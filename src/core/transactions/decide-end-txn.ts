/**
 * EndTxn. With version 1 of transactions an outcome that has been reached may be asked for again at any time; with
 * version 2 (KIP-890) the epoch tells a repetition, one below the current, from the end of the next transaction. Pure.
 */
import {
  BUSY,
  type Circumstances,
  type Decision,
  FENCED,
  hasFreshId,
  NEED_PRODUCER_ID,
  UNCHANGED,
  WRONG_PRODUCER,
  WRONG_STATE,
} from './decision.ts';
import {
  bumpsEpochs,
  isEpochExhausted,
  isPrepared,
  MAX_EPOCH,
  NO_PRODUCER_ID,
  type Transaction,
  TransactionState,
} from './transaction.ts';
import { withOutcome } from './transitions.ts';

export interface EndTransaction {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly committed: boolean;
  readonly clientTransactionVersion: number;
}

export function decideEndTxn(
  current: Transaction | null,
  request: EndTransaction,
  circumstances: Circumstances,
): Decision {
  if (current === null) return WRONG_PRODUCER;
  return bumpsEpochs(request.clientTransactionVersion)
    ? decideWithEpochBump(current, request, circumstances)
    : decideWithoutEpochBump(current, request, circumstances.now);
}

function decideWithoutEpochBump(current: Transaction, request: EndTransaction, now: number): Decision {
  if (current.producerId !== request.producerId) return WRONG_PRODUCER;
  if (current.producerEpoch !== request.producerEpoch) return FENCED;
  switch (current.state) {
    case TransactionState.Ongoing:
      return { kind: 'become', next: withOutcome(current, request.committed, 0, NO_PRODUCER_ID, now) };
    case TransactionState.CompleteCommit:
      return request.committed ? UNCHANGED : WRONG_STATE;
    case TransactionState.CompleteAbort:
      return request.committed ? WRONG_STATE : UNCHANGED;
    case TransactionState.PrepareCommit:
      return request.committed ? BUSY : WRONG_STATE;
    case TransactionState.PrepareAbort:
      return request.committed ? WRONG_STATE : BUSY;
    case TransactionState.Empty:
      return WRONG_STATE;
  }
}

/**
 *                  | abort again | abort  | commit again | commit
 *   Ongoing        | fenced      | abort  | fenced       | commit
 *   Empty          | fenced      | abort  | fenced       | wrong
 *   CompleteAbort  | done        | abort  | wrong        | wrong
 *   CompleteCommit | wrong       | abort  | done         | wrong
 *   PrepareAbort   | busy        | fenced | wrong        | fenced
 *   PrepareCommit  | wrong       | fenced | busy         | fenced
 */
function decideWithEpochBump(current: Transaction, request: EndTransaction, circumstances: Circumstances): Decision {
  const { state } = current;
  const isExchangeRepeated =
    request.producerId === current.previousProducerId &&
    request.producerId !== current.producerId &&
    request.producerEpoch === MAX_EPOCH - 1 &&
    current.producerEpoch === 0;
  if (current.producerId !== request.producerId && !isExchangeRepeated) return WRONG_PRODUCER;
  const isBegun = state === TransactionState.Ongoing || state === TransactionState.Empty;
  const isCurrent = !isExchangeRepeated && request.producerEpoch === current.producerEpoch;
  const isRepeated = !isBegun && (isExchangeRepeated || request.producerEpoch + 1 === current.producerEpoch);
  if (!(isCurrent && !isPrepared(current)) && !isRepeated) return FENCED;
  if (isRepeated) {
    const wasCommitted = state === TransactionState.PrepareCommit || state === TransactionState.CompleteCommit;
    if (wasCommitted !== request.committed) return WRONG_STATE;
    if (isPrepared(current)) return BUSY;
    // The last epoch of all is reached by fencing with version 1; who has been fenced must not go on with it.
    return current.producerEpoch === MAX_EPOCH ? FENCED : UNCHANGED;
  }
  if (request.committed && state !== TransactionState.Ongoing) return WRONG_STATE;
  if (isEpochExhausted(current.producerEpoch) && !hasFreshId(circumstances)) return NEED_PRODUCER_ID;
  const { freshProducerId, now } = circumstances;
  const { committed, clientTransactionVersion } = request;
  return { kind: 'become', next: withOutcome(current, committed, clientTransactionVersion, freshProducerId, now) };
}
