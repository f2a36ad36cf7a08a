/**
 * Every property this broker knows, by scope. The one source for parsing, validation, DescribeConfigs, start-up warnings
 * and the reference docs. Names, types, defaults and limits are Kafka 4.3's, but for node.id, process.roles (which have
 * no default there) and log.dir (/tmp there: no place for data that is promised to last).
 */
import type { PropertyDefinition } from './property.ts';
import { readPropertyTable } from './property-table.ts';
import { CHRONIK_TABLE } from './tables/chronik.ts';
import { CLUSTER_TABLE } from './tables/cluster.ts';
import { DYNAMIC_TABLE } from './tables/dynamic.ts';
import { GROUP_TABLE } from './tables/group.ts';
import { GROUPS_TABLE } from './tables/groups.ts';
import { LOG_TABLE } from './tables/log.ts';
import { NETWORK_TABLE } from './tables/network.ts';
import { REMOTE_TABLE } from './tables/remote.ts';
import { REPLICATION_TABLE } from './tables/replication.ts';
import { RUNTIME_TABLE } from './tables/runtime.ts';
import { SECURITY_TABLE } from './tables/security.ts';
import { TOPIC_TABLE } from './tables/topic.ts';
import { TRANSACTIONS_TABLE } from './tables/transactions.ts';

export const BROKER_PROPERTIES: ReadonlyMap<string, PropertyDefinition> = byName(
  CLUSTER_TABLE,
  REPLICATION_TABLE,
  NETWORK_TABLE,
  LOG_TABLE,
  RUNTIME_TABLE,
  GROUPS_TABLE,
  TRANSACTIONS_TABLE,
  SECURITY_TABLE,
  REMOTE_TABLE,
  CHRONIK_TABLE,
);

/** Set on a running broker only; described only where somebody has set them. */
export const DYNAMIC_BROKER_PROPERTIES: ReadonlyMap<string, PropertyDefinition> = byName(DYNAMIC_TABLE);

export const TOPIC_PROPERTIES: ReadonlyMap<string, PropertyDefinition> = byName(TOPIC_TABLE);

export const GROUP_PROPERTIES: ReadonlyMap<string, PropertyDefinition> = byName(GROUP_TABLE);

const LISTENER_PREFIX = /^listener\.name\.[^.]*\.(.*)$/;

/**
 * The definition behind a broker property as written, or undefined when nothing is known of it. A name of the form
 * `listener.name.<listener>.<property>` is that property for one listener.
 */
export function brokerProperty(name: string): PropertyDefinition | undefined {
  const own = BROKER_PROPERTIES.get(name) ?? DYNAMIC_BROKER_PROPERTIES.get(name);
  if (own !== undefined) return own;
  const prefixed = LISTENER_PREFIX.exec(name);
  if (prefixed === null) return undefined;
  const base = prefixed[1]!;
  // A mechanism may stand between: listener.name.external.scram-sha-256.sasl.jaas.config.
  return BROKER_PROPERTIES.get(base) ?? BROKER_PROPERTIES.get(base.slice(base.indexOf('.') + 1));
}

function byName(...tables: string[]): ReadonlyMap<string, PropertyDefinition> {
  const definitions = new Map<string, PropertyDefinition>();
  for (const table of tables) {
    for (const definition of readPropertyTable(table)) definitions.set(definition.name, definition);
  }
  return definitions;
}
