import { describe, expect, test } from 'vitest';
import { configurationOf } from '../../../src/core/raft/configuration.ts';
import { type Entry, entrySize } from '../../../src/core/raft/entry.ts';
import { MemoryStorage } from '../../../src/core/raft/memory-storage.ts';
import { IGNORE_EVENTS } from '../../../src/core/raft/raft-events.ts';
import { RaftLog } from '../../../src/core/raft/raft-log.ts';
import { entry } from './support/local-cluster.ts';

function entries(terms: readonly number[], first = 1): Entry[] {
  return terms.map((term, at) => entry(term, first + at, 'x'));
}

/** A log of which the first terms are durable and the second are not. */
function logOf(
  stored: readonly number[],
  unstable: readonly number[] = [],
  maxApplyingBytes = Number.POSITIVE_INFINITY,
): RaftLog {
  const storage = new MemoryStorage();
  storage.append(entries(stored));
  const log = new RaftLog(storage, maxApplyingBytes, IGNORE_EVENTS);
  log.append(entries(unstable, stored.length + 1));
  return log;
}

function terms(log: RaftLog): number[] {
  return log.entriesFrom(log.firstIndex(), Number.POSITIVE_INFINITY)!.map(({ term }) => term);
}

describe('one log out of two parts', () => {
  test('terms and entries come from wherever they are', () => {
    const log = logOf([1, 1, 2], [3, 3]);
    expect([0, 1, 3, 4, 5, 6].map((index) => log.term(index))).toEqual([0, 1, 2, 3, 3, -1]);
    expect(terms(log)).toEqual([1, 1, 2, 3, 3]);
  });

  test('a size limit cuts at the right entry, whichever part it falls into, and never to nothing', () => {
    const log = logOf([1, 1, 1], [1, 1, 1]);
    const size = entrySize(entry(1, 1, 'x'));
    for (let count = 1; count <= 6; count++) {
      expect(log.entriesFrom(1, count * size)).toHaveLength(count);
      expect(log.entriesFrom(1, count * size + size - 1)).toHaveLength(count);
    }
    expect(log.entriesFrom(1, 0)).toHaveLength(1);
  });

  test('compacted entries are told apart from missing ones', () => {
    const storage = new MemoryStorage();
    storage.append(entries([1, 1, 2]));
    storage.compact(2);
    const log = new RaftLog(storage, 1000, IGNORE_EVENTS);
    expect([log.firstIndex(), log.term(1), log.term(2), log.term(3)]).toEqual([3, -1, 1, 2]);
    expect(log.entriesFrom(2, 1000)).toBeNull();
    expect(log.entriesFrom(4, 1000)).toEqual([]);
  });
});

describe('a follower appends', () => {
  test('never commits beyond what it was shown', () => {
    const log = logOf([1, 1, 1]);
    log.tryAppend({ term: 1, index: 1 }, entries([1], 2), 3);
    expect(log.committed).toBe(2);
  });

  test('an old message does not cut off what a newer one brought', () => {
    const log = logOf([1], [1, 1, 1]);
    expect(log.tryAppend({ term: 1, index: 1 }, entries([1], 2), 0)).toBe(true);
    expect(terms(log)).toEqual([1, 1, 1, 1]);
  });

  test('a conflict is replaced in the unstable part and in the stable one', () => {
    for (const stored of [1, 2, 3]) {
      const before = [1, 1, 1, 1];
      const log = logOf(before.slice(0, stored), before.slice(stored));
      log.tryAppend({ term: 1, index: 1 }, entries([1, 2], 2), 0);
      expect(terms(log)).toEqual([1, 1, 2]);
    }
  });
});

describe('what is being written', () => {
  test('is handed out once, and is stable when storage says so', () => {
    const log = logOf([1], [1, 1]);
    expect(log.unstable.nextEntries()).toHaveLength(2);
    log.unstable.acceptInProgress();
    expect(log.unstable.hasNextEntries).toBe(false);
    log.append(entries([1], 4));
    expect(log.unstable.nextEntries().map(({ index }) => index)).toEqual([4]);
    log.unstable.stableTo({ term: 1, index: 3 });
    expect([log.unstable.offset, log.unstable.length]).toEqual([4, 1]);
  });

  test('is written again from where it was replaced meanwhile', () => {
    const log = logOf([1], [1, 1, 1]);
    log.unstable.acceptInProgress();
    log.tryAppend({ term: 1, index: 2 }, entries([2], 3), 0);
    expect(log.unstable.nextEntries().map(({ term, index }) => [term, index])).toEqual([[2, 3]]);
  });

  test('an answer about an entry that was replaced is ignored', () => {
    const log = logOf([1], [1, 1]);
    log.unstable.acceptInProgress();
    log.tryAppend({ term: 1, index: 1 }, entries([2, 2], 2), 0);
    log.unstable.stableTo({ term: 1, index: 3 });
    expect(log.unstable.offset).toBe(2);
  });

  test('a snapshot takes the place of everything, and later answers about entries mean nothing', () => {
    const log = logOf([1], [1, 1]);
    log.unstable.acceptInProgress();
    log.restore({ index: 9, term: 2, configuration: configurationOf([1]), data: new Uint8Array(0) });
    expect([log.firstIndex(), log.lastIndex(), log.committed, log.term(9)]).toEqual([10, 9, 9, 2]);
    log.unstable.stableTo({ term: 1, index: 3 });
    expect(log.unstable.snapshot).not.toBeNull();
    log.unstable.snapshotStable(9);
    expect(log.unstable.snapshot).toBeNull();
  });
});

describe('what is handed to the state machine', () => {
  test('is committed and, where asked, durable', () => {
    const log = logOf([1, 1], [1, 1]);
    log.commitTo(3);
    expect(log.nextCommitted(false).map(({ index }) => index)).toEqual([1, 2]);
    expect(log.nextCommitted(true).map(({ index }) => index)).toEqual([1, 2, 3]);
  });

  test('waits while as much is being applied as may be', () => {
    const size = entrySize(entry(1, 1, 'x'));
    const log = logOf([1, 1, 1, 1], [], 2 * size);
    log.commitTo(4);
    const first = log.nextCommitted(true);
    expect(first).toHaveLength(2);
    log.acceptApplying(first, true);
    expect(log.hasNextCommitted(true)).toBe(false);
    log.appliedTo(1, size);
    const second = log.nextCommitted(true);
    expect(second.map(({ index }) => index)).toEqual([3]);
    log.acceptApplying(second, true);
    expect(() => log.appliedTo(0, 0)).toThrow();
  });

  test('nothing while a snapshot is being written', () => {
    const log = logOf([1, 1]);
    log.restore({ index: 9, term: 2, configuration: configurationOf([1]), data: new Uint8Array(0) });
    expect(log.hasNextCommitted(true)).toBe(false);
  });
});

test('the last possible match skips whole terms', () => {
  const log = logOf([1, 1, 3, 3, 6, 6]);
  expect(log.lastPossibleMatch(6, 4)).toEqual({ term: 3, index: 4 });
  expect(log.lastPossibleMatch(2, 9)).toEqual({ term: 1, index: 2 });
  expect(log.lastPossibleMatch(4, 0)).toEqual({ term: 0, index: 0 });
});
