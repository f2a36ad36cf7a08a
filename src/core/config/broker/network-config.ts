/** Sockets, connections and the bounds on what one request may cost. */
import { splitList } from '../parse-value.ts';
import type { BrokerValues } from './broker-values.ts';
import { type ListenerConfig, resolveListeners } from './listeners.ts';
import type { ConfigProblem } from './problem.ts';

export interface NetworkConfig extends ListenerConfig {
  readonly socketListenBacklogSize: number;
  readonly socketRequestMaxBytes: number;
  readonly socketConnectionSetupTimeoutMs: number;
  readonly socketConnectionSetupTimeoutMaxMs: number;
  readonly requestTimeoutMs: number;
  /** -1: never. */
  readonly connectionsMaxIdleMs: number;
  readonly maxConnections: number;
  readonly maxConnectionsPerIp: number;
  /** Host name or address → limit. */
  readonly maxConnectionsPerIpOverrides: ReadonlyMap<string, number>;
  /** Connections per second. */
  readonly maxConnectionCreationRate: number;
  readonly queuedMaxRequests: number;
  /** -1: no limit. */
  readonly queuedMaxRequestBytes: number;
  readonly fetchMaxBytes: number;
  readonly maxRequestPartitionSizeLimit: number;
  readonly maxIncrementalFetchSessionCacheSlots: number;
}

export function resolveNetworkConfig(values: BrokerValues, hostName: string, problems: ConfigProblem[]): NetworkConfig {
  return {
    ...resolveListeners(values, hostName, problems),
    socketListenBacklogSize: values.number('socket.listen.backlog.size'),
    socketRequestMaxBytes: values.number('socket.request.max.bytes'),
    socketConnectionSetupTimeoutMs: values.number('socket.connection.setup.timeout.ms'),
    socketConnectionSetupTimeoutMaxMs: values.number('socket.connection.setup.timeout.max.ms'),
    requestTimeoutMs: values.number('request.timeout.ms'),
    connectionsMaxIdleMs: values.number('connections.max.idle.ms'),
    maxConnections: values.number('max.connections'),
    maxConnectionsPerIp: values.number('max.connections.per.ip'),
    maxConnectionsPerIpOverrides: perIpOverrides(values, problems),
    maxConnectionCreationRate: values.number('max.connection.creation.rate'),
    queuedMaxRequests: values.number('queued.max.requests'),
    queuedMaxRequestBytes: values.number('queued.max.request.bytes'),
    fetchMaxBytes: values.number('fetch.max.bytes'),
    maxRequestPartitionSizeLimit: values.number('max.request.partition.size.limit'),
    maxIncrementalFetchSessionCacheSlots: values.number('max.incremental.fetch.session.cache.slots'),
  };
}

function perIpOverrides(values: BrokerValues, problems: ConfigProblem[]): Map<string, number> {
  const property = 'max.connections.per.ip.overrides';
  const overrides = new Map<string, number>();
  for (const text of splitList(values.text(property) ?? '')) {
    const colon = text.lastIndexOf(':');
    const count = text.slice(colon + 1);
    if (colon <= 0 || !/^\d{1,10}$/.test(count)) {
      problems.push({ property, message: `${text} is not of the form host:count` });
      continue;
    }
    overrides.set(text.slice(0, colon).replace(/^\[|\]$/g, ''), Number(count));
  }
  return overrides;
}
