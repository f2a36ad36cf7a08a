/**
 * What the controller must know of config keys. A port: the table of properties implements it, tests bring their own.
 */
import type { ApiFailure } from './control.ts';

export interface ConfigSchema {
  isKnown(resourceType: number, key: string): boolean;
  /** True for keys of type LIST, the only ones that take APPEND and SUBTRACT. */
  isList(resourceType: number, key: string): boolean;
  /**
   * The value a resource has where nothing dynamic is set: for a topic key the broker's static value or the default.
   * Null where there is none or the key is unknown.
   */
  staticValue(resourceType: number, key: string): string | null;
  /** The broker property a topic key falls back to (`retention.ms` → `log.retention.ms`); null where there is none. */
  brokerSynonym(topicKey: string): string | null;
  /**
   * Judges the whole set a resource would have after a change: unknown keys, malformed values, values that contradict
   * each other. `before` is what it has now: what was accepted once need not be refused because it is still there.
   */
  validate(
    resourceType: number,
    resourceName: string,
    configs: ReadonlyMap<string, string>,
    before: ReadonlyMap<string, string>,
  ): ApiFailure | null;
}
