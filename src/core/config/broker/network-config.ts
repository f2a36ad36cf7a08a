/** Sockets, connections and the bounds on what one request may cost. */
import type { BrokerValues } from './broker-values.ts';
import { type ConnectionLimitConfig, resolveConnectionLimits } from './connection-limits.ts';
import { type ListenerConfig, resolveListeners } from './listeners.ts';
import type { ConfigProblem } from './problem.ts';

export interface NetworkConfig extends ListenerConfig {
  /** Null where nobody said: the server has a default that suits it better than Kafka's 50. */
  readonly socketListenBacklogSize: number | null;
  readonly socketRequestMaxBytes: number;
  readonly requestTimeoutMs: number;
  /** -1: never. */
  readonly connectionsMaxIdleMs: number;
  /** At the start; they are dynamic. */
  readonly connectionLimits: ConnectionLimitConfig;
  readonly fetchMaxBytes: number;
  readonly maxIncrementalFetchSessionCacheSlots: number;
}

export function resolveNetworkConfig(values: BrokerValues, hostName: string, problems: ConfigProblem[]): NetworkConfig {
  const listeners = resolveListeners(values, hostName, problems);
  return {
    ...listeners,
    socketListenBacklogSize: values.isGiven('socket.listen.backlog.size')
      ? values.number('socket.listen.backlog.size')
      : null,
    socketRequestMaxBytes: values.number('socket.request.max.bytes'),
    requestTimeoutMs: values.number('request.timeout.ms'),
    connectionsMaxIdleMs: values.number('connections.max.idle.ms'),
    connectionLimits: resolveConnectionLimits(values, listeners.listeners, problems),
    fetchMaxBytes: values.number('fetch.max.bytes'),
    maxIncrementalFetchSessionCacheSlots: values.number('max.incremental.fetch.session.cache.slots'),
  };
}
