/**
 * Writes the end of a transaction into partitions that this broker leads: what WriteTxnMarkers does, for the coordinator
 * on this broker, for those on others and for an operator's tool. Main thread.
 */
import { CONSUMER_OFFSETS_TOPIC } from '../../core/metadata/topic-names.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { buildEndTxnBatch, type EndTxnMarker } from '../../core/records/control-record.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { OrderedAppends } from '../coordinator/ordered-appends.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { ReplicaManager } from '../replica-manager.ts';
import type { MarkerGuards } from './marker-guards.ts';

/** A marker, and which rules for epochs it was made under. */
export interface Marker extends EndTxnMarker {
  /** 2: the epoch is above that of the transaction's batches (KIP-890); below: it is the same. */
  readonly transactionVersion: number;
}

export interface MarkerWriterServices {
  readonly replicas: Pick<ReplicaManager, 'get'>;
  readonly appends: OrderedAppends;
  readonly guards: MarkerGuards;
  readonly clock: Clock;
  /** Learns of markers in its partitions before they are acknowledged. */
  readonly groups: { onTransactionMarker(partition: number, producerId: number, isCommit: boolean): void };
}

export class MarkerWriter {
  readonly #services: MarkerWriterServices;

  constructor(services: MarkerWriterServices) {
    this.#services = services;
  }

  /**
   * Calls back once, when the marker is committed or has failed: UNKNOWN_TOPIC_OR_PARTITION or NOT_LEADER_OR_FOLLOWER where
   * it belongs elsewhere, INVALID_PRODUCER_EPOCH or TRANSACTION_COORDINATOR_FENCED where it comes from the past.
   */
  write(marker: Marker, topic: string, partition: number, callback: (errorCode: number) => void): void {
    const { replicas, appends, guards, clock, groups } = this.#services;
    const { producerId, producerEpoch, coordinatorEpoch, commits, transactionVersion } = marker;
    const hosted = replicas.get(topic, partition);
    const refusal = refusalOf(marker, hosted);
    if (hosted === undefined || refusal !== ErrorCode.NONE) {
      callback(refusal);
      return;
    }
    const now = clock.wallMs();
    const check = (): number => {
      const unavailable = hosted.leaderError();
      if (unavailable !== ErrorCode.NONE) return unavailable;
      guards.onMarker(hosted, marker);
      return hosted.log!.producers.checkMarker(producerId, producerEpoch, coordinatorEpoch, transactionVersion);
    };
    const done = (errorCode: number): void => {
      if (errorCode === ErrorCode.NONE && topic === CONSUMER_OFFSETS_TOPIC)
        groups.onTransactionMarker(partition, producerId, commits);
      callback(errorCode);
    };
    appends.append(hosted, buildEndTxnBatch(marker, now), now, done, check);
  }
}

function refusalOf({ producerId, producerEpoch }: Marker, hosted: HostedPartition | undefined): number {
  if (hosted === undefined) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  // An operator may write anything; as a record it would be read as one of no producer.
  if (producerId < 0) return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
  return producerEpoch < 0 ? ErrorCode.INVALID_PRODUCER_EPOCH : ErrorCode.NONE;
}
