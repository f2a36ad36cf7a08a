/**
 * A broker's standing with the controller, from registration to controlled shutdown. Heartbeats are sent only while this
 * broker's threads make progress, so that one that looks alive can do its work. Main thread; owns the lease.
 */
import { ApiKey } from '../../core/protocol/api-keys.ts';
import { ErrorCode, errorName } from '../../core/protocol/error-codes.ts';
import { newBrokerHeartbeatRequest } from '../../core/protocol/generated/broker-heartbeat-request.ts';
import type { BrokerHeartbeatResponse } from '../../core/protocol/generated/broker-heartbeat-response.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { LogLimiter } from '../../runtime/logging/log-limiter.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { MetadataService } from './metadata-service.ts';

export interface LifecycleOptions {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly metadata: MetadataService;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `broker.heartbeat.interval.ms`; null for a node by itself, which nobody watches: it has no lease to renew. */
  readonly intervalMs: number | null;
  /** `broker.session.timeout.ms` */
  readonly sessionTimeoutMs: number;
  /** Whether every thread that requests depend on has moved on since it had something to do. */
  readonly isHealthy: () => boolean;
  /** Uuids of log directories that were registered and have failed since. */
  readonly offlineLogDirs: () => string[];
  /**
   * Told of every answer: until when this broker may act as a leader, in monotonic milliseconds. Null: the controller may
   * count it as gone. That is before the controller's own patience ends, which bounds stale reads; safety rests on epochs.
   */
  readonly onLease: (end: number | null) => void;
  /** Another incarnation has this broker's id, or it was unregistered: this process has no place in the cluster. */
  readonly onExpelled: (error: Error) => void;
}

/** Share of the session after which a broker that heard nothing stops leading; counted from when it asked. */
const LEASE_SHARE = 0.8;
/** A heartbeat without an answer is given up, and the next one sent, after this share of the session. */
const PATIENCE_SHARE = 0.4;
/** While it waits to be let go, or to be let in, a broker asks more often. */
const IMPATIENT_MS = 20;

export class BrokerLifecycle {
  readonly #options: LifecycleOptions;
  readonly #log: LogLimiter;
  #state: 'joining' | 'running' | 'leaving' | 'stopped' = 'joining';
  #isLeaseHeld = false;
  #isAsking = false;
  #wasHealthy = true;
  #cancelHeartbeat: () => void = () => {};
  #cancelLease: () => void = () => {};
  #onUnfenced: (() => void) | null = null;
  #onLetGo: ((isOrderly: boolean) => void) | null = null;

  constructor(options: LifecycleOptions) {
    this.#options = options;
    this.#log = new LogLimiter(options.logger, options.clock);
  }

  /** Sends heartbeats from now on. `onUnfenced` is called once the image shows this broker as one that may lead. */
  start(onUnfenced: () => void): void {
    this.#onUnfenced = onUnfenced;
    this.#beat();
  }

  /**
   * Hands every leadership over that another broker can take, and calls back when the cluster knows, or after `limitMs`,
   * or when the lease ends because no controller answers.
   * This broker goes on serving until then.
   */
  shutDown(limitMs: number, done: (isOrderly: boolean) => void): void {
    if (this.#state !== 'running') {
      done(false);
      return;
    }
    this.#state = 'leaving';
    const { clock } = this.#options;
    const cancelLimit = clock.setTimer(limitMs, () => this.#letGo(false));
    this.#onLetGo = (isOrderly) => {
      cancelLimit();
      done(isOrderly);
    };
    this.#cancelHeartbeat();
    this.#beat();
  }

  stop(): void {
    this.#state = 'stopped';
    this.#cancelHeartbeat();
    this.#cancelLease();
    this.#letGo(false);
  }

