/**
 * Asks the coordinator of a transactional id whether partitions belong to its open transaction, or has them added, before
 * anything is appended to them (KIP-890). The coordinator may be this broker or another. Main thread.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { AddPartitionsToTxnResponseAddPartitionsToTxnResult as TransactionAnswer } from '../../core/protocol/generated/add-partitions-to-txn-response.ts';
import type { AddPartitionsRequest } from '../../core/transactions/coordinator-contract.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { BrokerCalls } from './broker-calls.ts';
import type { MarkerGuard, MarkerGuards } from './marker-guards.ts';
import type { TransactionService } from './transaction-service.ts';

/** What the client's request version stands for. */
export const TransactionSupport = {
  /** Before KIP-890: the client knows none of its errors. */
  Legacy: 0,
  /** It knows TRANSACTION_ABORTABLE. */
  Abortable: 1,
  /** Transactions version 2: a partition is added by writing to it. */
  ImplicitAdd: 2,
} as const;
export type TransactionSupport = (typeof TransactionSupport)[keyof typeof TransactionSupport];

export interface TransactionalWrite {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly support: TransactionSupport;
}

/** What the coordinator said. */
export interface WritePermits {
  /** To be asked right before appending to one of the partitions: NONE, or why it must not be done. */
  errorNow(partition: HostedPartition): number;
  /** Once, when nothing more will be appended on the strength of this. */
  release(): void;
}

export interface TransactionVerifierServices {
  readonly brokerId: number;
  readonly transactions: Pick<TransactionService, 'submit' | 'coordinatorBroker'>;
  readonly calls: BrokerCalls;
  readonly guards: MarkerGuards;
  readonly clock: Clock;
  /** `transaction.partition.verification.enable`; partitions are added where need be in any case. */
  readonly isEnabled: () => boolean;
  /** `add.partitions.to.txn.retry.backoff.ms` and `.max.ms`. */
  readonly retryBackoffMs: () => number;
  readonly retryMaxMs: () => number;
}

const PERMITTED: WritePermits = { errorNow: () => ErrorCode.NONE, release() {} };
const REQUEST_VERSION = 5;

export class TransactionVerifier {
  readonly #services: TransactionVerifierServices;

  constructor(services: TransactionVerifierServices) {
    this.#services = services;
  }

  /** Calls back once, perhaps before this returns. Partitions of which nothing need be asked are permitted. */
  permit(
    write: TransactionalWrite,
    partitions: readonly HostedPartition[],
    callback: (permits: WritePermits) => void,
  ): void {
    const { transactionalId, producerId, producerEpoch, support } = write;
    const { guards, isEnabled, clock } = this.#services;
    const adds = support === TransactionSupport.ImplicitAdd;
    const unverified = new Set<HostedPartition>();
    if (isEnabled() || adds) {
      for (const partition of partitions) {
        // The append itself says what else is wrong: that another broker leads, that the log is lost.
        if (partition.leaderError() !== ErrorCode.NONE) continue;
        if (!partition.log!.producers.hasOngoingTransaction(producerId, producerEpoch)) unverified.add(partition);
      }
    }
    if (unverified.size === 0) {
      callback(PERMITTED);
      return;
    }
    const held = Array.from(unverified, (partition) => guards.hold(partition, producerId, producerEpoch));
    const request = { transactionalId, producerId, producerEpoch, verifyOnly: !adds, topics: byTopic(unverified) };
    this.#askPatiently(request, clock.monotonicMs(), (errorOf) => {
      const toldOf: ErrorOf = (topic, partition) => told(errorOf(topic, partition), support);
      callback(new Answered(unverified, toldOf, held, guards));
    });
  }

  /** The transaction before may not be completed yet: soon it will be. */
  #askPatiently(request: AddPartitionsRequest, askedAt: number, callback: (errorOf: ErrorOf) => void): void {
    this.#ask(request, (errorOf) => {
      const { clock, retryBackoffMs, retryMaxMs } = this.#services;
      const isPassing = !request.verifyOnly && isConcurrent(request, errorOf);
      if (!isPassing || clock.monotonicMs() - askedAt >= retryMaxMs()) callback(errorOf);
      else clock.setTimer(retryBackoffMs(), () => this.#askPatiently(request, askedAt, callback));
    });
  }

  #ask(request: AddPartitionsRequest, callback: (errorOf: ErrorOf) => void): void {
    const { brokerId, transactions, calls } = this.#services;
    const coordinator = transactions.coordinatorBroker(request.transactionalId);
    const fail = (errorCode: number): void => callback(() => errorCode);
    if (coordinator === -1) fail(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    else if (coordinator === brokerId) {
      const send = (answer: TransactionAnswer): void => callback(errorsOf(answer));
      transactions.submit<TransactionAnswer>(request.transactionalId, { send, fail }, (one, ticket, now) =>
        one.addPartitionsToTxn(ticket, request, REQUEST_VERSION, now),
      );
    } else {
      const { topics, ...transaction } = request;
      const named = topics.map(({ name, partitions }) => ({ name, partitions: [...partitions] }));
      const wire = {
        transactions: [{ ...transaction, topics: named }],
        v3AndBelowTransactionalId: '',
        v3AndBelowProducerId: 0,
        v3AndBelowProducerEpoch: 0,
        v3AndBelowTopics: [],
      };
      calls.addPartitionsToTxn(coordinator, wire, (result) => {
        if ('errorCode' in result) return fail(result.errorCode);
        const answer = result.response.resultsByTransaction.find(
          ({ transactionalId }) => transactionalId === request.transactionalId,
        );
        if (result.response.errorCode !== ErrorCode.NONE) fail(result.response.errorCode);
        else if (answer === undefined) fail(ErrorCode.UNKNOWN_SERVER_ERROR);
        else callback(errorsOf(answer));
      });
    }
  }
}

