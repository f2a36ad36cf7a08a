import { expect, test } from 'vitest';
import { configurationOf } from '../../../src/core/raft/configuration.ts';
import { MemoryStorage } from '../../../src/core/raft/memory-storage.ts';
import { entry, termsOf } from './support/local-cluster.ts';

function storageOf(terms: readonly number[]): MemoryStorage {
  const storage = new MemoryStorage();
  storage.append(terms.map((term, at) => entry(term, at + 1)));
  return storage;
}

test('what overlaps replaces the log from there on', () => {
  const storage = storageOf([1, 1, 1]);
  storage.append([entry(2, 2)]);
  expect(termsOf(storage)).toEqual([1, 2]);
});

test('what was compacted stays so, also when it is appended again', () => {
  const storage = storageOf([1, 1, 2]);
  storage.compact(2);
  storage.append([entry(1, 1), entry(1, 2), entry(3, 3)]);
  expect([storage.firstIndex(), storage.lastIndex(), storage.term(2), storage.term(3)]).toEqual([3, 3, 1, 3]);
});

test('a gap is a mistake', () => {
  expect(() => storageOf([1]).append([entry(1, 3)])).toThrow(/gap/);
});

test('a snapshot replaces everything, an older one nothing', () => {
  const storage = storageOf([1, 1, 2]);
  const snapshot = { index: 5, term: 3, configuration: configurationOf([1]), data: new Uint8Array(0) };
  storage.applySnapshot(snapshot);
  expect([storage.firstIndex(), storage.lastIndex(), storage.term(5)]).toEqual([6, 5, 3]);
  storage.append([entry(3, 6)]);
  storage.applySnapshot({ ...snapshot, index: 4 });
  expect(storage.lastIndex()).toBe(6);
  expect(storage.initialState().configuration.voters).toEqual([1]);
});
