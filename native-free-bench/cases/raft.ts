/** The consensus core alone: proposals through a quorum whose messages arrive at once and whose writes are memory. */
import type { Case, Columns } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { room } from '../room.ts';

type RaftNode = import('../../src/core/raft/raft-node.ts').RaftNode;
type MemoryStorage = import('../../src/core/raft/memory-storage.ts').MemoryStorage;
type Message = import('../../src/core/raft/messages.ts').Message;

interface Voter {
  readonly node: RaftNode;
  readonly storage: MemoryStorage;
  applied: number;
}

/** Entries kept before the log is cut: enough to copy little, few enough to stay in the caches. */
const KEPT = 4_096;

export async function cases(tiny: boolean): Promise<Case[]> {
  const { RaftNode } = await room<typeof import('../../src/core/raft/raft-node.ts')>('core/raft/raft-node.ts');
  const { MemoryStorage } =
    await room<typeof import('../../src/core/raft/memory-storage.ts')>('core/raft/memory-storage.ts');
  const { DEFAULT_RAFT_OPTIONS } =
    await room<typeof import('../../src/core/raft/raft-options.ts')>('core/raft/raft-options.ts');
  const { configurationOf } =
    await room<typeof import('../../src/core/raft/configuration.ts')>('core/raft/configuration.ts');

  /** The first node leads. */
  const elect = (ids: readonly number[]): Map<number, Voter> => {
    const configuration = configurationOf(ids);
    class Storage extends MemoryStorage {
      override initialState() {
        return { ...super.initialState(), configuration };
      }
    }
    const voters = new Map<number, Voter>();
    for (const id of ids) {
      const storage = new Storage();
      const options = {
        ...DEFAULT_RAFT_OPTIONS,
        id,
        drawElectionTimeout: (ticks: number) => ticks,
        asyncStorageWrites: false,
      };
      voters.set(id, { node: new RaftNode(options, storage), storage, applied: 0 });
    }
    voters.get(ids[0]!)!.node.campaign();
    settle(voters);
    if (voters.get(ids[0]!)!.node.status().role !== 'Leader') throw new Error('the first voter was not elected');
    return voters;
  };

  const proposing = (count: number, voterCount: number): Case => {
    const data = noise(128);
    const columns = async (): Promise<Columns> => {
      const ids = Array.from({ length: voterCount }, (_, id) => id + 1);
      const voters = elect(ids);
      const leader = voters.get(1)!;
      const last = [...voters.values()].at(-1)!;
      return {
        js: () => {
          const before = leader.applied;
          for (let n = 0; n < count; n++) leader.node.propose(data);
          settle(voters);
          // The last voter learns of the commit with the next message that it gets.
          if (last.applied < leader.applied - count) throw new Error('a voter lags behind');
          return leader.applied - before;
        },
      };
    };
    const what = count === 1 ? 'one proposal' : `${count} proposals at once`;
    return { name: `raft: ${what} of 128 bytes, ${voterCount} voters`, bytes: 0, batch: count, columns };
  };

  const ticking: Case = {
    name: 'raft: one heartbeat and its answers, 3 voters',
    bytes: 0,
    batch: 1,
    columns: async () => {
      const voters = elect([1, 2, 3]);
      const { heartbeatTicks } = DEFAULT_RAFT_OPTIONS;
      return {
        js: () => {
          // Only the leader's clock runs: followers hear from it in time by definition.
          for (let n = 0; n < heartbeatTicks; n++) voters.get(1)!.node.tick();
          return settle(voters);
        },
      };
    },
  };
  return [proposing(1, 3), proposing(tiny ? 4 : 64, 3), proposing(1, 5), ticking];
}

/** Until nobody has anything left to do. @returns messages delivered */
function settle(voters: ReadonlyMap<number, Voter>): number {
  let delivered = 0;
  for (let busy = true; busy; ) {
    busy = false;
    for (const voter of voters.values()) {
      if (!voter.node.hasReady()) continue;
      busy = true;
      for (const message of work(voter)) {
        voters.get(message.to)!.node.step(message);
        delivered++;
      }
    }
  }
  return delivered;
}

function work(voter: Voter): readonly Message[] {
  const { node, storage } = voter;
  const ready = node.ready();
  storage.append(ready.entries);
  if (ready.hardState !== null) storage.setHardState(ready.hardState);
  voter.applied += ready.committedEntries.length;
  node.advance();
  const { applied } = node.status();
  // Half is kept: a voter that is a message behind must not need a snapshot.
  if (applied - storage.firstIndex() > KEPT * 2) storage.compact(applied - KEPT);
  return ready.messages;
}
