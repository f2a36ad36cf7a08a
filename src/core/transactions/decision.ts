/** What is to be done about a request, given the committed state of its transactional id. Pure. */
import { ErrorCode } from '../protocol/error-codes.ts';
import { NO_PRODUCER_ID, type Transaction } from './transaction.ts';

export type Decision =
  /** Done, once `next` is committed. */
  | { readonly kind: 'become'; readonly next: Transaction }
  /** First the transaction of another producer has to be aborted; then the request is looked at again. */
  | { readonly kind: 'abortFirst'; readonly next: Transaction }
  /** Everything is as asked already. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refuse'; readonly errorCode: number }
  /** CONCURRENT_TRANSACTIONS: will be possible when the transition in flight or the transaction is complete. */
  | { readonly kind: 'busy' }
  /** To be decided again with a fresh producer id. */
  | { readonly kind: 'needProducerId' };

/** What a decision may rest on besides the request. */
export interface Circumstances {
  /** The finalized level of `transaction.version`. */
  readonly transactionVersion: number;
  /** -1 until one was asked for. */
  readonly freshProducerId: number;
  readonly now: number;
}

export const BUSY: Decision = { kind: 'busy' };
export const UNCHANGED: Decision = { kind: 'unchanged' };
export const NEED_PRODUCER_ID: Decision = { kind: 'needProducerId' };
export const FENCED: Decision = { kind: 'refuse', errorCode: ErrorCode.PRODUCER_FENCED };
export const WRONG_STATE: Decision = { kind: 'refuse', errorCode: ErrorCode.INVALID_TXN_STATE };
export const WRONG_PRODUCER: Decision = { kind: 'refuse', errorCode: ErrorCode.INVALID_PRODUCER_ID_MAPPING };

export const hasFreshId = ({ freshProducerId }: Circumstances): boolean => freshProducerId !== NO_PRODUCER_ID;