  #beat(): void {
    if (this.#state === 'stopped') return;
    const { clock, isHealthy, intervalMs, logger } = this.#options;
    const pause = this.#state === 'running' ? intervalMs : IMPATIENT_MS;
    if (pause !== null) this.#cancelHeartbeat = clock.setTimer(pause, () => this.#beat());
    const healthy = isHealthy();
    if (healthy !== this.#wasHealthy) {
      this.#wasHealthy = healthy;
      if (healthy) logger.info('heartbeats go on: every thread makes progress again');
      else logger.error('heartbeats are held back: a thread makes no progress');
    }
    if (!this.#isAsking && healthy) this.#ask();
  }

  #ask(): void {
    const { brokerEpoch, brokerId, clock, metadata, offlineLogDirs, sessionTimeoutMs } = this.#options;
    this.#isAsking = true;
    const sentAt = clock.monotonicMs();
    const request = newBrokerHeartbeatRequest({
      brokerId,
      brokerEpoch,
      currentMetadataOffset: metadata.cache.image.index,
      wantShutDown: this.#state === 'leaving',
      offlineLogDirs: offlineLogDirs(),
    });
    const command = { apiKey: ApiKey.BrokerHeartbeat, request } as const;
    metadata.submit(command, sentAt + PATIENCE_SHARE * sessionTimeoutMs, ({ errorCode, response }) => {
      this.#isAsking = false;
      if (this.#state === 'stopped') return;
      // That another incarnation is registered may be said of the request as a whole.
      const problem = response?.errorCode ?? errorCode;
      if (problem !== ErrorCode.NONE || response === null) this.#refused(problem);
      else this.#answered(response, sentAt);
    });
  }

  #refused(errorCode: number): void {
    const { brokerId, onExpelled } = this.#options;
    if (errorCode !== ErrorCode.STALE_BROKER_EPOCH && errorCode !== ErrorCode.BROKER_ID_NOT_REGISTERED) {
      const state = this.#state;
      this.#log.warn('a heartbeat was not answered, or refused', { error: errorName(errorCode), state });
      return;
    }
    const reason =
      errorCode === ErrorCode.STALE_BROKER_EPOCH
        ? 'another process has registered with its id since'
        : 'it was unregistered';
    this.stop();
    this.#endLease();
    onExpelled(new Error(`broker ${brokerId} has no place in the cluster any more: ${reason}`));
  }

  #answered(response: BrokerHeartbeatResponse, sentAt: number): void {
    const { clock, intervalMs, sessionTimeoutMs } = this.#options;
    if (response.shouldShutDown) {
      this.#letGo(true);
      return;
    }
    if (response.isFenced) return;
    const leaseEnd = intervalMs === null ? Number.POSITIVE_INFINITY : sentAt + LEASE_SHARE * sessionTimeoutMs;
    // This process stood still meanwhile: the controller may have given it up since.
    if (leaseEnd <= clock.monotonicMs()) return;
    this.#renewLease(leaseEnd);
    if (this.#state === 'joining') this.#unfenced();
  }

  #unfenced(): void {
    this.#state = 'running';
    if (this.#options.intervalMs === null) this.#cancelHeartbeat();
    this.#onUnfenced?.();
  }

  #renewLease(end: number): void {
    const { clock, onLease } = this.#options;
    this.#cancelLease();
    if (end !== Number.POSITIVE_INFINITY) {
      this.#cancelLease = clock.setTimer(end - clock.monotonicMs(), () => this.#endLease());
    }
    this.#isLeaseHeld = true;
    onLease(end);
  }

  #endLease(): void {
    this.#cancelLease();
    if (!this.#isLeaseHeld) return;
    this.#isLeaseHeld = false;
    this.#options.logger.warn('the controller has not answered in time: this broker leads nothing until it does');
    this.#options.onLease(null);
    // No controller is there to ask; who leads next is decided without this broker.
    this.#letGo(false);
  }

  #letGo(isOrderly: boolean): void {
    const onLetGo = this.#onLetGo;
    this.#onLetGo = null;
    if (this.#state === 'leaving') {
      this.#state = 'stopped';
      this.#cancelHeartbeat();
      this.#cancelLease();
    }
    onLetGo?.(isOrderly);
  }
}
