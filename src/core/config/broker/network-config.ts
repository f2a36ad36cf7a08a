/** Sockets, connections and the bounds on what one request may cost. */
import type { BrokerValues } from './broker-values.ts';
import { type ConnectionLimitConfig, resolveConnectionLimits } from './connection-limits.ts';
import { type ListenerConfig, resolveListeners } from './listeners.ts';
import type { ConfigProblem } from './problem.ts';

export interface NetworkConfig extends ListenerConfig {
  /** Null where nobody said: the server has a default that suits it better than Kafka's 50. */
  readonly socketListenBacklogSize: number | null;
  readonly socketRequestMaxBytes: number;
  readonly socketConnectionSetupTimeoutMs: number;
  readonly socketConnectionSetupTimeoutMaxMs: number;
  readonly requestTimeoutMs: number;
  /** -1: never. */
  readonly connectionsMaxIdleMs: number;
  /** At the start; they are dynamic. */
  readonly connectionLimits: ConnectionLimitConfig;
  readonly queuedMaxRequests: number;
  /** -1: no limit. */
  readonly queuedMaxRequestBytes: number;
  readonly fetchMaxBytes: number;
  readonly maxRequestPartitionSizeLimit: number;
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
    socketConnectionSetupTimeoutMs: values.number('socket.connection.setup.timeout.ms'),
    socketConnectionSetupTimeoutMaxMs: values.number('socket.connection.setup.timeout.max.ms'),
    requestTimeoutMs: values.number('request.timeout.ms'),
    connectionsMaxIdleMs: values.number('connections.max.idle.ms'),
    connectionLimits: resolveConnectionLimits(values, listeners.listeners, problems),
    queuedMaxRequests: values.number('queued.max.requests'),
    queuedMaxRequestBytes: values.number('queued.max.request.bytes'),
    fetchMaxBytes: values.number('fetch.max.bytes'),
    maxRequestPartitionSizeLimit: values.number('max.request.partition.size.limit'),
    maxIncrementalFetchSessionCacheSlots: values.number('max.incremental.fetch.session.cache.slots'),
  };
}
