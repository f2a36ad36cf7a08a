/**
 * A broker's configuration as its start uses it: parsed, and checked against the other properties. Resolved once at start,
 * and again when a dynamic broker config changes. Who acts on a property while it may change reads it by name from the
 * layers (layers.ts) and has no field here.
 */
import { nearestWord } from '../base/nearest-word.ts';
import { BrokerValues } from './broker/broker-values.ts';
import { type ClusterConfig, resolveClusterConfig } from './broker/cluster-config.ts';
import { type CoordinatorConfig, resolveCoordinatorConfig } from './broker/coordinator-config.ts';
import { type LogConfig, resolveLogConfig } from './broker/log-config.ts';
import { type NetworkConfig, resolveNetworkConfig } from './broker/network-config.ts';
import type { ConfigProblem } from './broker/problem.ts';
import { type ReplicationConfig, resolveReplicationConfig } from './broker/replication-config.ts';
import { BROKER_PROPERTIES, brokerProperty, DYNAMIC_BROKER_PROPERTIES } from './definitions.ts';
import { withFriendlyDefaults } from './friendly-defaults.ts';
import { type BrokerConfigLayers, mergedLayers, staticLayers } from './layers.ts';
import { parseValue } from './parse-value.ts';
import { retiredBecause } from './retired-properties.ts';

export interface BrokerConfig extends ClusterConfig, NetworkConfig, LogConfig, ReplicationConfig, CoordinatorConfig {
  /** What was said at start, by property name: the static layer of DescribeConfigs and of every topic's defaults. */
  readonly properties: ReadonlyMap<string, string>;
  /** The id that a new data directory gets (CLUSTER_ID); null lets the node draw one. */
  readonly clusterId: string | null;
}

export interface BrokerConfigContext {
  /** What a listener on every interface advertises when advertised.listeners is not given. */
  readonly hostName: string;
  readonly clusterId: string | null;
}

export type BrokerConfigOutcome =
  | { readonly config: BrokerConfig; readonly warnings: readonly ConfigProblem[] }
  | { readonly errors: readonly ConfigProblem[]; readonly warnings: readonly ConfigProblem[] };

/** What file, overrides and environment do not say, when there is no file: a node that only this machine can reach. */
export const WITHOUT_FILE: ReadonlyMap<string, string> = new Map([['listeners', 'PLAINTEXT://127.0.0.1:9092']]);

export interface PropertySources {
  /** Null when there is no server.properties. */
  readonly file: ReadonlyMap<string, string> | null;
  readonly overrides: ReadonlyMap<string, string>;
  readonly environment: ReadonlyMap<string, string>;
}

/** Environment over overrides over file over defaults; without a file those that suit a broker on its own. */
export function mergeSources(sources: PropertySources): Map<string, string> {
  const merged = new Map([...(sources.file ?? WITHOUT_FILE), ...sources.overrides, ...sources.environment]);
  // log.dirs hides log.dir wherever each is written; an override of the one must not lose to the file's other.
  for (const stronger of [sources.environment, sources.overrides]) {
    if (stronger.has('log.dirs')) break;
    if (stronger.has('log.dir')) {
      merged.delete('log.dirs');
      break;
    }
  }
  return sources.file === null ? withFriendlyDefaults(merged) : merged;
}

/** Resolves the static configuration. Never throws: what is wrong comes back by property, all of it at once. */
export function resolveBrokerConfig(
  properties: ReadonlyMap<string, string>,
  context: BrokerConfigContext,
): BrokerConfigOutcome {
  const warnings = collectWarnings(properties);
  const { config, problems } = resolveLayers(staticLayers(properties), context);
  if (problems.length > 0) return { errors: problems, warnings };
  return { config, warnings: [...warnings, ...ringWarnings(config)] };
}

