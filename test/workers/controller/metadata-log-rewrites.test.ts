/** Entries taken back and snapshots put in the log's place, with the power failing at any moment of it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ioError, MemoryDisk } from '../../support/memory-disk.ts';
import {
  allTexts,
  append,
  appendGroup,
  closeLog,
  DIRECTORY,
  install,
  note,
  openLog,
  textsOf,
  truncate,
} from './support.ts';

test('what was taken back is gone after a restart, and other entries take its place', () => {
  const disk = new MemoryDisk();
  const open = openLog(disk);
  appendGroup(open, 1, 'a', 'b');
  appendGroup(open, 2, 'c', 'd');
  truncate(open, 1, 2);
  appendGroup(open, 5, 'e');
  expect(open.durable).toEqual([1, 2, 3, 4, -2, 3]);
  closeLog(open);
  const again = openLog(disk);
  expect(textsOf(again.recovered.entries)).toEqual(['a', 'b', 'e']);
  expect(again.recovered.entries.map(({ epoch }) => epoch)).toEqual([1, 1, 5]);
  expect(again.recovered.notes).toEqual([]);
  expect(disk.openFiles).toBe(1);
});

test('segments behind the cut go, and the segment with the cut is the one that is written', () => {
  const disk = new MemoryDisk();
  const open = openLog(disk, { segmentSize: 1024 });
  for (let i = 0; i < 200; i++) appendGroup(open, 1, `entry-${i}`.padEnd(60, '.'));
  const before = disk.list(DIRECTORY).filter((name) => name.endsWith('.log')).length;
  truncate(open, 1, 8);
  const after = disk.list(DIRECTORY).filter((name) => name.endsWith('.log')).length;
  expect(before).toBeGreaterThan(after + 2);
  for (let i = 0; i < 30; i++) appendGroup(open, 2, `other-${i}`.padEnd(60, '.'));
  closeLog(open);
  const { recovered } = openLog(disk, { segmentSize: 1024 });
  const texts = textsOf(recovered.entries).map((text) => text.split('.')[0]);
  expect(texts).toEqual([
    ...Array.from({ length: 8 }, (_, i) => `entry-${i}`),
    ...Array.from({ length: 30 }, (_, i) => `other-${i}`),
  ]);
});

test('a cut exactly between two segments, and one of everything', () => {
  const disk = new MemoryDisk();
  const open = openLog(disk, { segmentSize: 1024 });
  for (let i = 0; i < 120; i++) appendGroup(open, 1, `entry-${i}`.padEnd(60, '.'));
  const starts = disk
    .list(DIRECTORY)
    .filter((name) => name.endsWith('.log'))
    .map((name) => Number(name.slice(0, 20)));
  const start = starts.sort((a, b) => a - b)[2]!;
  truncate(open, 1, start - 1);
  appendGroup(open, 3, 'next');
  expect(textsOf(openLog(disk.copy(), { segmentSize: 1024 }).recovered.entries)).toHaveLength(start);
  truncate(open, 0, 0);
  appendGroup(open, 4, 'alone');
  expect(textsOf(openLog(disk.copy(), { segmentSize: 1024 }).recovered.entries)).toEqual(['alone']);
});

test('a snapshot takes the place of a log that has nothing in common with it', () => {
  const disk = new MemoryDisk();
  const open = openLog(disk);
  appendGroup(open, 1, 'a', 'b');
  install(open, 7, 100, ['x', 'y']);
  appendGroup(open, 8, 'z');
  expect(open.durable).toEqual([1, 2, -100, 101]);
  closeLog(open);
  const again = openLog(disk);
  expect(allTexts(again.recovered)).toEqual(['x', 'y', 'z']);
  expect(again.recovered.last).toMatchObject({ epoch: 8, index: 101 });
  expect(again.recovered.promisedEpoch).toBe(8);
});

test('writes wait for a cut that is under way, and the cut for the writes before it', () => {
  const disk = new MemoryDisk();
  const open = openLog(disk);
  // Queued in one go: nothing is flushed in between.
  append(open, 1, [note('a')]);
  append(open, 1, [note('b')]);
  truncate(open, 1, 1);
  append(open, 2, [note('c')]);
  open.log.flush();
  expect(open.durable).toEqual([1, 2, -1, 2]);
  expect(textsOf(openLog(disk.copy()).recovered.entries)).toEqual(['a', 'c']);
});

test('a snapshot file that is lost while it takes the place of the log is noticed', () => {
  const disk = new MemoryDisk();
  const open = openLog(disk);
  appendGroup(open, 1, 'a');
  let calls = 0;
  disk.onCall = (call, path) => {
    if (call === 'remove' && path.endsWith('.log') && ++calls === 1) throw ioError('EIO');
  };
  install(open, 7, 100, ['x']);
  expect(open.fatal).toHaveLength(1);
  disk.onCall = () => {};
  const crashed = disk.powerLoss(() => false);
  expect(allTexts(openLog(crashed.copy()).recovered)).toEqual(['x']);
  const name = crashed.list(DIRECTORY).find((file) => file.endsWith('.snapshot'))!;
  crashed.plant(`${DIRECTORY}/${name}`, null);
  expect(() => openLog(crashed)).toThrow(/snapshot of entry 100.*damaged or missing/);
});

describe('power loss', () => {
  type Step =
    | { readonly kind: 'group'; readonly count: number; readonly size: number }
    | { readonly kind: 'cut'; readonly share: number }
    | { readonly kind: 'install'; readonly ahead: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      kind: fc.constant('group' as const),
      count: fc.integer({ min: 1, max: 5 }),
      size: fc.integer({ min: 8, max: 300 }),
    }),
    fc.record({ kind: fc.constant('cut' as const), share: fc.integer({ min: 0, max: 10 }) }),
    fc.record({ kind: fc.constant('install' as const), ahead: fc.integer({ min: 1, max: 50 }) }),
  );

  /** What a log may hold: a base that stands for everything before it, and texts behind it. */
  interface State {
    readonly base: number;
    readonly texts: readonly string[];
  }

  test('leaves the log as it was before a step, after it, or (appends, cuts) somewhere in between', () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 10 }),
        fc.integer({ min: 5, max: 120 }),
        fc.infiniteStream(fc.boolean()),
        fc.integer(),
        (steps, crashAt, coins, seed) => {
          const disk = new MemoryDisk();
          const open = openLog(disk, { segmentSize: 1024 }, undefined, seed);
          let calls = 0;
          disk.onCall = () => {
            if (++calls >= crashAt) throw ioError('EIO');
          };
          let state: State = { base: 0, texts: [] };
          let allowed: State[] = [state];
          let epoch = 1;
          let epochs = [0];
          let next = 0;
          const fresh = (size: number) => String(next++).padStart(6, '0').padEnd(size, 'x');
          for (const each of steps) {
            const { base, texts } = state;
            if (each.kind === 'group') {
              const more = Array.from({ length: each.count }, () => fresh(each.size));
              allowed = more
                .map((_, i) => ({ base, texts: [...texts, ...more.slice(0, i + 1)] }))
                .concat(state as never);
              epochs.push(...more.map(() => epoch));
              appendGroup(open, epoch, ...more);
            } else if (each.kind === 'cut') {
              const kept = Math.floor((texts.length * each.share) / 10);
              allowed = Array.from({ length: texts.length - kept + 1 }, (_, i) => ({
                base,
                texts: texts.slice(0, kept + i),
              }));
              // A later controller does this; entries of one epoch are never replaced by others of it.
              epochs = epochs.slice(0, kept + 1);
              truncate(open, epochs[kept]!, base + kept);
              epoch++;
            } else {
              const index = base + texts.length + each.ahead;
              epoch++;
              epochs = [epoch];
              const name = fresh(12);
              allowed = [state, { base: index, texts: [name] }];
              install(open, epoch, index, [name]);
            }
            if (open.log.hasFailed) break;
            state = each.kind === 'cut' ? allowed[0]! : each.kind === 'group' ? allowed[each.count - 1]! : allowed[1]!;
            // The snapshot's own text is not an entry.
            if (each.kind === 'install') state = { base: state.base, texts: [] };
            allowed = [state];
          }
          const { recovered } = openLog(
            disk.powerLoss(() => coins.next().value as boolean),
            { segmentSize: 1024 },
          );
          const found = { base: recovered.snapshot.index, texts: textsOf(recovered.entries) };
          const isAllowed = allowed.some(
            ({ base, texts }) =>
              base === found.base &&
              (found.texts.join() === texts.join() || (base > 0 && found.texts.length === 0 && texts.length <= 1)),
          );
          expect(isAllowed, `${JSON.stringify(found)} is none of ${JSON.stringify(allowed)}`).toBe(true);
        },
      ),
      { numRuns: 600 },
    );
  });
});
