import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../src/core/raft/entry.ts';
import type { MemoryStorage } from '../../../src/core/raft/memory-storage.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { ForeignClusterError, MetadataCorruptionError } from '../../../src/workers/controller/log-errors.ts';
import { SyncLogIo } from '../../../src/workers/controller/log-io.ts';
import { encodeChange, raftFrameSize } from '../../../src/workers/raft/raft-format.ts';
import { openRaftStore, type RecoveredRaft, raftFileName } from '../../../src/workers/raft/raft-recovery.ts';
import { RaftStore } from '../../../src/workers/raft/raft-store.ts';
import { ioError, MemoryDisk } from '../../support/memory-disk.ts';
import { prng } from '../../support/prng.ts';
import { VirtualLogIo } from './support/virtual-log-io.ts';

const DIRECTORY = '/d';
const FIRST = `${DIRECTORY}/${raftFileName(1)}`;

function recover(
  disk: MemoryDisk,
  more: { clusterId?: string; voters?: number[]; formerEpoch?: number } = {},
): RecoveredRaft {
  const random = prng(9);
  return openRaftStore(disk, {
    directory: DIRECTORY,
    clusterId: 'c',
    nodeId: 1,
    voters: [1, 2, 3],
    formerEpoch: 0,
    randomBytes: (length) => Uint8Array.from({ length }, () => random() * 256),
    ...more,
  });
}

function open(disk: MemoryDisk, io = new SyncLogIo(disk), clock = new ManualClock()) {
  const recovered = recover(disk);
  const fatal: string[] = [];
  const store = new RaftStore(
    recovered,
    {
      directory: DIRECTORY,
      randomBytes: (length) => new Uint8Array(length).fill(7),
      takeSnapshot: () => null,
      onFatal: (error) => fatal.push(error.code),
    },
    io,
    clock,
  );
  store.open();
  return { recovered, store, fatal, clock };
}

const entry = (term: number, index: number, size = 3): Entry => ({
  term,
  index,
  kind: 'normal',
  data: new Uint8Array(size).fill(index),
});

function stateOf(storage: MemoryStorage): string {
  const { hardState } = storage.initialState();
  const entries = storage.entries(storage.firstIndex(), storage.lastIndex() + 1, Number.POSITIVE_INFINITY) ?? [];
  return JSON.stringify([
    hardState.term,
    hardState.vote,
    storage.firstIndex(),
    entries.map(({ term, data }) => [term, ...data]),
  ]);
}

