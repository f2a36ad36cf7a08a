/** Which of Kafka's feature levels this release speaks, and with which a new cluster begins. */

/** `metadata.version` 27 is 4.1-IV1; `group.version` 1 is the consumer protocol of KIP-848, `transaction.version` 2 is KIP-890. */
export const SUPPORTED_FEATURES = [
  { name: 'metadata.version', minVersion: 7, maxVersion: 27 },
  { name: 'group.version', minVersion: 0, maxVersion: 1 },
  { name: 'transaction.version', minVersion: 0, maxVersion: 2 },
] as const;

export const INITIAL_FEATURES: ReadonlyMap<string, number> = new Map([
  ['metadata.version', 27],
  ['group.version', 1],
  ['transaction.version', 2],
]);
