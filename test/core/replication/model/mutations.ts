/** What may be broken, one rule at a time; each name stands where the model leaves its rule out. */
export const MUTATIONS = [
  'shrinkEager',
  'ignoreExpand',
  'rollbackOnReject',
  'noStreamId',
  'subscribeUndurable',
  'ackUndurable',
  'truncateToHw',
  'noDivergence',
  'hwBelowMinIsr',
  'minIsrOnMaximal',
  'leaderUnsyncedHw',
  'staleFollowerState',
  'noLeaderEpochStart',
  'noPartitionEpoch',
  'keepElr',
  'countDiverged',
  'uncleanElection',
  'appendAnywhere',
] as const;
export type Mutation = (typeof MUTATIONS)[number] | 'none';
