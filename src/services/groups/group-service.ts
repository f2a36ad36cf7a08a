/**
 * The group coordinators of this broker: one for each partition of `__consumer_offsets` that it leads. Main thread; tells
 * them of topics and properties, and hands requests to the one a group belongs to.
 */
import {
  appendErrorToResponse,
  type CoordinatorResult,
  type GroupOverrides,
} from '../../core/groups/coordinator-contract.ts';
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
import type { CoordinatorLog } from '../coordinator/coordinator-log.ts';
import type { HostedCoordinator } from '../coordinator/hosted-coordinator.ts';
import { LedCoordinators } from '../coordinator/led-coordinators.ts';
import type { PendingAnswer } from '../coordinator/waiting-answers.ts';
import type { MetadataCache } from '../metadata/metadata-cache.ts';
import { groupOverridesIn } from './group-overrides.ts';
import { ImageTopics } from './image-topics.ts';

export interface GroupServiceOptions {
  readonly brokerId: number;
  readonly cache: MetadataCache;
  readonly log: CoordinatorLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** 36 characters, as java.util.UUID prints them. */
  readonly randomUuid: () => string;
  /** The broker's properties, at the moment of asking: at the start, and when dynamic ones change. */
  readonly config: () => GroupConfig;
  /** By default those in the committed metadata. */
  readonly groupOverrides?: (groupId: string) => GroupOverrides;
}

export type HostedGroupCoordinator = HostedCoordinator<GroupCoordinator, CoordinatorResult>;

export class GroupService {
  readonly #options: GroupServiceOptions;
  readonly #topics: ImageTopics;
  readonly #led: LedCoordinators<GroupCoordinator, CoordinatorResult>;
  #config: GroupConfig;

  constructor(options: GroupServiceOptions) {
    const { brokerId, cache, log, logger, clock } = options;
    this.#options = options;
    this.#topics = new ImageTopics(cache);
    this.#config = options.config();
    this.#led = new LedCoordinators<GroupCoordinator, CoordinatorResult>({
      name: 'group coordinator',
      topic: CONSUMER_OFFSETS_TOPIC,
      brokerId,
      image: () => cache.image,
      log,
      logger,
      clock,
      createCoordinator: (_partition, _leaderEpoch, now) => this.#createCoordinator(now),
      sizeOf: (coordinator) => coordinator.groupCount,
      answers: {
        commitTimeoutMs: () => this.#config['offsets.commit.timeout.ms'],
        errorToResponse: appendErrorToResponse,
      },
    });
  }

  /** Takes over what the image already says; `onMetadata` follows from there on. */
  start(): void {
    this.#led.followLeadership();
  }

  /** To be subscribed to the metadata cache, after the replica manager: its partitions must be there to be read. */
  readonly onMetadata = (delta: ImageDelta, _image: ClusterImage): void => {
    if (this.#led.isStopped) return;
    for (const { type } of delta.changedConfigs()) {
      if (type === ResourceType.BROKER) this.onConfigChanged();
    }
    const haveTopicsChanged =
      delta.createdTopics.size > 0 || delta.deletedTopics.size > 0 || delta.changedPartitions.size > 0;
    if (!haveTopicsChanged) return;
    this.#topics.version++;
    this.#led.followLeadership();
    if (delta.deletedTopics.size === 0) return;
    const topics = [...delta.deletedTopics.values()].map(({ id, name }) => ({ id, name }));
    for (const hosted of this.#led.all()) hosted.run((coordinator, now) => coordinator.topicsDeleted(topics, now));
  };

  /** The properties changed. */
  onConfigChanged(): void {
    this.#config = this.#options.config();
    for (const hosted of this.#led.all()) {
      hosted.run((coordinator, now) => {
        coordinator.configure(this.#config);
        return coordinator.advance(now);
      });
    }
  }

  stop(): void {
    this.#led.stop();
  }

  /** Partitions of `__consumer_offsets`; 0 while the topic does not exist. */
  get partitionCount(): number {
    return this.#led.partitionCount;
  }

  /** The partition's coordinator, if it is on this broker. */
  hosted(partition: number): HostedGroupCoordinator | null {
    return this.#led.hosted(partition);
  }

  all(): HostedGroupCoordinator[] {
    return this.#led.all();
  }

  /** Hands a request of the group to its coordinator, or fails it with NOT_COORDINATOR. */
  submit<Response>(
    groupId: string,
    pending: PendingAnswer<Response>,
    call: Parameters<HostedGroupCoordinator['submit']>[1],
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

  #coordinatorOf(groupId: string): HostedGroupCoordinator | null {
    const { partitionCount } = this;
    return partitionCount === 0 ? null : this.hosted(coordinatorPartition(groupId, partitionCount));
  }

  #createCoordinator(now: number): GroupCoordinator {
    const { cache, logger, randomUuid } = this.#options;
    const groupOverrides = this.#options.groupOverrides ?? groupOverridesIn(cache);
    const ports = {
      topics: this.#topics,
      randomUuid,
      groupOverrides,
      event: (name: string, groupId: string, detail: Record<string, unknown>) =>
        logger.debug(name, { groupId, ...detail }),
    };
    return new GroupCoordinator(this.#config, ports, now);
  }
}
