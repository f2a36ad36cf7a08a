/** Wires the parts that serve transactions. Main thread. */
import type { BrokerConfig } from '../core/config/broker-config.ts';
import { TransactionCoordinator } from '../core/transactions/transaction-coordinator.ts';
import type { Clock } from '../runtime/clock/clock.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import type { CoordinatorLog } from '../services/coordinator/coordinator-log.ts';
import type { OrderedAppends } from '../services/coordinator/ordered-appends.ts';
import type { GroupService } from '../services/groups/group-service.ts';
import type { MetadataCache } from '../services/metadata/metadata-cache.ts';
import type { ProducerIdAllocator } from '../services/metadata/producer-id-allocator.ts';
import type { ReplicaManager } from '../services/replica-manager.ts';
import { MarkerGuards } from '../services/transactions/marker-guards.ts';
import { MarkerSender } from '../services/transactions/marker-sender.ts';
import { MarkerWriter } from '../services/transactions/marker-writer.ts';
import { TransactionService } from '../services/transactions/transaction-service.ts';
import { TransactionVerifier } from '../services/transactions/transaction-verifier.ts';
import { RemoteBrokers } from './remote-brokers.ts';

export interface TransactionRoomOptions {
  readonly config: BrokerConfig;
  readonly cache: MetadataCache;
  readonly replicas: ReplicaManager;
  readonly appends: OrderedAppends;
  readonly log: CoordinatorLog;
  readonly groups: GroupService;
  readonly producerIds: ProducerIdAllocator;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A dynamic property at the moment of asking. */
  readonly value: (property: string) => unknown;
}

export interface TransactionRoom {
  readonly transactions: TransactionService;
  readonly markers: MarkerWriter;
  readonly verifier: TransactionVerifier;
  stop(): void;
}

export function openTransactions(options: TransactionRoomOptions): TransactionRoom {
  const { config, cache, replicas, appends, log, groups, producerIds, clock, logger, value } = options;
  const brokerId = config.nodeId;
  const image = () => cache.image;
  const guards = new MarkerGuards();
  const calls = new RemoteBrokers({
    brokerId,
    image,
    listenerName: config.interBrokerListenerName,
    requestTimeoutMs: config.requestTimeoutMs,
  });
  const markers = new MarkerWriter({ replicas, appends, guards, clock, groups });
  const transactions = new TransactionService({
    brokerId,
    cache,
    log,
    clock,
    logger,
    config,
    requestTimeoutMs: config.requestTimeoutMs,
    producerIds,
    markers: new MarkerSender({ brokerId, image, writer: markers, calls }),
    createCoordinator: (of) => new TransactionCoordinator(of),
  });
  const verifier = new TransactionVerifier({
    brokerId,
    transactions,
    calls,
    guards,
    clock,
    isEnabled: () => value('transaction.partition.verification.enable') as boolean,
    retryBackoffMs: () => value('add.partitions.to.txn.retry.backoff.ms') as number,
    retryMaxMs: () => value('add.partitions.to.txn.retry.backoff.max.ms') as number,
  });
  const stop = (): void => {
    transactions.stop();
    calls.close();
  };
  return { transactions, markers, verifier, stop };
}
