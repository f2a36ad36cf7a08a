/** The second half of validation: a value of the right type, held against its property's constraint. */
import type { ParsedValue } from './parse-value.ts';
import type { PropertyDefinition } from './property.ts';

/** Kafka's refusal, or null when the value is allowed. */
export function checkConstraint(definition: PropertyDefinition, parsed: ParsedValue): string | null {
  const { constraint } = definition;
  const { value, text } = parsed;
  switch (constraint.kind) {
    case 'any':
      return null;
    case 'range':
      if (constraint.min !== null && (value as number) < constraint.min) {
        return refusal(definition, text, `Value must be at least ${constraint.min}`);
      }
      if (constraint.max !== null && (value as number) > constraint.max) {
        return refusal(definition, text, `Value must be no more than ${constraint.max}`);
      }
      return null;
    case 'range-or-default': {
      const { min, max } = constraint;
      const level = value as number;
      if (level === -1 || (level >= min && level <= max)) return null;
      return refusal(definition, text, `Value must be between ${min} and ${max} or equal to -1`);
    }
    case 'one-of': {
      const wanted = constraint.ignoreCase ? text.toUpperCase() : text;
      if (constraint.values.includes(wanted)) return null;
      const manner = constraint.ignoreCase ? ' (case insensitive)' : '';
      return refusal(definition, text, `String must be one of${manner}: ${constraint.values.join(', ')}`);
    }
    case 'list':
      return checkList(definition, value as readonly string[], constraint.values, constraint.mayBeEmpty);
    case 'non-empty':
      return text === '' ? refusal(definition, text, 'String must be non-empty') : null;
    case 'replica-list':
      return checkReplicaList(definition, value as readonly string[]);
    case 'share-offset-reset':
      return checkShareOffsetReset(definition, text);
  }
}

/** KIP-1161. */
function checkList(
  definition: PropertyDefinition,
  items: readonly string[],
  values: readonly string[] | null,
  mayBeEmpty: boolean,
): string | null {
  const { name } = definition;
  if (items.length === 0 && !mayBeEmpty) {
    const valid = values === null ? 'any non-empty value' : `[${values.join(', ')}]`;
    return `Configuration '${name}' must not be empty. Valid values include: ${valid}`;
  }
  for (const item of items) {
    if (item === '') return `Configuration '${name}' values must not be empty.`;
    if (values !== null && !values.includes(item)) {
      return refusal(definition, item, `String must be one of: ${values.join(', ')}`);
    }
  }
  return null;
}

function checkReplicaList(definition: PropertyDefinition, items: readonly string[]): string | null {
  if (items.join('') === '*' || items.every((item) => /^([0-9]+:[0-9]+)?$/.test(item))) return null;
  return refusal(
    definition,
    `[${items.join(', ')}]`,
    `${definition.name} must be the literal '*' or a list of replicas in the following format: ` +
      '[partitionId]:[brokerId],[partitionId]:[brokerId],...',
  );
}

const ISO_DURATION = /^\+?P(?=.)(\+?\d+D)?(T(?=.)(\+?\d+H)?(\+?\d+M)?(\+?\d+([.,]\d{0,9})?S)?)?$/i;

function checkShareOffsetReset(definition: PropertyDefinition, text: string): string | null {
  const lower = text.toLowerCase();
  if (lower === 'earliest' || lower === 'latest') return null;
  if (lower.startsWith('by_duration:') && ISO_DURATION.test(text.slice('by_duration:'.length))) return null;
  return refusal(
    definition,
    text,
    `Invalid value \`${text}\` for configuration ${definition.name}. The value must be either 'earliest', 'latest' ` +
      "or of the format 'by_duration:<PnDTnHnMn.nS>'.",
  );
}

function refusal(definition: PropertyDefinition, shown: string, why: string): string {
  return `Invalid value ${shown} for configuration ${definition.name}: ${why}`;
}
