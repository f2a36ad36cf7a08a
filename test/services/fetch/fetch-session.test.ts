import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newFetchRequestFetchPartition } from '../../../src/core/protocol/generated/fetch-request.ts';
import { FetchPartition, fetchPartitionKey } from '../../../src/services/fetch/fetch-partition.ts';
import { FetchSessionCache, nextSessionEpoch, SESSION_EVICTION_MS } from '../../../src/services/fetch/fetch-session.ts';

function partitions(count: number): Map<string, FetchPartition> {
  const map = new Map<string, FetchPartition>();
  for (let partition = 0; partition < count; partition++) {
    const key = fetchPartitionKey('t', partition);
    map.set(key, new FetchPartition(key, 't', '', newFetchRequestFetchPartition({ partition })));
  }
  return map;
}

function cacheOf(slots: number, maxPartitions?: number): FetchSessionCache {
  let seed = 0;
  return new FetchSessionCache(slots, () => (++seed % 997) / 997, maxPartitions);
}

test('epochs go from the largest int32 back to 1, and final stays final', () => {
  expect([0, 1, 2 ** 31 - 2, 2 ** 31 - 1, -1].map(nextSessionEpoch)).toEqual([1, 2, 2 ** 31 - 1, 1, -1]);
});

test('ids are positive int32s, also at the edges of the random numbers, and never in use twice', () => {
  for (const edge of [0, 1 - 2 ** -53]) {
    const id = new FetchSessionCache(1, () => edge).create(true, false, partitions(1), 0)!.id;
    expect(id).toBeGreaterThan(0);
    expect(id).toBeLessThan(2 ** 31);
  }
  let calls = 0;
  const cache = new FetchSessionCache(10, () => (calls++ < 3 ? 0.25 : 0.75));
  const [one, two] = [cache.create(true, false, partitions(1), 0)!, cache.create(true, false, partitions(1), 0)!];
  expect(one.id).not.toBe(two.id);
});

/** Kafka's rules, by hand: [slots filled before, the newcomer, which one gives way (index), or null for refusal]. */
describe('eviction', () => {
  interface Held {
    size: number;
    isPrivileged?: boolean;
    createdMs?: number;
    touchedMs?: number;
  }
  const old = SESSION_EVICTION_MS + 1;
  const table: [string, Held[], { size: number; isPrivileged?: boolean; nowMs: number }, number | null][] = [
    ['young sessions of consumers stay', [{ size: 1 }, { size: 2 }], { size: 100, nowMs: 1_000 }, null],
    ['exactly two minutes unused is not yet enough', [{ size: 5 }], { size: 1, nowMs: SESSION_EVICTION_MS }, null],
    [
      'the longest unused goes, whatever its size',
      [{ size: 50 }, { size: 1, touchedMs: 1 }],
      { size: 1, nowMs: old },
      0,
    ],
    [
      'in use and old: the smallest gives way to a larger one',
      [
        { size: 3, touchedMs: old },
        { size: 2, touchedMs: old },
      ],
      { size: 3, nowMs: old + 1 },
      1,
    ],
    ['but not to one of its size', [{ size: 3, touchedMs: old }], { size: 3, nowMs: old + 1 }, null],
    [
      'old but not used since it got old: not yet',
      [{ size: 1, touchedMs: SESSION_EVICTION_MS - 1 }],
      { size: 9, nowMs: old },
      null,
    ],
    [
      'a follower takes a consumer’s place at once',
      [{ size: 9 }, { size: 8 }],
      { size: 1, isPrivileged: true, nowMs: 1 },
      1,
    ],
    [
      'a follower does not take a young follower’s',
      [{ size: 1, isPrivileged: true }],
      { size: 9, isPrivileged: true, nowMs: 1 },
      null,
    ],
    [
      'a consumer does not take a follower’s in use',
      [{ size: 1, isPrivileged: true, touchedMs: old }],
      { size: 9, nowMs: old + 1 },
      null,
    ],
    [
      'a follower takes an old smaller follower’s',
      [{ size: 1, isPrivileged: true, touchedMs: old }],
      { size: 9, isPrivileged: true, nowMs: old + 1 },
      0,
    ],
  ];
  test.each(table)('%s', (_what, held, newcomer, gone) => {
    const cache = cacheOf(held.length);
    const sessions = held.map(
      ({ size, isPrivileged = false, createdMs = 0 }) => cache.create(true, isPrivileged, partitions(size), createdMs)!,
    );
    held.forEach(({ touchedMs }, i) => {
      if (touchedMs !== undefined) cache.touch(sessions[i]!, touchedMs);
    });
    const created = cache.create(true, newcomer.isPrivileged ?? false, partitions(newcomer.size), newcomer.nowMs);
    expect(created === null).toBe(gone === null);
    expect(sessions.map(({ id }) => cache.get(id) === undefined)).toEqual(held.map((_, i) => i === gone));
    expect(cache.size).toBe(held.length);
  });
});

test('the partitions of all sessions are bounded: no new one, and a session that outgrows it ends', () => {
  const cache = cacheOf(10, 10);
  const session = cache.create(true, false, partitions(6), 0)!;
  expect(cache.create(true, false, partitions(5), 0)).toBeNull();
  expect(cache.create(true, false, partitions(4), 0)).not.toBeNull();
  for (const [key, partition] of partitions(7)) session.partitions.set(key, partition);
  expect(cache.touch(session, 1)).toBe(false);
  expect([cache.get(session.id), cache.partitionCount]).toEqual([undefined, 4]);
});

test('whatever happens, the bounds hold and the count of partitions is right', () => {
  const step = fc.record({
    verb: fc.constantFrom('create', 'touch', 'remove', 'grow', 'shrink'),
    pick: fc.nat(20),
    size: fc.integer({ min: 1, max: 12 }),
    isPrivileged: fc.boolean(),
    waitMs: fc.integer({ min: 0, max: SESSION_EVICTION_MS }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cache = cacheOf(4, 30);
      const known = new Set<number>();
      let nowMs = 0;
      for (const { verb, pick, size, isPrivileged, waitMs } of steps) {
        nowMs += waitMs;
        const alive = [...known].filter((id) => cache.get(id) !== undefined);
        const session = cache.get(alive[pick % Math.max(alive.length, 1)] ?? 0);
        if (verb === 'create') {
          const created = cache.create(true, isPrivileged, partitions(size), nowMs);
          if (created !== null) known.add(created.id);
        } else if (session !== undefined) {
          if (verb === 'remove') cache.remove(session.id);
          else {
            if (verb === 'shrink') session.partitions.delete(fetchPartitionKey('t', 0));
            if (verb === 'grow') for (const [key, each] of partitions(size)) session.partitions.set(key, each);
            cache.touch(session, nowMs);
          }
        }
        const left = [...known].map((id) => cache.get(id)).filter((each) => each !== undefined);
        expect(cache.size).toBe(left.length);
        expect(cache.size).toBeLessThanOrEqual(4);
        expect(cache.partitionCount).toBe(left.reduce((sum, each) => sum + each.partitions.size, 0));
        expect(cache.partitionCount).toBeLessThanOrEqual(30);
      }
    }),
  );
});
