/** The reference of all properties as Markdown, written from the tables: what it says is what the broker does. */
import { BROKER_PROPERTIES, GROUP_PROPERTIES, TOPIC_PROPERTIES } from './definitions.ts';
import type { Constraint, PropertyDefinition } from './property.ts';
import { groupSynonym, TOPIC_SYNONYMS } from './synonyms.ts';

export type ReferenceScope = 'broker' | 'topic' | 'group';

export interface ReferenceEntry {
  readonly name: string;
  readonly type: string;
  readonly default: string | null;
  readonly accepts: string;
  /** Broker properties: read-only, per-broker or cluster-wide. */
  readonly update: string;
  /** Broker properties that stand behind a topic or group property, strongest first. */
  readonly synonyms: readonly string[];
  /** Null for a property that is acted on. */
  readonly ignoredBecause: string | null;
  readonly sentence: string;
}

const DEFINITIONS: Readonly<Record<ReferenceScope, ReadonlyMap<string, PropertyDefinition>>> = {
  broker: BROKER_PROPERTIES,
  topic: TOPIC_PROPERTIES,
  group: GROUP_PROPERTIES,
};

/** By name; internal properties are left out. */
export function referenceEntries(scope: ReferenceScope): ReferenceEntry[] {
  return [...DEFINITIONS[scope].values()]
    .filter(({ internal }) => !internal)
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((definition) => ({
      name: definition.name,
      type: definition.type,
      default: definition.defaultValue,
      accepts: describeConstraint(definition.constraint),
      update: scope === 'broker' ? definition.updateMode : 'at any time',
      synonyms: synonymsOf(scope, definition.name),
      ignoredBecause: definition.ignoredBecause,
      sentence: definition.sentence,
    }));
}

function synonymsOf(scope: ReferenceScope, name: string): string[] {
  if (scope === 'topic') return (TOPIC_SYNONYMS.get(name) ?? []).map((synonym) => synonym.name);
  const synonym = scope === 'group' ? groupSynonym(name) : null;
  return synonym === null ? [] : [synonym];
}

/** What a property takes, in words; empty when its type says it all. */
export function describeConstraint(constraint: Constraint): string {
  switch (constraint.kind) {
    case 'any':
      return '';
    case 'range':
      return constraint.max === null ? `at least ${constraint.min}` : `${constraint.min} to ${constraint.max}`;
    case 'range-or-default':
      return `${constraint.min} to ${constraint.max}, or -1`;
    case 'one-of':
      return `one of ${constraint.values.join(', ')}${constraint.ignoreCase ? ' (in any case)' : ''}`;
    case 'list': {
      const items = constraint.values === null ? '' : `any of ${constraint.values.join(', ')}`;
      return [items, constraint.mayBeEmpty ? '' : 'not empty'].filter((part) => part !== '').join('; ');
    }
    case 'non-empty':
      return 'not empty';
    case 'replica-list':
      return '* or partition:broker,...';
    case 'share-offset-reset':
      return 'earliest, latest or by_duration:<ISO 8601 duration>';
  }
}

export function referenceMarkdown(entries: readonly ReferenceEntry[]): string {
  return entries
    .map((entry) => {
      const facts = [
        `Type: ${entry.type}`,
        entry.default === null ? 'no default' : `default: ${entry.default === '' ? 'empty' : `\`${entry.default}\``}`,
        ...(entry.accepts === '' ? [] : [`takes ${entry.accepts}`]),
        `update: ${entry.update}`,
        ...(entry.synonyms.length === 0
          ? []
          : [`inherits ${entry.synonyms.map((name) => `\`${name}\``).join(', then ')}`]),
      ];
      const effect = entry.ignoredBecause === null ? '' : `\n\nAccepted without effect: ${entry.ignoredBecause}.`;
      return `### \`${entry.name}\`\n\n${entry.sentence}\n\n${facts.join('; ')}.${effect}\n`;
    })
    .join('\n');
}
