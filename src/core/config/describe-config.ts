/**
 * The entries DescribeConfigs answers: every property with its effective value, where that came from, and its synonyms in
 * the order in which they would win. Field names are those of the response, so a handler copies nothing.
 */
import { BROKER_PROPERTIES, brokerProperty, GROUP_PROPERTIES, TOPIC_PROPERTIES } from './definitions.ts';
import { groupValue } from './group-config.ts';
import { type BrokerConfigLayers, brokerValue, givenValue } from './layers.ts';
import type { ParsedValue } from './parse-value.ts';
import { isSensitive, type PropertyDefinition, type PropertyType } from './property.ts';
import { brokerSynonyms, groupSynonym, TOPIC_SYNONYMS } from './synonyms.ts';
import { topicValue } from './topic-config.ts';

export const ConfigSource = {
  UNKNOWN: 0,
  TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  DYNAMIC_BROKER_LOGGER_CONFIG: 6,
  CLIENT_METRICS_CONFIG: 7,
  GROUP_CONFIG: 8,
} as const;

export interface ConfigSynonymEntry {
  name: string;
  value: string | null;
  source: number;
}

export interface ConfigEntry {
  name: string;
  value: string | null;
  readOnly: boolean;
  /** Version 0 only; true when nobody set the value. */
  isDefault: boolean;
  configSource: number;
  isSensitive: boolean;
  synonyms: ConfigSynonymEntry[];
  configType: number;
  documentation: string | null;
}

export interface DescribeOptions {
  /** The names asked for; null for all. */
  readonly names: ReadonlySet<string> | null;
  readonly includeSynonyms: boolean;
  readonly includeDocumentation: boolean;
}

const CONFIG_TYPES: Readonly<Record<PropertyType, number>> = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
};

const UNKNOWN_TYPE = 0;

export function describeTopicConfig(
  overrides: ReadonlyMap<string, string>,
  layers: BrokerConfigLayers,
  options: DescribeOptions,
): ConfigEntry[] {
  return shown(TOPIC_PROPERTIES, options, (name) => overrides.has(name)).map((definition) => {
    const { name } = definition;
    const value = topicValue(name, overrides, layers);
    const behind = TOPIC_SYNONYMS.get(name);
    // Only the strongest synonym is looked up by its name, as in Kafka: a broker that sets log.retention.hours alone
    // shows retention.ms as a default.
    const synonyms = behind === undefined ? [] : brokerSynonymEntries(behind[0]!.name, layers, false);
    if (overrides.has(name)) {
      synonyms.unshift({ name, value: value?.text ?? null, source: ConfigSource.TOPIC_CONFIG });
    }
    return entry(definition, value, synonyms, false, options);
  });
}

/** One broker's whole configuration. Unknown properties are listed too, without their values. */
export function describeBrokerConfig(layers: BrokerConfigLayers, options: DescribeOptions): ConfigEntry[] {
  const entries = shown(BROKER_PROPERTIES, options, (name) => givenValue(layers, name) !== undefined).map(
    (definition) => {
      const value = brokerValue(layers, definition.name);
      const synonyms = brokerSynonymEntries(definition.name, layers, isSensitive(definition));
      return entry(definition, value, synonyms, definition.updateMode === 'read-only', options);
    },
  );
  const given = new Set([...layers.static.keys(), ...layers.dynamicDefault.keys(), ...layers.dynamicBroker.keys()]);
  for (const name of given) {
    if (BROKER_PROPERTIES.has(name) || (options.names !== null && !options.names.has(name))) continue;
    entries.push(strangerEntry(name, layers, options));
  }
  return entries;
}

/** The cluster-wide dynamic configuration (resource BROKER with an empty name): only what was set. */
export function describeDefaultBrokerConfig(layers: BrokerConfigLayers, options: DescribeOptions): ConfigEntry[] {
  const onlyDefaults: BrokerConfigLayers = { ...layers, dynamicBroker: new Map(), static: new Map() };
  return [...layers.dynamicDefault.keys()]
    .filter((name) => options.names === null || options.names.has(name))
    .map((name) => {
      const definition = BROKER_PROPERTIES.get(name);
      if (definition === undefined) return strangerEntry(name, onlyDefaults, options);
      const synonyms = brokerSynonymEntries(name, onlyDefaults, isSensitive(definition)).filter(
        (synonym) => synonym.source === ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG,
      );
      const value = brokerValue(onlyDefaults, name);
      return entry(definition, value, synonyms, definition.updateMode === 'read-only', options);
    });
}

