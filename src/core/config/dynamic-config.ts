/** Which broker properties a running broker takes, from whom, and Kafka's words for refusing one (KIP-226). */
import { parsePerIpOverrides } from './broker/connection-limits.ts';
import { brokerProperty } from './definitions.ts';
import { parseValue } from './parse-value.ts';

/** TLS and SASL settings that a running broker takes for one listener at a time (`listener.name.<name>.ssl…`). */
const PER_LISTENER = /^(ssl\.|sasl\.|principal\.builder\.class$)/;

/**
 * The refusal of a change to dynamic broker configs, or null. Kafka answers it as INVALID_REQUEST. `perBroker` tells
 * whether the resource names one broker or (empty name) all of them; a null value deletes.
 */
export function validateBrokerConfigChange(
  changes: ReadonlyMap<string, string | null>,
  perBroker: boolean,
): string | null {
  const readOnly: string[] = [];
  const perBrokerOnly: string[] = [];
  const perListenerOnly: string[] = [];
  for (const name of changes.keys()) {
    const definition = brokerProperty(name);
    // Unknown names are kept for whoever knows them, as Kafka keeps the configs of plugins.
    if (definition === undefined) continue;
    if (definition.updateMode === 'read-only') readOnly.push(name);
    else if (!perBroker && (definition.updateMode === 'per-broker' || name !== definition.name))
      perBrokerOnly.push(name);
    else if (name === definition.name && PER_LISTENER.test(name)) perListenerOnly.push(name);
  }
  if (readOnly.length > 0) return `Cannot update these configs dynamically: [${readOnly.join(', ')}]`;
  if (perBrokerOnly.length > 0) {
    return (
      'Cannot update these configs at default cluster level, broker id must be specified: ' +
      `[${perBrokerOnly.join(', ')}]`
    );
  }
  if (perListenerOnly.length > 0) {
    return (
      'These security configs can be dynamically updated only per-listener using the listener prefix: ' +
      `[${perListenerOnly.join(', ')}]`
    );
  }
  for (const [name, value] of changes) {
    const definition = brokerProperty(name);
    if (definition === undefined || value === null) continue;
    const outcome = parseValue({ ...definition, name }, value);
    if ('error' in outcome) return outcome.error;
    if (name === 'max.connections.per.ip.overrides') {
      const overrides = parsePerIpOverrides(value);
      if (typeof overrides === 'string') return `Invalid value ${value} for configuration ${name}: ${overrides}`;
    }
    if (name === 'log.retention.ms' && outcome.parsed.value === 0) {
      return 'requirement failed: log.retention.ms must be unlimited (-1) or, greater than or equal to 1';
    }
  }
  return null;
}
