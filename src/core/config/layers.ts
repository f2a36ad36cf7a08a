/**
 * Where a broker property's value can come from at run time, strongest first, and the value that wins. Static is what
 * file, overrides and environment said at start; the dynamic layers live in the cluster's metadata (KIP-226).
 */
import { BROKER_PROPERTIES } from './definitions.ts';
import { type ParsedValue, parseValue } from './parse-value.ts';
import type { Synonym } from './synonyms.ts';

export interface BrokerConfigLayers {
  /** Set for this broker alone (resource BROKER, its id). */
  readonly dynamicBroker: ReadonlyMap<string, string>;
  /** Set for all brokers (resource BROKER, empty name). */
  readonly dynamicDefault: ReadonlyMap<string, string>;
  readonly static: ReadonlyMap<string, string>;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** The layers of a broker nobody has reconfigured. */
export function staticLayers(properties: ReadonlyMap<string, string> = NOTHING): BrokerConfigLayers {
  return { dynamicBroker: NOTHING, dynamicDefault: NOTHING, static: properties };
}

/** The strongest value somebody gave to exactly this name, or undefined. */
export function givenValue(layers: BrokerConfigLayers, name: string): string | undefined {
  return layers.dynamicBroker.get(name) ?? layers.dynamicDefault.get(name) ?? layers.static.get(name);
}

/**
 * The value of a broker property, its default included; null where it has none. A given value that does not parse counts
 * as not given: values are refused when they are set, so only data from another version gets this far.
 */
export function brokerValue(layers: BrokerConfigLayers, name: string): ParsedValue | null {
  const definition = BROKER_PROPERTIES.get(name);
  if (definition === undefined) return null;
  const given = givenValue(layers, name);
  if (given !== undefined) {
    const outcome = parseValue(definition, given);
    if ('parsed' in outcome) return outcome.parsed;
  }
  if (definition.defaultValue === null) return null;
  const outcome = parseValue(definition, definition.defaultValue);
  return 'parsed' in outcome ? outcome.parsed : null;
}

/** The first synonym with a value, in the unit of the property they stand behind. */
export function firstSynonymValue(layers: BrokerConfigLayers, synonyms: readonly Synonym[]): ParsedValue | null {
  for (const { name, factor } of synonyms) {
    const value = brokerValue(layers, name);
    if (value !== null) return factor === 1 ? value : scaled(value, factor);
  }
  return null;
}

/** Negative retention times mean "for ever" in every unit, and stay -1. */
function scaled(value: ParsedValue, factor: number): ParsedValue {
  const exact = BigInt(value.text);
  const product = exact < 0n ? -1n : exact * BigInt(factor);
  return { value: Number(product), text: product.toString() };
}

/** All given broker properties in one map, stronger layers over weaker. */
export function mergedLayers(layers: BrokerConfigLayers): Map<string, string> {
  return new Map([...layers.static, ...layers.dynamicDefault, ...layers.dynamicBroker]);
}
