/** The `properties` of an embedded broker or cluster as the configuration takes them. */
import { unknownProperty } from '../core/config/broker-config.ts';

export type EmbeddedProperties = Readonly<Record<string, string | number | boolean>>;

/**
 * Throws for a name that no broker knows: `chronik start` warns of it, but nobody reads the log of a broker in a test, and
 * what it was to try is then not tried.
 */
export function embeddedProperties(properties: EmbeddedProperties = {}): [name: string, value: string][] {
  return Object.entries(properties).map(([name, value]) => {
    const problem = unknownProperty(name);
    if (problem !== null) throw new Error(problem);
    return [name, String(value)];
  });
}
