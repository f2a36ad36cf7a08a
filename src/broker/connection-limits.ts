/**
 * Keeps the server's connection limits as the configuration says them at the moment, dynamic changes included. Hosts of
 * `max.connections.per.ip.overrides` are looked up then, as in Kafka; their limits count once that is done. Main thread.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type ConnectionLimitConfig, connectionLimitsOf } from '../core/config/broker/connection-limits.ts';
import type { BrokerConfigLayers } from '../core/config/layers.ts';
import { ResourceType } from '../core/metadata/configs-image.ts';
import type { ImageDelta } from '../core/metadata/image-delta.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import type { KafkaServer } from '../server/kafka-server.ts';

export interface ConnectionLimitsFollowerOptions {
  readonly listeners: readonly { readonly name: string }[];
  readonly layers: () => BrokerConfigLayers;
  readonly server: Pick<KafkaServer, 'setLimits'>;
  readonly logger: Logger;
}

export class ConnectionLimitsFollower {
  readonly #options: ConnectionLimitsFollowerOptions;
  /** Only the newest may be set when its hosts are known. */
  #changes = 0;

  constructor(options: ConnectionLimitsFollowerOptions) {
    this.#options = options;
  }

  /** To be subscribed to the metadata cache. */
  readonly onMetadata = (delta: ImageDelta): void => {
    for (const { type } of delta.changedConfigs()) {
      if (type !== ResourceType.BROKER) continue;
      this.apply();
      return;
    }
  };

  apply(): void {
    const { layers, listeners, server } = this.#options;
    const limits = connectionLimitsOf(layers(), listeners);
    const change = ++this.#changes;
    const hosts = [...limits.perIpOverrides.keys()].filter((host) => isIP(host) === 0);
    server.setLimits(limits);
    if (hosts.length === 0) return;
    void this.#resolve(limits, hosts).then((resolved) => {
      if (change === this.#changes) server.setLimits(resolved);
    });
  }

  async #resolve(limits: ConnectionLimitConfig, hosts: readonly string[]): Promise<ConnectionLimitConfig> {
    const perIpOverrides = new Map(limits.perIpOverrides);
    for (const host of hosts) {
      try {
        for (const { address } of await lookup(host, { all: true }))
          perIpOverrides.set(address, limits.perIpOverrides.get(host)!);
      } catch (error) {
        this.#options.logger.warn('a host of max.connections.per.ip.overrides is not known', { host, error });
      }
    }
    return { ...limits, perIpOverrides };
  }
}