describe('the raft store', () => {
  test('term, vote and log come back as they were, over files that are replaced when full', () => {
    const disk = new MemoryDisk();
    for (let start = 1; start <= 4; start++) {
      const { store, recovered, fatal } = open(disk);
      expect(recovered.starts).toBe(start);
      for (let n = 0; n < 400; n++) {
        const index = store.storage.lastIndex() + 1;
        const term = Math.ceil((start * 400 + n) / 10);
        store.write(
          { hardState: { term, vote: n % 3, commit: 1 }, snapshot: null, entries: [entry(term, index, n)] },
          () => {},
        );
      }
      // A new leader's entries take the place of some.
      const index = store.storage.lastIndex() - 5;
      store.write({ hardState: null, snapshot: null, entries: [entry(start * 1000, index)] }, () => {});
      expect(store.storage.lastIndex()).toBe(index);
      const before = stateOf(store.storage);
      store.close(() => {});
      expect(stateOf(recover(disk.copy()).storage)).toBe(before);
      expect(fatal).toEqual([]);
      expect(disk.openFiles).toBe(0);
      expect(disk.list(DIRECTORY).length).toBe(1);
    }
  });

  test('what was acknowledged survives a power cut at any moment', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = prng(seed);
      let disk = new MemoryDisk();
      const acknowledged = { term: 1, lastIndex: 1 };
      let asked = 1;
      for (let life = 0; life < 4; life++) {
        const clock = new ManualClock();
        const io = new VirtualLogIo(disk, clock, () => random() * 4);
        const { store, fatal } = open(disk, io as never, clock);
        const { hardState } = store.storage.initialState();
        expect(hardState.term).toBeGreaterThanOrEqual(acknowledged.term);
        expect(hardState.term).toBeLessThanOrEqual(asked);
        expect(store.storage.lastIndex()).toBeGreaterThanOrEqual(acknowledged.lastIndex);
        let { term } = hardState;
        let last = store.storage.lastIndex();
        for (let n = Math.floor(random() * 40); n > 0; n--) {
          term++;
          asked = term;
          const entries = Array.from({ length: Math.floor(random() * 3) }, () =>
            entry(term, ++last, Math.floor(random() * 2000)),
          );
          const promise = { term, lastIndex: last };
          store.write({ hardState: { term, vote: 2, commit: 1 }, snapshot: null, entries }, () =>
            Object.assign(acknowledged, promise),
          );
          clock.advance(random() * 6);
        }
        clock.advance(random() * 30);
        expect(fatal).toEqual([]);
        io.crash();
        disk = disk.powerLoss(() => random() < 0.5);
      }
    }
  });

  test('a byte that changed under a durable vote is never taken for a torn write', () => {
    const disk = new MemoryDisk();
    const { store, clock, recovered } = open(disk);
    for (let term = 2; term <= 6; term++) {
      store.write(
        { hardState: { term, vote: term % 3, commit: 1 }, snapshot: null, entries: [entry(term, term)] },
        () => {},
      );
    }
    clock.advance(20);
    const before = stateOf(store.storage);
    const bytes = disk.readFile(FIRST)!;
    const used = bytes.findLastIndex((byte) => byte !== 0) + 1;
    expect(recovered.firstVoters).toEqual([1, 2, 3]);
    let refused = 0;
    for (let at = 0; at < used; at++) {
      const damaged = disk.copy();
      const changed = bytes.slice();
      changed[at]! ^= 0x10;
      damaged.plant(FIRST, changed);
      try {
        // The last frame is the marker: without it nothing is lost, but nothing else may be missing either.
        expect(stateOf(recover(damaged).storage)).toBe(before);
      } catch (error) {
        if (!(error instanceof MetadataCorruptionError || error instanceof ForeignClusterError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(used * 0.8);
    for (const size of [0, 10, 64, used, bytes.length - 1]) {
      const cut = disk.copy();
      cut.plant(FIRST, bytes.slice(0, size));
      expect(() => recover(cut)).toThrow(MetadataCorruptionError);
    }
  });

  test('what a torn write left behind never comes back behind a later one', () => {
    const change = (term: number, size: number) => ({
      hardState: { term, vote: 1, commit: 1 },
      snapshot: null,
      entries: [entry(term, term, size)],
    });
    const sizeOf = (size: number) => raftFrameSize(encodeChange({ starts: null, ...change(3, size) }).length);
    const disk = new MemoryDisk();
    const clock = new ManualClock();
    const io = new VirtualLogIo(disk, clock, () => 1);
    const { store, recovered } = open(disk, io as never, clock);
    clock.advance(10);
    // The first goes out alone, the others as one group, of which only the last frame reaches the disk.
    for (const term of [2, 3, 4, 5]) store.write(change(term, 40), () => {});
    clock.advance(3);
    io.crash();
    const frame = sizeOf(40);
    const torn = recovered.active.end + frame;
    const bytes = disk.readFile(FIRST)!;
    bytes.fill(0, torn, torn + 2 * frame);
    disk.plant(FIRST, bytes);
    const again = open(disk);
    expect(again.store.storage.lastIndex()).toBe(2);
    // The next start and one change take exactly the room of the two that were torn.
    const startFrame = raftFrameSize(encodeChange({ starts: 2, hardState: null, snapshot: null, entries: [] }).length);
    let size = 0;
    while (startFrame + sizeOf(size) < 2 * frame) size++;
    expect(startFrame + sizeOf(size)).toBe(2 * frame);
    again.store.write(change(3, size), () => {});
    const last = recover(disk.copy());
    expect(last.storage.initialState().hardState.term).toBe(3);
    expect(last.storage.lastIndex()).toBe(3);
  });

  test('random bytes in place of the file end in a refusal, not in a vote', () => {
    const disk = new MemoryDisk();
    open(disk);
    const bytes = disk.readFile(FIRST)!;
    fc.assert(
      fc.property(fc.nat(400), fc.uint8Array({ minLength: 1, maxLength: 64 }), (at, noise) => {
        const changed = bytes.slice();
        changed.set(noise, at);
        const damaged = new MemoryDisk();
        damaged.plant(FIRST, changed);
        try {
          expect(recover(damaged).storage.initialState().hardState.term).toBe(1);
        } catch (error) {
          if (!(error instanceof MetadataCorruptionError || error instanceof ForeignClusterError)) throw error;
        }
      }),
    );
  });

  test('another cluster, and votes missing beside a log with entries, are refused; a sole voter goes on after its log', () => {
    const disk = new MemoryDisk();
    recover(disk);
    expect(() => recover(disk, { clusterId: 'other' })).toThrow(ForeignClusterError);
    expect(() => recover(new MemoryDisk(), { formerEpoch: 4 })).toThrow(
      'the votes beside a metadata log with entries are missing',
    );
    const sole = recover(new MemoryDisk(), { formerEpoch: 4, voters: [1] });
    expect(sole.storage.initialState().hardState.term).toBe(4);
    expect(recover(new MemoryDisk(), { formerEpoch: 4, voters: [2, 3, 4] }).firstVoters).toEqual([]);
  });

  test('a disk that fails ends the voter, and nothing is acknowledged after it', () => {
    const disk = new MemoryDisk();
    const { store, fatal } = open(disk);
    disk.onCall = (call) => {
      if (call === 'sync') throw Object.assign(new Error('EIO: injected'), { code: 'EIO' });
    };
    let done = 0;
    store.write({ hardState: { term: 2, vote: 1, commit: 1 }, snapshot: null, entries: [] }, () => done++);
    disk.onCall = () => {};
    store.write({ hardState: { term: 3, vote: 1, commit: 1 }, snapshot: null, entries: [] }, () => done++);
    expect(fatal).toEqual(['EIO']);
    expect(done).toBe(0);
    store.close(() => done++);
    expect(done).toBe(1);
  });
});

test('a vote that was in the page cache alone when the process was killed is on the disk before the next one knows of it', () => {
  const disk = new MemoryDisk();
  const { store } = open(disk);
  disk.onCall = (call) => {
    if (call === 'sync') throw ioError('EIO');
  };
  store.write({ hardState: { term: 7, vote: 2, commit: 1 }, snapshot: null, entries: [] }, () => {});
  disk.onCall = () => {};
  expect(recover(disk).storage.initialState().hardState).toMatchObject({ term: 7, vote: 2 });
  const { hardState } = recover(disk.powerLoss(() => false)).storage.initialState();
  expect(hardState).toMatchObject({ term: 7, vote: 2 });
});

test('a marker whose sync failed is on the disk before anything is written behind it', () => {
  // Wherever it ends: where that is the end of a page, what comes behind it does not bring it to the disk.
  for (let size = 3400; size < 4000; size += 4) {
    const disk = new MemoryDisk();
    const first = open(disk);
    const change = { hardState: { term: 2, vote: 1, commit: 1 }, snapshot: null, entries: [entry(2, 2, size)] };
    first.store.write(change, () => {});
    disk.onCall = (call) => {
      if (call === 'sync') throw ioError('EIO');
    };
    first.clock.advance(50);
    expect(first.fatal).toEqual(['EIO']);
    disk.onCall = () => {};
    const kept = disk.copy();
    const second = open(kept);
    let done = 0;
    for (const term of [3, 4]) {
      second.store.write({ hardState: { term, vote: 1, commit: 1 }, snapshot: null, entries: [] }, () => done++);
      second.clock.advance(50);
    }
    expect(done).toBe(2);
    const { hardState } = recover(kept.powerLoss(() => false)).storage.initialState();
    expect(hardState.term).toBe(4);
  }
});
