/**
 * The group coordinators of this broker: one for each partition of `__consumer_offsets` that it leads, as the committed
 * metadata says. Main thread; owns them, their one timer, and their clock.
 */
import type { GroupOverrides } from '../../core/groups/coordinator-contract.ts';
import { coordinatorPartition } from '../../core/groups/coordinator-partition.ts';
import type { GroupConfig } from '../../core/groups/group-config.ts';
import { GroupCoordinator } from '../../core/groups/group-coordinator.ts';
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import { ResourceType } from '../../core/metadata/configs-image.ts';
import type { ImageDelta } from '../../core/metadata/image-delta.ts';
import { CONSUMER_OFFSETS_TOPIC } from '../../core/metadata/topic-names.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { MetadataCache } from '../metadata/metadata-cache.ts';
import { groupOverridesIn } from './group-overrides.ts';
import { HostedCoordinator, type PendingAnswer } from './hosted-coordinator.ts';
import { ImageTopics } from './image-topics.ts';
import type { PartitionAppender } from './partition-appender.ts';

export interface GroupServiceOptions {
  readonly brokerId: number;
  readonly cache: MetadataCache;
  readonly appender: PartitionAppender;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 36 characters, as java.util.UUID prints them. */
  readonly randomUuid: () => string;
  /** The broker's properties, at the moment of asking: at the start, and when dynamic ones change. */
  readonly config: () => GroupConfig;
  /** By default those in the committed metadata. */
  readonly groupOverrides?: (groupId: string) => GroupOverrides;
}

/** A log that could not be read is tried again so much later. */
const LOAD_RETRY_MS = 100;

interface Led {
  readonly leaderEpoch: number;
  readonly hosted: HostedCoordinator;
}

