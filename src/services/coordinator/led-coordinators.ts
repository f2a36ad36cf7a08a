/**
 * The coordinators of one internal topic on this broker: one for each partition that it leads, as the committed metadata
 * says. Main thread; owns them, their one timer, and their clock.
 */
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { HostedCoordinator, type HostedCoordinatorOptions } from './hosted-coordinator.ts';
import type { CoordinatorResult, PartitionCoordinator } from './partition-coordinator.ts';

type Given = 'name' | 'topic' | 'log' | 'logger' | 'sizeOf' | 'answers' | 'patienceMs';

export interface LedCoordinatorsOptions<Coordinator, Result>
  extends Pick<HostedCoordinatorOptions<Coordinator, Result>, Given> {
  readonly brokerId: number;
  readonly image: () => ClusterImage;
  readonly clock: Clock;
  createCoordinator(partition: number, leaderEpoch: number, now: number): Coordinator;
  onResult?(
    result: Result,
    run: (call: (coordinator: Coordinator, now: number) => Result) => void,
    partition: number,
  ): void;
}

/** A log that could not be read is tried again so much later. */
const LOAD_RETRY_MS = 100;

interface Led<Coordinator extends PartitionCoordinator<Result>, Result extends CoordinatorResult> {
  readonly leaderEpoch: number;
  readonly hosted: HostedCoordinator<Coordinator, Result>;
}

export class LedCoordinators<Coordinator extends PartitionCoordinator<Result>, Result extends CoordinatorResult> {
  readonly #options: LedCoordinatorsOptions<Coordinator, Result>;
  readonly #led = new Map<number, Led<Coordinator, Result>>();
  readonly #startOfTime: number;
  #cancelTimer: (() => void) | null = null;
  #timerAt = Number.POSITIVE_INFINITY;
  #isStopped = false;

  constructor(options: LedCoordinatorsOptions<Coordinator, Result>) {
    this.#options = options;
    this.#startOfTime = options.clock.wallMs() - options.clock.monotonicMs();
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Partitions of the topic; 0 while it does not exist. */
  get partitionCount(): number {
    return this.#options.image().topics.byName(this.#options.topic)?.partitions.length ?? 0;
  }

  /** The partition's coordinator, if it is on this broker. */
  hosted(partition: number): HostedCoordinator<Coordinator, Result> | null {
    return this.#led.get(partition)?.hosted ?? null;
  }

  all(): HostedCoordinator<Coordinator, Result>[] {
    return [...this.#led.values()].map(({ hosted }) => hosted);
  }

  /** To be called when topics changed, once the replica manager knows: its partitions must be there to be read. */
  followLeadership(): void {
    const { brokerId, image, logger, name, topic } = this.#options;
    const partitions = image().topics.byName(topic)?.partitions ?? [];
    for (const [partition, { hosted, leaderEpoch }] of this.#led) {
      const registration = partitions[partition];
      // Even where it leads again: another may have written in between.
      if (registration?.leader === brokerId && registration.leaderEpoch === leaderEpoch) continue;
      this.#led.delete(partition);
      hosted.stop();
      logger.info(`${name} resigned`, { partition });
    }
    for (const { partition, leader, leaderEpoch } of partitions) {
      if (leader !== brokerId || this.#led.has(partition)) continue;
      const hosted = this.#host(partition, leaderEpoch);
      this.#led.set(partition, { leaderEpoch, hosted });
      hosted.load();
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer?.();
    for (const { hosted } of this.#led.values()) hosted.stop();
    this.#led.clear();
  }

  #host(partition: number, leaderEpoch: number): HostedCoordinator<Coordinator, Result> {
    const { clock, onResult, createCoordinator, brokerId: _, image: __, ...given } = this.#options;
    return new HostedCoordinator<Coordinator, Result>({
      ...given,
      partition,
      createCoordinator: (now) => createCoordinator(partition, leaderEpoch, now),
      now: () => this.#now(),
      onDeadline: (at) => this.#arm(at),
      defer: (work) => queueMicrotask(work),
      retry: (work) => void clock.setTimer(LOAD_RETRY_MS, work),
      ...(onResult === undefined ? {} : { onResult: (result, run) => onResult(result, run, partition) }),
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
    for (const hosted of this.all()) {
      hosted.advance(now);
      next = Math.min(next, hosted.nextDeadline());
    }
    if (next !== Number.POSITIVE_INFINITY) this.#arm(next);
  }
}