/** node.id and broker.id are one property: whoever gives one is shown both, as in Kafka. */
function withBothIds(properties: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const nodeId = properties.get('node.id') ?? properties.get('broker.id');
  return nodeId === undefined ? properties : new Map([['node.id', nodeId], ['broker.id', nodeId], ...properties]);
}

/** The configuration after dynamic changes. Values that do not fit are refused before they get here; see dynamic-config.ts. */
export function withDynamicConfig(
  config: BrokerConfig,
  dynamicDefault: ReadonlyMap<string, string>,
  dynamicBroker: ReadonlyMap<string, string>,
  context: BrokerConfigContext,
): BrokerConfig {
  return resolveLayers({ dynamicBroker, dynamicDefault, static: config.properties }, context).config;
}

function resolveLayers(
  layers: BrokerConfigLayers,
  context: BrokerConfigContext,
): { config: BrokerConfig; problems: ConfigProblem[] } {
  const problems = refusedValues(layers);
  const values = new BrokerValues(layers);
  const config: BrokerConfig = {
    properties: withBothIds(layers.static),
    clusterId: context.clusterId,
    ...resolveClusterConfig(values, problems),
    ...resolveNetworkConfig(values, context.hostName, problems),
    ...resolveLogConfig(values, layers, problems),
    ...resolveReplicationConfig(values, problems),
    ...resolveCoordinatorConfig(values, problems),
  };
  return { config, problems };
}

/** A batch has a quarter of the append ring at most, its frame included. */
function ringWarnings({ ringBytes, topicDefaults }: BrokerConfig): ConfigProblem[] {
  const limit = ringBytes / 4;
  const { maxMessageBytes } = topicDefaults;
  if (maxMessageBytes < limit) return [];
  const message = `message.max.bytes is ${maxMessageBytes}, but chronik.ring.bytes=${ringBytes} takes no batch of ${limit} bytes or more: such batches are refused`;
  return [{ property: 'chronik.ring.bytes', message }];
}

function refusedValues(layers: BrokerConfigLayers): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const [name, value] of mergedLayers(layers)) {
    const definition = brokerProperty(name);
    if (definition === undefined) continue;
    const outcome = parseValue({ ...definition, name }, value);
    if ('error' in outcome) problems.push({ property: name, message: outcome.error });
  }
  const authorizer = layers.static.get('authorizer.class.name')?.trim() ?? '';
  if (authorizer !== '') {
    problems.push({
      property: 'authorizer.class.name',
      message: `authorizer.class.name is ${authorizer}, but authorization is not available yet: remove the property to run a broker that lets everyone in`,
    });
  }
  return problems;
}

/** A name that neither we nor Kafka ever knew, as a sentence; null for any other. */
export function unknownProperty(name: string): string | null {
  if (brokerProperty(name) !== undefined || retiredBecause(name) !== null) return null;
  const meant = nearestWord(name, BROKER_PROPERTIES.keys());
  return `${name} is not a property of this broker${meant === null ? '' : `: did you mean ${meant}?`}`;
}

/** Properties without effect, with the reason. One that repeats its default is not worth a word: Kafka's own sample files do. */
function collectWarnings(properties: ReadonlyMap<string, string>): ConfigProblem[] {
  const warnings: ConfigProblem[] = [];
  for (const [name, value] of properties) {
    const definition = brokerProperty(name);
    if (definition === undefined) {
      warnings.push({
        property: name,
        message: unknownProperty(name) ?? `${name} has no effect: ${retiredBecause(name)}`,
      });
    } else if (DYNAMIC_BROKER_PROPERTIES.has(name)) {
      warnings.push({ property: name, message: `${name} has no effect here: only a running broker takes it` });
    } else if (definition.ignoredBecause !== null) {
      const outcome = parseValue(definition, value);
      if ('parsed' in outcome && outcome.parsed.text === (definition.defaultValue ?? '')) continue;
      warnings.push({ property: name, message: `${name} has no effect: ${definition.ignoredBecause}` });
    }
  }
  return warnings;
}
