/**
 * The text of a property turned into its value, with the refusals Kafka answers, word for word: clients and tools show
 * them to people, and some match on them.
 */
import { checkConstraint } from './constraints.ts';
import { formatJavaDouble, parseJavaDouble } from './java-double.ts';
import type { PropertyDefinition, PropertyType } from './property.ts';

/** `long` values are numbers; the two int64 extremes become +-2^63. */
export type PropertyValue = boolean | number | string | readonly string[];

export interface ParsedValue {
  readonly value: PropertyValue;
  /** The canonical form, as DescribeConfigs shows it; exact even where `value` cannot be. */
  readonly text: string;
}

export type ParseOutcome = { readonly parsed: ParsedValue } | { readonly error: string };

const INTEGER_LIMITS: Partial<Record<PropertyType, readonly [bigint, bigint]>> = {
  short: [-(2n ** 15n), 2n ** 15n - 1n],
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** Longer than any sensible value and shorter than what would make a client's input costly to read as an integer. */
const INTEGER_TEXT_LENGTH_MAX = 64;

/** Parses and validates one value. The error is Kafka's ConfigException message. */
export function parseValue(definition: PropertyDefinition, text: string): ParseOutcome {
  const outcome = parseType(definition, text);
  if ('error' in outcome) return outcome;
  const refusal = checkConstraint(definition, outcome.parsed);
  return refusal === null ? outcome : { error: refusal };
}

function parseType(definition: PropertyDefinition, text: string): ParseOutcome {
  const trimmed = trim(text);
  switch (definition.type) {
    case 'boolean': {
      const lower = trimmed.toLowerCase();
      if (lower === 'true' || lower === 'false') return { parsed: { value: lower === 'true', text: lower } };
      return refuse(definition, text, 'Expected value to be either true or false');
    }
    case 'int':
    case 'long':
    case 'short':
      return parseInteger(definition, text, trimmed);
    case 'double': {
      const value = parseJavaDouble(trimmed);
      if (value === null) return refuse(definition, text, 'Not a number of type DOUBLE');
      return { parsed: { value, text: formatJavaDouble(value) } };
    }
    case 'list': {
      const written = splitList(trimmed);
      const items = definition.constraint.kind === 'list' ? [...new Set(written)] : written;
      return { parsed: { value: items, text: items.join(',') } };
    }
    case 'string':
    case 'class':
    case 'password':
      return { parsed: { value: trimmed, text: trimmed } };
  }
}

function parseInteger(definition: PropertyDefinition, text: string, trimmed: string): ParseOutcome {
  const [min, max] = INTEGER_LIMITS[definition.type]!;
  if (/^[+-]?\d+$/.test(trimmed) && trimmed.length <= INTEGER_TEXT_LENGTH_MAX) {
    const exact = BigInt(trimmed.replace(/^\+/, ''));
    if (exact >= min && exact <= max) return { parsed: { value: Number(exact), text: exact.toString() } };
  }
  return refuse(definition, text, `Not a number of type ${definition.type.toUpperCase()}`);
}

function refuse(definition: PropertyDefinition, text: string, why: string): ParseOutcome {
  return { error: `Invalid value ${text} for configuration ${definition.name}: ${why}` };
}

/** Items between commas, white space around them dropped; no items for an empty text. */
export function splitList(text: string): string[] {
  const trimmed = trim(text);
  return trimmed === '' ? [] : trimmed.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/);
}

/** Java's trim: everything up to the space character, and nothing beyond ASCII. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  return text.slice(start, end);
}
