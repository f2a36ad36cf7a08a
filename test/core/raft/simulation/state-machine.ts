/** A state machine whose whole state is a hash over everything it was given, in order: any difference shows. */

import type { Configuration } from '../../../../src/core/raft/configuration.ts';
import type { Entry } from '../../../../src/core/raft/entry.ts';
import type { Snapshot } from '../../../../src/core/raft/snapshot.ts';

export class StateMachine {
  index: number;
  term: number;
  hash: number;
  configuration: Configuration;

  constructor(snapshot: Snapshot) {
    this.index = snapshot.index;
    this.term = snapshot.term;
    this.hash = hashOf(snapshot);
    this.configuration = snapshot.configuration;
  }

  apply(entry: Entry, configuration: Configuration): void {
    this.index = entry.index;
    this.term = entry.term;
    this.hash = chainHash(this.hash, entry);
    this.configuration = configuration;
  }

  snapshot(): Snapshot {
    const data = new Uint8Array(4);
    new DataView(data.buffer).setUint32(0, this.hash);
    const { index, term, configuration } = this;
    return { index, term, configuration, data };
  }
}

export function hashOf(snapshot: Snapshot): number {
  const { data } = snapshot;
  return data.length < 4 ? 0 : new DataView(data.buffer, data.byteOffset).getUint32(0);
}

/** FNV-1a over the entry's place and bytes, on top of the state before. */
export function chainHash(before: number, entry: Entry): number {
  let hash = before ^ 0x811c9dc5;
  const mix = (value: number) => {
    hash = Math.imul(hash ^ value, 0x01000193) >>> 0;
  };
  mix(entry.term);
  mix(entry.index);
  for (const byte of entry.data) mix(byte);
  return hash >>> 0;
}