export function describeGroupConfig(
  overrides: ReadonlyMap<string, string>,
  layers: BrokerConfigLayers,
  options: DescribeOptions,
): ConfigEntry[] {
  return shown(GROUP_PROPERTIES, options, () => true).map((definition) => {
    const { name } = definition;
    const value = groupValue(name, overrides, layers);
    const behind = groupSynonym(name);
    const synonyms: ConfigSynonymEntry[] =
      behind === null
        ? [{ name, value: definition.defaultValue, source: ConfigSource.DEFAULT_CONFIG }]
        : brokerSynonymEntries(behind, layers, false);
    if (overrides.has(name)) {
      synonyms.unshift({ name, value: value?.text ?? null, source: ConfigSource.GROUP_CONFIG });
    }
    return entry(definition, value, synonyms, false, options);
  });
}

function shown(
  definitions: ReadonlyMap<string, PropertyDefinition>,
  options: DescribeOptions,
  isGiven: (name: string) => boolean,
): PropertyDefinition[] {
  return [...definitions.values()].filter(
    ({ name, internal }) => (!internal || isGiven(name)) && (options.names === null || options.names.has(name)),
  );
}

function entry(
  definition: PropertyDefinition,
  value: ParsedValue | null,
  synonyms: ConfigSynonymEntry[],
  readOnly: boolean,
  options: DescribeOptions,
): ConfigEntry {
  const configSource = synonyms[0]?.source ?? ConfigSource.DEFAULT_CONFIG;
  return {
    name: definition.name,
    value: isSensitive(definition) ? null : (value?.text ?? null),
    readOnly,
    isDefault: configSource === ConfigSource.DEFAULT_CONFIG,
    configSource,
    isSensitive: isSensitive(definition),
    synonyms: options.includeSynonyms ? synonyms : [],
    configType: CONFIG_TYPES[definition.type],
    documentation: options.includeDocumentation ? definition.sentence : null,
  };
}

function strangerEntry(name: string, layers: BrokerConfigLayers, options: DescribeOptions): ConfigEntry {
  const definition = brokerProperty(name);
  const sensitive = definition === undefined || isSensitive(definition);
  const synonyms = brokerSynonymEntries(name, layers, sensitive);
  return {
    name,
    value: sensitive ? null : (givenValue(layers, name) ?? null),
    readOnly: definition === undefined || definition.updateMode === 'read-only',
    isDefault: false,
    configSource: synonyms[0]?.source ?? ConfigSource.DEFAULT_CONFIG,
    isSensitive: sensitive,
    synonyms: options.includeSynonyms ? synonyms : [],
    configType: definition === undefined ? UNKNOWN_TYPE : CONFIG_TYPES[definition.type],
    documentation: options.includeDocumentation ? (definition?.sentence ?? null) : null,
  };
}

/** Layer by layer, and within a layer synonym by synonym; what stands before the property's own first mention is dropped. */
function brokerSynonymEntries(name: string, layers: BrokerConfigLayers, sensitive: boolean): ConfigSynonymEntry[] {
  const names = brokerSynonyms(name);
  const entries: ConfigSynonymEntry[] = [];
  const add = (values: (name: string) => string | null | undefined, source: number) => {
    for (const synonym of names) {
      const value = values(synonym);
      if (value !== undefined && value !== null)
        entries.push({ name: synonym, value: sensitive ? null : value, source });
    }
  };
  add((synonym) => layers.dynamicBroker.get(synonym), ConfigSource.DYNAMIC_BROKER_CONFIG);
  add((synonym) => layers.dynamicDefault.get(synonym), ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
  add((synonym) => layers.static.get(synonym), ConfigSource.STATIC_BROKER_CONFIG);
  add((synonym) => BROKER_PROPERTIES.get(synonym)?.defaultValue, ConfigSource.DEFAULT_CONFIG);
  const own = entries.findIndex((synonym) => synonym.name === name);
  return own < 0 ? [] : entries.slice(own);
}
