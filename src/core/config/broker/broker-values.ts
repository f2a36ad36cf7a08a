/** Typed access to broker properties by name while a BrokerConfig is built. Names are checked: a misspelt one is a bug. */
import { assert } from '../../base/assert.ts';
import { BROKER_PROPERTIES } from '../definitions.ts';
import { type BrokerConfigLayers, brokerValue, givenValue } from '../layers.ts';
import { type ParsedValue, parseValue } from '../parse-value.ts';

export class BrokerValues {
  readonly #layers: BrokerConfigLayers;

  constructor(layers: BrokerConfigLayers) {
    this.#layers = layers;
  }

  number(name: string): number {
    const value = this.#value(name)?.value;
    assert(typeof value === 'number', `${name} is a number with a default`);
    return value;
  }

  /** `listener.name.<listener>.<name>`; null where it is not given for this listener. */
  listenerNumber(listener: string, name: string): number | null {
    const definition = BROKER_PROPERTIES.get(name);
    assert(definition !== undefined, `${name} is defined`);
    const given = givenValue(this.#layers, `listener.name.${listener.toLowerCase()}.${name}`);
    const outcome = given === undefined ? null : parseValue(definition, given);
    return outcome !== null && 'parsed' in outcome ? (outcome.parsed.value as number) : null;
  }

  flag(name: string): boolean {
    const value = this.#value(name)?.value;
    assert(typeof value === 'boolean', `${name} is a boolean with a default`);
    return value;
  }

  list(name: string): readonly string[] {
    const value = this.#value(name)?.value ?? [];
    assert(Array.isArray(value), `${name} is a list`);
    return value as readonly string[];
  }

  /** Null where nothing or only white space was given and there is no default. */
  text(name: string): string | null {
    const value = this.#value(name)?.value ?? null;
    assert(value === null || typeof value === 'string', `${name} is a text`);
    return value === '' ? null : value;
  }

  isGiven(name: string): boolean {
    assert(BROKER_PROPERTIES.has(name), `${name} is defined`);
    return givenValue(this.#layers, name) !== undefined;
  }

  #value(name: string): ParsedValue | null {
    assert(BROKER_PROPERTIES.has(name), `${name} is defined`);
    return brokerValue(this.#layers, name);
  }
}
