/**
 * Asks the controller for the in-sync sets that the leaders of this broker propose, one request for all partitions at a
 * time, and tells them what became of it. Main thread.
 */
import { ErrorCode, errorName } from '../../core/protocol/error-codes.ts';
import {
  type AlterPartitionRequest,
  type AlterPartitionRequestTopicData,
  newAlterPartitionRequest,
  newAlterPartitionRequestPartitionData,
} from '../../core/protocol/generated/alter-partition-request.ts';
import type { AlterPartitionResponse } from '../../core/protocol/generated/alter-partition-response.ts';
import type { Eligibility, IsrProposal, LeaderReplicas } from '../../core/replication/leader-replicas.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';

export interface IsrKeeperOptions {
  readonly brokerId: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** −1 before the registration. */
  readonly brokerEpoch: () => number;
  readonly brokerEpochOf: (brokerId: number) => number;
  readonly isEligible: Eligibility;
  readonly partitions: () => Iterable<HostedPartition>;
  /** replica.lag.time.max.ms */
  readonly maxLagMs: () => number;
  /** Sends AlterPartition to the controller; null: no answer came. The answer follows the metadata it tells of. */
  readonly alterPartition: (
    request: AlterPartitionRequest,
    deadline: number,
    callback: (response: AlterPartitionResponse | null) => void,
  ) => void;
}

interface Asked {
  readonly partition: HostedPartition;
  readonly leading: LeaderReplicas;
  readonly proposal: IsrProposal;
}

const LONGEST_TICK_MS = 500;
const DEADLINE_MS = 30_000;
/** RECOVERED, as Kafka numbers it. */
const LEADER_RECOVERED = 0;

export class IsrKeeper {
  readonly #options: IsrKeeperOptions;
  readonly #soon = new Set<HostedPartition>();
  #isScheduled = false;
  #cancelTick: () => void = () => {};
  #isStopped = false;
  #reported = '';

  constructor(options: IsrKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    const period = Math.max(1, Math.min(LONGEST_TICK_MS, this.#options.maxLagMs() / 2));
    this.#cancelTick = this.#options.clock.setTimer(period, () => {
      if (this.#isStopped) return;
      this.#propose(this.#options.partitions());
      this.start();
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTick();
  }

  /** A follower of the partition may have become, or ceased to be, in sync. */
  checkSoon(partition: HostedPartition): void {
    this.#soon.add(partition);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      const partitions = [...this.#soon];
      this.#soon.clear();
      if (!this.#isStopped) this.#propose(partitions);
    });
  }

  #propose(partitions: Iterable<HostedPartition>): void {
    const { clock, isEligible, maxLagMs, brokerEpoch } = this.#options;
    if (brokerEpoch() === -1) return;
    const nowMs = clock.monotonicMs();
    const asked: Asked[] = [];
    for (const partition of partitions) {
      const { leading } = partition;
      const proposal = leading?.propose(partition.highWatermark, nowMs, maxLagMs(), isEligible) ?? null;
      if (leading === null || proposal === null) continue;
      // Its new members hold back the high watermark from this moment on.
      partition.raiseHighWatermark();
      asked.push({ partition, leading, proposal });
    }
    if (asked.length > 0) this.#ask(asked, nowMs + DEADLINE_MS);
  }

  #ask(asked: readonly Asked[], deadline: number): void {
    const { brokerId, brokerEpoch, alterPartition, clock } = this.#options;
    const topics = new Map<string, AlterPartitionRequestTopicData>();
    for (const { partition, proposal } of asked) {
      const { topicId } = partition;
      let topic = topics.get(topicId);
      if (topic === undefined) {
        topic = { topicId, partitions: [] };
        topics.set(topicId, topic);
      }
      topic.partitions.push(
        newAlterPartitionRequestPartitionData({
          partitionIndex: partition.partition,
          leaderEpoch: proposal.leaderEpoch,
          newIsrWithEpochs: proposal.isr.map((member) => this.#withEpoch(member.brokerId, member.brokerEpoch)),
          leaderRecoveryState: LEADER_RECOVERED,
          partitionEpoch: proposal.partitionEpoch,
        }),
      );
    }
    const request = newAlterPartitionRequest({ brokerId, brokerEpoch: brokerEpoch(), topics: [...topics.values()] });
    alterPartition(request, deadline, (response) => {
      const nowMs = clock.monotonicMs();
      for (const { partition, leading, proposal } of asked) {
        leading.onAnswered(proposal, nowMs);
        partition.raiseHighWatermark();
      }
      this.#report(response);
    });
  }

  /** A member that has not spoken in this leader epoch stays in the incarnation that the metadata names. */
  #withEpoch(brokerId: number, brokerEpoch: number): { brokerId: number; brokerEpoch: number } {
    if (brokerEpoch !== -1) return { brokerId, brokerEpoch };
    return { brokerId, brokerEpoch: this.#options.brokerEpochOf(brokerId) };
  }

  /** Refusals are ordinary where metadata is on its way; one line tells of a new kind. */
  #report(response: AlterPartitionResponse | null): void {
    const codes = new Set<number>();
    if (response !== null && response.errorCode !== ErrorCode.NONE) codes.add(response.errorCode);
    for (const topic of response?.topics ?? [])
      for (const { errorCode } of topic.partitions) if (errorCode !== ErrorCode.NONE) codes.add(errorCode);
    const text = response === null ? 'no answer' : [...codes].map(errorName).join(', ');
    if (text !== '' && text !== this.#reported)
      this.#options.logger.info('in-sync sets were not changed as asked', { errors: text });
    this.#reported = text;
  }
}