export class GroupService {
  readonly #options: GroupServiceOptions;
  readonly #topics: ImageTopics;
  #config: GroupConfig;
  readonly #led = new Map<number, Led>();
  readonly #startOfTime: number;
  #cancelTimer: (() => void) | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(options: GroupServiceOptions) {
    this.#options = options;
    this.#topics = new ImageTopics(options.cache);
    this.#config = options.config();
    this.#startOfTime = options.clock.wallMs() - options.clock.monotonicMs();
  }

  /** Takes over what the image already says; `onMetadata` follows from there on. */
  start(): void {
    this.#followLeadership(this.#options.cache.image);
  }

  /** To be subscribed to the metadata cache, after the replica manager: its partitions must be there to be read. */
  readonly onMetadata = (delta: ImageDelta, image: ClusterImage): void => {
    if (this.#isStopped) return;
    for (const { type } of delta.changedConfigs()) {
      if (type === ResourceType.BROKER) this.onConfigChanged();
    }
    const haveTopicsChanged =
      delta.createdTopics.size > 0 || delta.deletedTopics.size > 0 || delta.changedPartitions.size > 0;
    if (!haveTopicsChanged) return;
    this.#topics.version++;
    this.#followLeadership(image);
    if (delta.deletedTopics.size === 0) return;
    const topics = [...delta.deletedTopics.values()].map(({ id, name }) => ({ id, name }));
    for (const { hosted } of this.#led.values())
      hosted.run((coordinator, now) => coordinator.topicsDeleted(topics, now));
  };

  /** The properties changed. */
  onConfigChanged(): void {
    this.#config = this.#options.config();
    for (const { hosted } of this.#led.values()) {
      hosted.run((coordinator, now) => {
        coordinator.configure(this.#config);
        return coordinator.advance(now);
      });
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
    for (const { hosted } of this.#led.values()) hosted.stop();
    this.#led.clear();
  }

  /** Partitions of `__consumer_offsets`; 0 while the topic does not exist. */
  get partitionCount(): number {
    return this.#options.cache.image.topics.byName(CONSUMER_OFFSETS_TOPIC)?.partitions.length ?? 0;
  }

  /** The partition's coordinator, if it is on this broker. */
  hosted(partition: number): HostedCoordinator | null {
    return this.#led.get(partition)?.hosted ?? null;
  }

  all(): HostedCoordinator[] {
    return [...this.#led.values()].map(({ hosted }) => hosted);
  }

  /** Hands a request of the group to its coordinator, or fails it with NOT_COORDINATOR. */
  submit<Response>(
    groupId: string,
    pending: PendingAnswer<Response>,
    call: Parameters<HostedCoordinator['submit']>[1],
  ): void {
    const hosted = this.#coordinatorOf(groupId);
    if (hosted === null) pending.fail(ErrorCode.NOT_COORDINATOR);
    else hosted.submit(pending, call);
  }

  ask<Response>(
    groupId: string,
    pending: PendingAnswer<Response>,
    question: (coordinator: GroupCoordinator) => Response,
  ): void {
    const hosted = this.#coordinatorOf(groupId);
    if (hosted === null) pending.fail(ErrorCode.NOT_COORDINATOR);
    else hosted.ask(pending, question);
  }

  /**
   * A transaction marker was committed to a partition of `__consumer_offsets`: the producer's offsets become visible, or
   * are forgotten. To be called before the marker is acknowledged to the transaction coordinator.
   */
  onTransactionMarker(partition: number, producerId: number, isCommit: boolean): void {
    this.hosted(partition)?.onMarker(producerId, isCommit);
  }

  #coordinatorOf(groupId: string): HostedCoordinator | null {
    const { partitionCount } = this;
    return partitionCount === 0 ? null : this.hosted(coordinatorPartition(groupId, partitionCount));
  }

  #followLeadership(image: ClusterImage): void {
    const partitions = image.topics.byName(CONSUMER_OFFSETS_TOPIC)?.partitions ?? [];
    for (const [partition, { hosted, leaderEpoch }] of this.#led) {
      const registration = partitions[partition];
      // Even where it leads again: another may have written in between.
      if (registration?.leader === this.#options.brokerId && registration.leaderEpoch === leaderEpoch) continue;
      this.#led.delete(partition);
      hosted.stop();
      this.#options.logger.info('group coordinator resigned', { partition });
    }
    for (const { partition, leader, leaderEpoch } of partitions) {
      if (leader !== this.#options.brokerId || this.#led.has(partition)) continue;
      const hosted = this.#host(partition);
      this.#led.set(partition, { leaderEpoch, hosted });
      hosted.load();
    }
  }

  #host(partition: number): HostedCoordinator {
    const { appender, cache, logger, clock, randomUuid } = this.#options;
    const groupOverrides = this.#options.groupOverrides ?? groupOverridesIn(cache);
    const ports = {
      topics: this.#topics,
      randomUuid,
      groupOverrides,
      event: (name: string, groupId: string, detail: Record<string, unknown>) =>
        logger.debug(name, { groupId, ...detail }),
    };
    return new HostedCoordinator({
      topic: CONSUMER_OFFSETS_TOPIC,
      partition,
      appender,
      logger,
      createCoordinator: (now) => new GroupCoordinator(this.#config, ports, now),
      now: () => this.#now(),
      commitTimeoutMs: () => this.#config['offsets.commit.timeout.ms'],
      onDeadline: (at) => this.#arm(at),
      defer: (work) => queueMicrotask(work),
      retry: (work) => void clock.setTimer(LOAD_RETRY_MS, work),
    });
  }

  /** Since 1970, but of a clock that only goes forward: sessions must not end because the wall clock was set. */
  #now(): number {
    return Math.floor(this.#startOfTime + this.#options.clock.monotonicMs());
  }

  #arm(at: number): void {
    if (at >= this.#timerAt || this.#isStopped) return;
    this.#cancelTimer?.();
    this.#timerAt = at;
    this.#cancelTimer = this.#options.clock.setTimer(Math.max(at - this.#now(), 1), () => this.#onTimer());
  }

  #onTimer(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    this.#cancelTimer = null;
    const now = this.#now();
    let next = Number.POSITIVE_INFINITY;
    for (const { hosted } of [...this.#led.values()]) {
      hosted.advance(now);
      next = Math.min(next, hosted.nextDeadline());
    }
    if (next !== Number.POSITIVE_INFINITY) this.#arm(next);
  }
}
