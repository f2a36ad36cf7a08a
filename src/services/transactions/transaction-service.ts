/**
 * The transaction coordinators of this broker: one for each partition of `__transaction_state` that it leads. Hands
 * requests to the one a transactional id belongs to, and carries out what a coordinator asks for: producer ids, and
 * markers at the end of a transaction. Main thread.
 */
import { coordinatorPartition } from '../../core/groups/coordinator-partition.ts';
import type { ImageDelta } from '../../core/metadata/image-delta.ts';
import { TRANSACTION_STATE_TOPIC } from '../../core/metadata/topic-names.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { InitProducerIdRequest } from '../../core/protocol/generated/init-producer-id-request.ts';
import {
  type InitProducerIdResponse,
  newInitProducerIdResponse,
} from '../../core/protocol/generated/init-producer-id-response.ts';
import type {
  TransactionConfig,
  TransactionCoordinatorOptions,
  TransactionCoordinatorVerbs,
  TransactionEffect,
  TransactionResult,
} from '../../core/transactions/coordinator-contract.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { CoordinatorLog } from '../coordinator/coordinator-log.ts';
import type { HostedCoordinator } from '../coordinator/hosted-coordinator.ts';
import { LedCoordinators } from '../coordinator/led-coordinators.ts';
import type { PendingAnswer } from '../coordinator/waiting-answers.ts';
import type { MetadataCache } from '../metadata/metadata-cache.ts';
import type { ProducerIdAllocator } from '../metadata/producer-id-allocator.ts';
import type { MarkerSender } from './marker-sender.ts';

export interface TransactionServiceOptions {
  readonly brokerId: number;
  readonly cache: MetadataCache;
  readonly log: CoordinatorLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: TransactionConfig;
  /** `request.timeout.ms`: how long an answer may wait for records that are not replicated. */
  readonly requestTimeoutMs: number;
  readonly producerIds: Pick<ProducerIdAllocator, 'next'>;
  readonly markers: MarkerSender;
  createCoordinator(options: TransactionCoordinatorOptions): TransactionCoordinatorVerbs;
}

export type HostedTransactionCoordinator = HostedCoordinator<TransactionCoordinatorVerbs, TransactionResult>;

const TRANSACTION_VERSION = 'transaction.version';

type Run = (call: (coordinator: TransactionCoordinatorVerbs, now: number) => TransactionResult) => void;

export class TransactionService {
  readonly #options: TransactionServiceOptions;
  readonly #led: LedCoordinators<TransactionCoordinatorVerbs, TransactionResult>;

  constructor(options: TransactionServiceOptions) {
    const { brokerId, cache, log, logger, clock } = options;
    this.#options = options;
    this.#led = new LedCoordinators<TransactionCoordinatorVerbs, TransactionResult>({
      name: 'transaction coordinator',
      topic: TRANSACTION_STATE_TOPIC,
      brokerId,
      image: () => cache.image,
      log,
      logger,
      clock,
      createCoordinator: (partition, leaderEpoch, now) => this.#createCoordinator(partition, leaderEpoch, now),
      sizeOf: (coordinator) => coordinator.size,
      patienceMs: options.requestTimeoutMs,
      onResult: ({ effects }, run) => {
        for (const effect of effects) this.#carryOut(effect, run);
      },
    });
  }

  /** Takes over what the image already says; `onMetadata` follows from there on. */
  start(): void {
    this.#led.followLeadership();
  }

  /** To be subscribed to the metadata cache, after the replica manager: its partitions must be there to be read. */
  readonly onMetadata = (delta: ImageDelta): void => {
    if (this.#led.isStopped) return;
    if (delta.createdTopics.size > 0 || delta.deletedTopics.size > 0 || delta.changedPartitions.size > 0)
      this.#led.followLeadership();
  };

  stop(): void {
    this.#led.stop();
  }

  all(): HostedTransactionCoordinator[] {
    return this.#led.all();
  }

  /** Which broker coordinates the id: −1 while nobody does. */
  coordinatorBroker(transactionalId: string): number {
    const partitions = this.#options.cache.image.topics.byName(TRANSACTION_STATE_TOPIC)?.partitions ?? [];
    if (partitions.length === 0) return -1;
    return partitions[coordinatorPartition(transactionalId, partitions.length)]!.leader;
  }

  /** Hands a request about the id to its coordinator, or fails it with NOT_COORDINATOR. */
  submit<Response>(
    transactionalId: string,
    pending: PendingAnswer<Response>,
    call: (coordinator: TransactionCoordinatorVerbs, ticket: number, now: number) => TransactionResult,
  ): void {
    const hosted = this.#coordinatorOf(transactionalId);
    if (hosted === null) pending.fail(ErrorCode.NOT_COORDINATOR);
    else hosted.submit(pending, call);
  }

  ask<Response>(
    transactionalId: string,
    pending: PendingAnswer<Response>,
    question: (coordinator: TransactionCoordinatorVerbs, now: number) => Response,
  ): void {
    const hosted = this.#coordinatorOf(transactionalId);
    if (hosted === null) pending.fail(ErrorCode.NOT_COORDINATOR);
    else hosted.ask(pending, question);
  }

  /** The part of InitProducerId that concerns a transactional id. */
  initProducerId(
    request: InitProducerIdRequest,
    _context: unknown,
    callback: (response: InitProducerIdResponse) => void,
  ): void {
    const fail = (errorCode: number): void =>
      callback(newInitProducerIdResponse({ errorCode, producerId: -1, producerEpoch: -1 }));
    this.submit(request.transactionalId ?? '', { send: callback, fail }, (coordinator, ticket, now) =>
      coordinator.initProducerId(ticket, request, now),
    );
  }

  #coordinatorOf(transactionalId: string): HostedTransactionCoordinator | null {
    const { partitionCount } = this.#led;
    return partitionCount === 0 ? null : this.#led.hosted(coordinatorPartition(transactionalId, partitionCount));
  }

  #carryOut(effect: TransactionEffect, run: Run): void {
    if (effect.kind === 'needProducerId') {
      this.#options.producerIds.next((result) => {
        run((coordinator, now) =>
          'errorCode' in result
            ? coordinator.producerIdRefused(effect.demand, result.errorCode, now)
            : coordinator.producerIdAllocated(effect.demand, result.producerId, now),
        );
      });
      return;
    }
    const { transactionalId, producerId, producerEpoch } = effect;
    this.#options.markers.send(effect, (partitions, errorCode) => {
      run((coordinator, now) =>
        errorCode === ErrorCode.NONE
          ? coordinator.markersWritten(transactionalId, producerId, producerEpoch, partitions, now)
          : coordinator.markersFailed(transactionalId, producerId, producerEpoch, partitions, errorCode, now),
      );
    });
  }

  #createCoordinator(partition: number, coordinatorEpoch: number, now: number): TransactionCoordinatorVerbs {
    const { cache, config, logger } = this.#options;
    return this.#options.createCoordinator({
      partition,
      coordinatorEpoch,
      now,
      config,
      transactionVersion: () => cache.image.features.get(TRANSACTION_VERSION) ?? 0,
      event: (name, transactionalId, detail) => logger.debug(name, { transactionalId, ...detail }),
    });
  }
}
