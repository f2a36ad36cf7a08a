/**
 * Kafka 4.3's own answers, recorded by asking its ConfigDef objects: the facts of every definition (definitions.json), and
 * what becomes of the same fifty texts for every property (verdicts.json; a text is the accepted value in canonical form,
 * a number the refusal of that index).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BROKER_PROPERTIES, GROUP_PROPERTIES, TOPIC_PROPERTIES } from '../../../src/core/config/definitions.ts';
import { parseValue } from '../../../src/core/config/parse-value.ts';
import { brokerSynonyms, groupSynonym, TOPIC_SYNONYMS } from '../../../src/core/config/synonyms.ts';

type Row = [string, string, string | null, string | null, boolean, string[] | null];
interface Verdicts {
  names: string[];
  outcomes: (string | number)[];
}

function load<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`kafka/${name}`, import.meta.url), 'utf8')) as T;
}

const definitions = load<{
  broker: Row[];
  topic: Row[];
  group: Row[];
  brokerSynonyms: Record<string, string[]>;
  groupSynonyms: Record<string, string | null>;
}>('definitions.json');
const verdicts = load<{
  values: string[];
  refusals: string[];
  topic: Verdicts[];
  broker: Verdicts[];
  group: Verdicts[];
}>('verdicts.json');

const scopes = { broker: BROKER_PROPERTIES, topic: TOPIC_PROPERTIES, group: GROUP_PROPERTIES } as const;
const scopeNames = ['broker', 'topic', 'group'] as const;

/** Read where the quorum's addresses are resolved (broker-config.ts), not with the property's type. */
const ADDRESSES = new Set(['controller.quorum.voters', 'controller.quorum.bootstrap.servers']);

/** Defaults that differ on purpose; see definitions.ts. */
const OWN_DEFAULTS = new Set(['node.id', 'process.roles', 'log.dir', 'controller.listener.names']);

describe.each(scopeNames)('%s properties', (scope) => {
  test('are all of Kafka 4.3, with its types, defaults and update modes', () => {
    for (const [name, type, defaultValue, mode, internal] of definitions[scope]) {
      const own = scopes[scope].get(name);
      expect(own, name).toBeDefined();
      expect([name, own!.type, own!.internal]).toEqual([name, type, internal]);
      if (mode !== null) expect([name, own!.updateMode]).toEqual([name, mode]);
      if (!OWN_DEFAULTS.has(name)) expect([name, own!.defaultValue]).toEqual([name, defaultValue]);
    }
  });

  test('add only properties of our own name', () => {
    const known = new Set(definitions[scope].map(([name]) => name));
    const added = [...scopes[scope].keys()].filter((name) => !known.has(name));
    expect(added.filter((name) => !name.startsWith('chronik.'))).toEqual([]);
  });

  test('accept and refuse the same texts with the same words', () => {
    for (const { names, outcomes } of verdicts[scope]) {
      for (const name of names) {
        const definition = scopes[scope].get(name)!;
        if (definition.type === 'class' || definition.type === 'password' || ADDRESSES.has(name)) continue;
        verdicts.values.forEach((value, index) => {
          const outcome = parseValue(definition, value);
          const got = 'error' in outcome ? outcome.error : outcome.parsed.text;
          const expected = outcomes[index]!;
          expect([name, value, got]).toEqual([
            name,
            value,
            typeof expected === 'string' ? expected : refusal(expected),
          ]);

          function refusal(number: number): string {
            return verdicts.refusals[number]!.replaceAll('{name}', name).replace('{value}', value);
          }
        });
      }
    }
  });

  test('have defaults that pass their own validation', () => {
    for (const definition of scopes[scope].values()) {
      if (definition.defaultValue === null) continue;
      const outcome = parseValue(definition, definition.defaultValue);
      expect('error' in outcome ? outcome.error : outcome.parsed.text).toBe(definition.defaultValue);
    }
  });
});

test('topic properties have the broker synonyms of Kafka, in its order', () => {
  for (const [name, , , , , synonyms] of definitions.topic) {
    expect([name, [...(TOPIC_SYNONYMS.get(name) ?? [])].map((synonym) => synonym.name)]).toEqual([name, synonyms]);
  }
});

test('broker properties have the synonyms of Kafka among themselves', () => {
  for (const [name] of definitions.broker) {
    expect([name, brokerSynonyms(name)]).toEqual([name, definitions.brokerSynonyms[name] ?? [name]]);
  }
});

test('group properties have the broker synonyms of Kafka', () => {
  for (const [name, synonym] of Object.entries(definitions.groupSynonyms))
    expect([name, groupSynonym(name)]).toEqual([name, synonym]);
});