type ErrorOf = (topic: string, partition: number) => number;

function errorsOf(answer: TransactionAnswer): ErrorOf {
  const errors = new Map<string, number>();
  for (const { name, resultsByPartition } of answer.topicResults)
    for (const { partitionIndex, partitionErrorCode } of resultsByPartition)
      errors.set(`${name}:${partitionIndex}`, partitionErrorCode);
  return (topic, partition) => errors.get(`${topic}:${partition}`) ?? ErrorCode.UNKNOWN_SERVER_ERROR;
}

function isConcurrent({ topics }: AddPartitionsRequest, errorOf: ErrorOf): boolean {
  return topics.some(({ name, partitions }) =>
    partitions.some((partition) => errorOf(name, partition) === ErrorCode.CONCURRENT_TRANSACTIONS),
  );
}

/** In words that the client knows. */
function told(errorCode: number, support: TransactionSupport): number {
  // Producers know the older error for this.
  if (errorCode === ErrorCode.PRODUCER_FENCED) return ErrorCode.INVALID_PRODUCER_EPOCH;
  const isUnknown = errorCode === ErrorCode.TRANSACTION_ABORTABLE && support === TransactionSupport.Legacy;
  return isUnknown ? ErrorCode.INVALID_TXN_STATE : errorCode;
}

function byTopic(partitions: Iterable<HostedPartition>): { name: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of partitions) {
    const indexes = topics.get(topic);
    if (indexes === undefined) topics.set(topic, [partition]);
    else indexes.push(partition);
  }
  return Array.from(topics, ([name, indexes]) => ({ name, partitions: indexes }));
}

class Answered implements WritePermits {
  readonly #asked: ReadonlySet<HostedPartition>;
  readonly #errorOf: ErrorOf;
  readonly #held: readonly MarkerGuard[];
  readonly #guards: MarkerGuards;

  constructor(
    asked: ReadonlySet<HostedPartition>,
    errorOf: ErrorOf,
    held: readonly MarkerGuard[],
    guards: MarkerGuards,
  ) {
    this.#asked = asked;
    this.#errorOf = errorOf;
    this.#held = held;
    this.#guards = guards;
  }

  errorNow(partition: HostedPartition): number {
    if (!this.#asked.has(partition)) return ErrorCode.NONE;
    const errorCode = this.#errorOf(partition.topic, partition.partition);
    if (errorCode !== ErrorCode.NONE) return errorCode;
    const isStale = this.#held.some((guard) => guard.partition === partition && guard.isStale);
    return isStale ? ErrorCode.INVALID_TXN_STATE : ErrorCode.NONE;
  }

  release(): void {
    for (const guard of this.#held) this.#guards.release(guard);
  }
}
