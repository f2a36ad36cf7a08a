/**
 * This broker's place in its cluster: what it registers, how it shows that it is alive, how it leaves. Main thread.
 */

import { isClustered } from '../core/config/broker/cluster-config.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import type { Clock } from '../runtime/clock/clock.ts';
import { LogLimiter } from '../runtime/logging/log-limiter.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import type { BoundListener } from '../server/listener.ts';
import { BrokerLifecycle } from '../services/metadata/broker-lifecycle.ts';
import { type BrokerFacts, registerBroker } from '../services/metadata/broker-registration.ts';
import type { MetadataService } from '../services/metadata/metadata-service.ts';
import type { ReplicaManager } from '../services/replica-manager.ts';
import { commonEpoch, NO_BROKER_EPOCH } from '../storage/broker-epoch.ts';
import type { ControllerClient } from '../workers/controller/controller-client.ts';
import { newUuid } from './directories.ts';
import { SUPPORTED_FEATURES } from './features.ts';

export interface MembershipOptions {
  readonly config: BrokerConfig;
  readonly clusterId: string;
  readonly metadata: MetadataService;
  readonly client: ControllerClient;
  readonly replicas: ReplicaManager;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isHealthy: () => boolean;
  readonly onLease: (end: number | null) => void;
  readonly onExpelled: (error: Error) => void;
}

/** Listeners of the registration that are not for clients. */
export interface InternalEndpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** PLAINTEXT, as Kafka numbers security protocols. */
const PLAINTEXT = 0;
/** As long as Kafka's brokers wait for their controller (three tries of five seconds and more). */
const CONTROLLED_SHUTDOWN_MS = 15_000;

export class Membership {
  readonly #options: MembershipOptions;
  #lifecycle: BrokerLifecycle | null = null;
  #registeredDirectories: readonly string[] = [];
  #brokerEpoch = -1;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** -1 before the registration. */
  get brokerEpoch(): number {
    return this.#brokerEpoch;
  }

  /** Registers with the controller and is unfenced: from then on the image names this broker. */
  async join(listeners: readonly BoundListener[], internal: readonly InternalEndpoint[]): Promise<void> {
    const facts = this.#facts(listeners, internal);
    const { client, clock, config, logger, metadata } = this.#options;
    const log = new LogLimiter(logger, clock);
    const onWaiting = (error: string) => log.warn('this broker is not registered yet', { error });
    this.#registeredDirectories = facts.logDirs;
    this.#brokerEpoch = await new Promise<number>((resolve, reject) => {
      registerBroker(facts, metadata, client, config.initialBrokerRegistrationTimeoutMs, onWaiting, (result) => {
        if ('error' in result) reject(result.error);
        else resolve(result.brokerEpoch);
      });
    });
    this.#beginIncarnation();
    const lifecycle = this.#newLifecycle();
    this.#lifecycle = lifecycle;
    await new Promise<void>((unfenced) => lifecycle.start(unfenced));
  }

  /** Hands leadership over while others can take it; at once for a node by itself. */
  leave(): Promise<void> {
    const { config, logger } = this.#options;
    const lifecycle = this.#lifecycle;
    if (lifecycle === null || !isClustered(config) || !config.controlledShutdownEnable) return Promise.resolve();
    return new Promise((left) => {
      lifecycle.shutDown(CONTROLLED_SHUTDOWN_MS, (isOrderly) => {
        if (!isOrderly)
          logger.warn('stopping without the consent of the controller: others take over when they notice');
        left();
      });
    });
  }

  stop(): void {
    this.#lifecycle?.stop();
  }

  #facts(listeners: readonly BoundListener[], internal: readonly InternalEndpoint[]): BrokerFacts {
    const { clusterId, config, replicas } = this.#options;
    const forClients = listeners.map(({ name, advertised }) => ({ name, ...advertised, securityProtocol: PLAINTEXT }));
    return {
      brokerId: config.nodeId,
      clusterId,
      incarnationId: newUuid(),
      listeners: [...forClients, ...internal.map((endpoint) => ({ ...endpoint, securityProtocol: PLAINTEXT }))],
      features: SUPPORTED_FEATURES.map(({ name, minVersion, maxVersion }) => ({
        name,
        minSupportedVersion: minVersion,
        maxSupportedVersion: maxVersion,
      })),
      rack: config.brokerRack,
      logDirs: replicas.directories.flatMap(({ isOnline, directoryId }) => (isOnline ? [directoryId] : [])),
      // A node by itself has nobody who knows more.
      completeEpoch: isClustered(config) ? this.#completeEpoch() : 'latest',
    };
  }

  /** As in Kafka: all directories, or nothing is sure. */
  #completeEpoch(): number {
    const { logger, replicas } = this.#options;
    const epoch = commonEpoch(replicas.directories.map(({ completeEpoch }) => completeEpoch));
    if (epoch === NO_BROKER_EPOCH && replicas.directories.some(({ loaded }) => loaded.size > 0))
      logger.warn('not everything that was acknowledged may be on disk: this broker leaves in-sync sets it was in');
    return epoch;
  }

  /** Nothing has been acknowledged yet. */
  #beginIncarnation(): void {
    const { config, logger, replicas } = this.#options;
    if (!isClustered(config)) return;
    for (const directory of replicas.directories) {
      if (!directory.isOnline) continue;
      try {
        directory.beginIncarnation(this.#brokerEpoch);
      } catch (error) {
        logger.error('the broker epoch was not written: the next start counts as unclean', { error });
      }
    }
  }

  #newLifecycle(): BrokerLifecycle {
    const { clock, config, isHealthy, logger, metadata, onExpelled, onLease, replicas } = this.#options;
    return new BrokerLifecycle({
      brokerId: config.nodeId,
      brokerEpoch: this.#brokerEpoch,
      metadata,
      clock,
      logger,
      intervalMs: isClustered(config) ? config.brokerHeartbeatIntervalMs : null,
      sessionTimeoutMs: config.brokerSessionTimeoutMs,
      isHealthy,
      offlineLogDirs: () =>
        this.#registeredDirectories.filter((id) => {
          const directory = replicas.directories.find(({ directoryId }) => directoryId === id);
          return directory === undefined || !directory.isOnline;
        }),
      onLease,
      onExpelled,
    });
  }
}
