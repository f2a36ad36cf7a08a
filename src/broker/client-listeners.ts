/** Which of the configured listeners this broker's clients are served on, as the server wants them. Main thread, at start. */
import type { BrokerConfig } from '../core/config/broker-config.ts';
import type { KafkaServer } from '../server/kafka-server.ts';

export function clientListeners(config: BrokerConfig): ConstructorParameters<typeof KafkaServer>[0]['listeners'] {
  // Of the peers, not of clients.
  const internal = new Set([...config.controllerListenerNames, 'REPLICATION']);
  return config.listeners
    .filter(({ name }) => !internal.has(name))
    .map(({ name, host, port }) => {
      const advertised = config.advertisedListeners.find((listener) => listener.name === name);
      return {
        name,
        host,
        port,
        ...(config.socketListenBacklogSize === null ? {} : { backlog: config.socketListenBacklogSize }),
        ...(advertised === undefined ? {} : { advertisedHost: advertised.host }),
        ...(advertised === undefined || advertised.port === 0 ? {} : { advertisedPort: advertised.port }),
      };
    });
}
