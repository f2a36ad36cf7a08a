import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeReplicas } from '../../../src/core/metadata/replica-placement.ts';
import { seededRandom } from './support.ts';

function counts(ids: Iterable<number>, all: readonly number[]): number[] {
  const found = new Map(all.map((id) => [id, 0]));
  for (const id of ids) found.set(id, found.get(id)! + 1);
  return [...found.values()];
}

const spread = (values: number[]) => Math.max(...values) - Math.min(...values);

const cluster = fc.record({
  racks: fc.integer({ min: 1, max: 5 }),
  perRack: fc.integer({ min: 1, max: 5 }),
  count: fc.integer({ min: 1, max: 60 }),
  wish: fc.integer({ min: 1, max: 25 }),
  seed: fc.integer(),
});

describe('placement', () => {
  test('equal racks: distinct brokers, all racks used that can be, replicas and leaders within one of each other', () => {
    fc.assert(
      fc.property(cluster, ({ racks, perRack, count, wish, seed }) => {
        const brokers = Array.from({ length: racks * perRack }, (_, id) => ({
          id,
          rack: `rack-${id % racks}`,
          isFenced: false,
        }));
        const ids = brokers.map((broker) => broker.id);
        const factor = Math.min(wish, brokers.length);
        const placed = placeReplicas(brokers, count, factor, new Map(), seededRandom(seed));
        expect(placed).toHaveLength(count);
        for (const replicas of placed) {
          expect(new Set(replicas).size).toBe(factor);
          expect(new Set(replicas.map((id) => id % racks)).size).toBe(Math.min(factor, racks));
        }
        expect(spread(counts(placed.flat(), ids))).toBeLessThanOrEqual(1);
        expect(
          spread(
            counts(
              placed.map((replicas) => replicas[0]!),
              ids,
            ),
          ),
        ).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  test('any racks, some brokers fenced: the rack rule holds, a fenced broker never leads and comes last', () => {
    const broker = fc.record({ rack: fc.constantFrom('a', 'b', 'c', null), isFenced: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(broker, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer(),
        (shapes, wish, count, seed) => {
          fc.pre(shapes.some((shape) => !shape.isFenced));
          const brokers = shapes.map((shape, id) => ({ id, ...shape }));
          const factor = Math.min(wish, brokers.length);
          const rackCount = new Set(shapes.map((shape) => shape.rack)).size;
          for (const replicas of placeReplicas(brokers, count, factor, new Map(), seededRandom(seed))) {
            expect(new Set(replicas).size).toBe(factor);
            expect(new Set(replicas.map((id) => shapes[id]!.rack)).size).toBe(Math.min(factor, rackCount));
            expect(shapes[replicas[0]!]!.isFenced).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('brokers with less to carry get the next topic', () => {
    const brokers = [1, 2, 3].map((id) => ({ id, rack: null, isFenced: false }));
    const elsewhere = new Map([
      [1, { replicas: 5, leaders: 5 }],
      [2, { replicas: 4, leaders: 1 }],
      [3, { replicas: 4, leaders: 2 }],
    ]);
    expect(placeReplicas(brokers, 1, 1, elsewhere, seededRandom(7))[0]).not.toEqual([1]);
    expect(placeReplicas(brokers, 1, 3, elsewhere, seededRandom(7))[0]![0]).toBe(2);
  });

  test('ten thousand partitions on three hundred brokers are placed in well under a second', () => {
    const brokers = Array.from({ length: 300 }, (_, id) => ({ id, rack: `r${id % 3}`, isFenced: false }));
    const start = performance.now();
    const placed = placeReplicas(brokers, 10_000, 3, new Map(), seededRandom(3));
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(
      spread(
        counts(
          placed.map((replicas) => replicas[0]!),
          brokers.map((broker) => broker.id),
        ),
      ),
    ).toBeLessThanOrEqual(1);
  });
});
