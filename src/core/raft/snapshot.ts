/**
 * The state machine at one index, standing in for all entries up to it. What is inside is the state machine's
 * business; Raft needs to know where it stands and who the members were then.
 */

import { type Configuration, EMPTY_CONFIGURATION } from './configuration.ts';
import { NO_BYTES } from './entry.ts';

export interface Snapshot {
  readonly index: number;
  readonly term: number;
  readonly configuration: Configuration;
  readonly data: Uint8Array;
}

/** Before anything happened: index 0. */
export const NO_SNAPSHOT: Snapshot = { index: 0, term: 0, configuration: EMPTY_CONFIGURATION, data: NO_BYTES };
