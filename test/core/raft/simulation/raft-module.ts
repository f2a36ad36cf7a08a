/** The parts of the Raft room that a simulation runs: the real ones, or a copy with a mistake in it. */

import { MemoryStorage } from '../../../../src/core/raft/memory-storage.ts';
import { RaftNode } from '../../../../src/core/raft/raft-node.ts';

export interface RaftModule {
  readonly RaftNode: typeof RaftNode;
  readonly MemoryStorage: typeof MemoryStorage;
}

export const REAL_RAFT: RaftModule = { RaftNode, MemoryStorage };
