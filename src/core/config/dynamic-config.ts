/** Which broker properties a running broker takes, from whom, and Kafka's words for refusing one (KIP-226). */
import { brokerProperty } from './definitions.ts';
import { parseValue } from './parse-value.ts';

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
  for (const name of changes.keys()) {
    const definition = brokerProperty(name);
    // Unknown names are kept for whoever knows them, as Kafka keeps the configs of plugins.
    if (definition === undefined) continue;
    if (definition.updateMode === 'read-only') readOnly.push(name);
    else if (!perBroker && (definition.updateMode === 'per-broker' || name !== definition.name))
      perBrokerOnly.push(name);
  }
  if (readOnly.length > 0) return `Cannot update these configs dynamically: Set(${readOnly.join(', ')})`;
  if (perBrokerOnly.length > 0) {
    return (
      'Cannot update these configs at default cluster level, broker configs must be updated per-broker: ' +
      `Set(${perBrokerOnly.join(', ')})`
    );
  }
  for (const [name, value] of changes) {
    const definition = brokerProperty(name);
    if (definition === undefined || value === null) continue;
    const outcome = parseValue({ ...definition, name }, value);
    if ('error' in outcome) return outcome.error;
  }
  return null;
}
