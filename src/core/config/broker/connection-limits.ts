/** How many connections there may be, as the properties say it at the moment: they are dynamic, cluster-wide or per broker. */
import type { BrokerConfigLayers } from '../layers.ts';
import { splitList } from '../parse-value.ts';
import { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';

export interface ListenerLimits {
  readonly maxConnections: number;
  /** Connections per second. */
  readonly maxCreationRate: number;
}

export interface ConnectionLimitConfig extends ListenerLimits {
  readonly maxConnectionsPerIp: number;
  /** Host name or address → limit. */
  readonly perIpOverrides: ReadonlyMap<string, number>;
  /** Listener → `listener.name.<name>.max.connections` and `….max.connection.creation.rate`, where one is given. */
  readonly byListener: ReadonlyMap<string, ListenerLimits>;
}

const OVERRIDES = 'max.connections.per.ip.overrides';

export function resolveConnectionLimits(
  values: BrokerValues,
  listeners: readonly { readonly name: string }[],
  problems: ConfigProblem[],
): ConnectionLimitConfig {
  const byListener = new Map<string, ListenerLimits>();
  for (const { name } of listeners) {
    const maxConnections = values.listenerNumber(name, 'max.connections');
    const maxCreationRate = values.listenerNumber(name, 'max.connection.creation.rate');
    if (maxConnections === null && maxCreationRate === null) continue;
    byListener.set(name, {
      maxConnections: maxConnections ?? Number.POSITIVE_INFINITY,
      maxCreationRate: maxCreationRate ?? Number.POSITIVE_INFINITY,
    });
  }
  const overrides = parsePerIpOverrides(values.text(OVERRIDES) ?? '');
  if (typeof overrides === 'string') problems.push({ property: OVERRIDES, message: overrides });
  return {
    maxConnections: values.number('max.connections'),
    maxCreationRate: values.number('max.connection.creation.rate'),
    maxConnectionsPerIp: values.number('max.connections.per.ip'),
    perIpOverrides: typeof overrides === 'string' ? new Map() : overrides,
    byListener,
  };
}

/** The limits after dynamic changes; those are refused where they are wrong, and so cannot be. */
export function connectionLimitsOf(
  layers: BrokerConfigLayers,
  listeners: readonly { readonly name: string }[],
): ConnectionLimitConfig {
  return resolveConnectionLimits(new BrokerValues(layers), listeners, []);
}

/** `host:count,…`, with brackets around IPv6 addresses or without; or what is wrong with it. */
export function parsePerIpOverrides(text: string): Map<string, number> | string {
  const overrides = new Map<string, number>();
  for (const item of splitList(text)) {
    const colon = item.lastIndexOf(':');
    const count = item.slice(colon + 1);
    if (colon <= 0 || !/^\d{1,10}$/.test(count)) return `${item} is not of the form host:count`;
    overrides.set(item.slice(0, colon).replace(/^\[|\]$/g, ''), Number(count));
  }
  return overrides;
}
