/** A group's own configuration (resource type GROUP): overrides over the broker's group.* properties. */
import { GROUP_PROPERTIES } from './definitions.ts';
import { type BrokerConfigLayers, brokerValue } from './layers.ts';
import { type ParsedValue, parseValue } from './parse-value.ts';
import { groupSynonym } from './synonyms.ts';

/** The effective value of one group property; null for an unknown name. */
export function groupValue(
  name: string,
  overrides: ReadonlyMap<string, string>,
  layers: BrokerConfigLayers,
): ParsedValue | null {
  const definition = GROUP_PROPERTIES.get(name);
  if (definition === undefined) return null;
  const override = overrides.get(name);
  if (override !== undefined) {
    const outcome = parseValue(definition, override);
    if ('parsed' in outcome) return outcome.parsed;
  }
  const synonym = groupSynonym(name);
  const inherited = synonym === null ? null : brokerValue(layers, synonym);
  if (inherited !== null || definition.defaultValue === null) return inherited;
  const outcome = parseValue(definition, definition.defaultValue);
  return 'parsed' in outcome ? outcome.parsed : null;
}

/** Properties that the broker bounds by `group.<kind>.min.<rest>` and `group.<kind>.max.<rest>`. */
const BOUNDED =
  /^(consumer|share|streams)\.(session\.timeout\.ms|heartbeat\.interval\.ms|assignment\.interval\.ms|record\.lock\.duration\.ms|delivery\.count\.limit|partition\.max\.record\.locks)$/;

/** Kafka's refusal of one group property (answered as INVALID_CONFIG), or null when it may be set. */
export function validateGroupConfig(name: string, value: string, layers: BrokerConfigLayers): string | null {
  const definition = GROUP_PROPERTIES.get(name);
  if (definition === undefined) return `Unknown group config name: ${name}`;
  const outcome = parseValue(definition, value);
  if ('error' in outcome) return outcome.error;
  if (name === 'streams.num.standby.replicas') {
    const max = brokerValue(layers, 'group.streams.max.standby.replicas')!;
    return (outcome.parsed.value as number) > (max.value as number)
      ? `${name} must be less than or equal to group.streams.max.standby.replicas`
      : null;
  }
  const bounded = BOUNDED.exec(name);
  if (bounded === null) return null;
  const minName = `group.${bounded[1]}.min.${bounded[2]}`;
  const maxName = `group.${bounded[1]}.max.${bounded[2]}`;
  const number = outcome.parsed.value as number;
  if (number < (brokerValue(layers, minName)!.value as number)) {
    return `${name} must be greater than or equal to ${minName}`;
  }
  if (number > (brokerValue(layers, maxName)!.value as number)) {
    return `${name} must be less than or equal to ${maxName}`;
  }
  return null;
}
