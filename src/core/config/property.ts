/**
 * What is known of one configuration property. Pure data: the tables in tables/ hold one row per property, everything
 * else (parsing, DescribeConfigs, warnings, the reference docs) reads these definitions.
 */

export type PropertyType = 'boolean' | 'int' | 'long' | 'short' | 'double' | 'string' | 'list' | 'class' | 'password';

/** Whether a running broker takes a new value, and whether that value may differ from broker to broker (KIP-226). */
export type UpdateMode = 'read-only' | 'per-broker' | 'cluster-wide';

/** Which values a property takes beyond what its type demands. Data rather than functions, so that the docs can print it. */
export type Constraint =
  | { readonly kind: 'any' }
  | { readonly kind: 'range'; readonly min: number | null; readonly max: number | null }
  /** The range, or -1 for the codec's own default. */
  | { readonly kind: 'range-or-default'; readonly min: number; readonly max: number }
  | { readonly kind: 'one-of'; readonly values: readonly string[]; readonly ignoreCase: boolean }
  /** Items that are not empty, each kept once; `values` null: of any kind. */
  | { readonly kind: 'list'; readonly values: readonly string[] | null; readonly mayBeEmpty: boolean }
  | { readonly kind: 'non-empty' }
  | { readonly kind: 'replica-list' }
  | { readonly kind: 'share-offset-reset' };

export interface PropertyDefinition {
  readonly name: string;
  readonly type: PropertyType;
  /** As text, in the form DescribeConfigs shows; null where absence means something of its own. */
  readonly defaultValue: string | null;
  readonly constraint: Constraint;
  readonly updateMode: UpdateMode;
  /** Left out of DescribeConfigs, as in Kafka. */
  readonly internal: boolean;
  /** Null when the broker acts on the property; otherwise the reason it is accepted and has no effect. */
  readonly ignoredBecause: string | null;
  readonly sentence: string;
}

/** Values of this property never leave the broker: DescribeConfigs answers null, logs leave them out. */
export function isSensitive(definition: PropertyDefinition): boolean {
  return definition.type === 'password';
}
