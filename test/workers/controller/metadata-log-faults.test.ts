/** Damage and power loss, everywhere they can strike: a log is read back whole, or it is refused; never less in silence. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClusterImage } from '../../../src/core/metadata/cluster-image.ts';
import { MetadataCorruptionError } from '../../../src/workers/controller/log-errors.ts';
import { ioError, MemoryDisk } from '../../support/memory-disk.ts';
import { allTexts, append, appendGroup, CLUSTER, closeLog, DIRECTORY, note, openLog } from './support.ts';

const TEXTS = ['alpha', 'beta', 'gamma-gamma', 'delta', 'epsilon'];

/** A small log that was closed cleanly: three groups, a snapshot in between, one roll. */
function smallLog(): MemoryDisk {
  const disk = new MemoryDisk();
  const open = openLog(disk, { segmentSize: 640, snapshotEntries: 3 });
  const image = new ClusterImage();
  image.clusterId = CLUSTER;
  for (const [i, text] of TEXTS.entries()) {
    image.replayEntry(append(open, 1 + (i >> 1), [note(text)]));
    open.log.flush();
    open.log.snapshotIfDue(image);
  }
  closeLog(open);
  return disk;
}

/** Opens a copy with one file replaced: 'refused', or what it holds. */
function readBack(disk: MemoryDisk, path: string, content: Uint8Array | null): string[] | 'refused' {
  const copy = disk.copy();
  copy.plant(path, content);
  try {
    return allTexts(openLog(copy, { segmentSize: 640 }).recovered);
  } catch (error) {
    if (!(error instanceof MetadataCorruptionError)) throw error;
    expect(error.message).toContain(error.file);
    return 'refused';
  }
}

const disk = smallLog();
const files = disk.list(DIRECTORY).filter((name) => !name.endsWith('.tmp'));

describe.each(files)('%s of a log that was closed', (name) => {
  const path = `${DIRECTORY}/${name}`;
  const whole = disk.readFile(path)!;

  test('cut short at any byte', () => {
    const outcomes = { refused: 0, whole: 0 };
    for (let length = 0; length < whole.length; length++) {
      const result = readBack(disk, path, whole.slice(0, length));
      if (result === 'refused') outcomes.refused++;
      else {
        expect(new Set(result)).toEqual(new Set(TEXTS));
        outcomes.whole++;
      }
    }
    expect(outcomes.refused + outcomes.whole).toBe(whole.length);
    // Only a snapshot may be missed: the one before it and the log hold the same.
    expect(outcomes.whole > 0).toBe(name.endsWith('.snapshot'));
  });

  test('one bit flipped in any byte', () => {
    let refused = 0;
    for (let i = 0; i < whole.length; i++) {
      const damaged = whole.slice();
      damaged[i]! ^= 1 << (i % 8);
      const result = readBack(disk, path, damaged);
      if (result === 'refused') refused++;
      else expect(new Set(result)).toEqual(new Set(TEXTS));
    }
    expect(refused > 0).toBe(!name.endsWith('.snapshot'));
  });
});

test('a segment or the voter state that is gone is noticed', () => {
  for (const name of files.filter((file) => !file.endsWith('.snapshot'))) {
    const isLast =
      name ===
      files
        .filter((file) => file.endsWith('.log'))
        .sort()
        .at(-1);
    const result = readBack(disk, `${DIRECTORY}/${name}`, null);
    // The last segment may be gone without a trace only as far as no snapshot reaches into it.
    if (!isLast) expect(result === 'refused' || new Set(result).size === TEXTS.length).toBe(true);
  }
});

test('the message names the file and the byte', () => {
  const log = files.filter((name) => name.endsWith('.log')).sort()[0]!;
  const damaged = disk.readFile(`${DIRECTORY}/${log}`)!;
  damaged[100]! ^= 4;
  const copy = disk.copy();
  copy.plant(`${DIRECTORY}/${log}`, damaged);
  expect(() => openLog(copy)).toThrow(new RegExp(`${log} is damaged at byte 64: .*entry 1`));
});

test('what a torn group left behind does not come back behind entries of the same size', () => {
  const disk = new MemoryDisk();
  const open = openLog(disk);
  const end = 64;
  appendGroup(open, 1, 'one', 'two', 'six');
  const path = `${DIRECTORY}/${disk.list(DIRECTORY).find((name) => name.endsWith('.log'))}`;
  const torn = disk.readFile(path)!;
  torn.fill(0, end, end + 40);
  disk.plant(path, torn);
  const again = openLog(disk);
  expect(again.recovered.entries).toEqual([]);
  expect(again.recovered.notes).toHaveLength(1);
  appendGroup(again, 2, 'new');
  expect(allTexts(openLog(disk.copy()).recovered)).toEqual(['new']);
});

describe('power loss', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('group' as const),
      sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 900 })), {
        minLength: 1,
        maxLength: 6,
      }),
    }),
    fc.record({ kind: fc.constant('idle' as const) }),
    fc.record({ kind: fc.constant('restart' as const) }),
  );

  test('keeps everything that was acknowledged, and nothing that was not written; twice in a row', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 14 }),
        fc.integer({ min: 0, max: 60 }),
        fc.infiniteStream(fc.boolean()),
        fc.integer(),
        (steps, crashAt, coins, seed) => {
          const keeps = () => coins.next().value as boolean;
          let disk = new MemoryDisk();
          const acknowledged: string[] = [];
          const written: string[] = [];
          for (let life = 0; life < 2; life++) {
            let calls = 0;
            disk.onCall = () => {
              if (++calls >= crashAt && life === 0) throw ioError('EIO');
            };
            try {
              run(disk, steps, acknowledged, written, life, seed);
            } catch (error) {
              // Only opening may fail with the disk's error: the process would not have started.
              if ((error as { code?: string }).code !== 'EIO') throw error;
            }
            disk = disk.powerLoss(keeps);
            const { recovered } = openLog(disk, { segmentSize: 2048, snapshotEntries: 4 });
            // Names sort in the order in which they were written, in a snapshot too.
            const texts = allTexts(recovered).map((text) => text.slice(0, 8));
            expect(texts.slice(0, acknowledged.length)).toEqual(acknowledged);
            expect(written.slice(0, texts.length)).toEqual(texts);
            written.length = 0;
            written.push(...texts);
            acknowledged.length = 0;
            acknowledged.push(...texts);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  let nextText = 0;

  function run(
    disk: MemoryDisk,
    steps: readonly ({ kind: 'group'; sizes: number[] } | { kind: 'idle' } | { kind: 'restart' })[],
    acknowledged: string[],
    written: string[],
    life: number,
    seed: number,
  ): void {
    const limits = { segmentSize: 2048, snapshotEntries: 4, retainedEntries: 2 };
    let epoch = 1 + life * 100;
    let open = openLog(disk, limits, undefined, seed);
    let image = imageOf(open);
    for (const step of steps) {
      if (open.log.hasFailed) return;
      if (step.kind === 'idle') open.clock.advance(20);
      else if (step.kind === 'restart') {
        closeLog(open);
        if (open.log.hasFailed) return;
        epoch++;
        open = openLog(disk, limits, undefined, seed + epoch);
        image = imageOf(open);
      } else {
        const entries = step.sizes.map((size) => {
          const text = String(nextText++).padStart(8, '0').padEnd(size, 'x');
          written.push(text.slice(0, 8));
          return append(open, epoch, [note(text)]);
        });
        const reported = open.durable.length;
        open.log.flush();
        if (open.log.hasFailed) {
          const last = open.durable.slice(reported).at(-1) ?? 0;
          for (const entry of entries) if (entry.index <= last) acknowledged.push(textOf(entry));
          return;
        }
        for (const entry of entries) {
          acknowledged.push(textOf(entry));
          image.replayEntry(entry);
        }
        open.log.snapshotIfDue(image);
      }
    }
  }

  function textOf(entry: { records: readonly { data: unknown }[] }): string {
    return (entry.records[0]!.data as { name: string }).name.slice(0, 8);
  }

  function imageOf({ recovered }: ReturnType<typeof openLog>): ClusterImage {
    const image = recovered.snapshot;
    image.clusterId = CLUSTER;
    for (const entry of recovered.entries) image.replayEntry(entry);
    return image;
  }
});

describe('a process that is killed between the write and its sync', () => {
  test('the next one tells nobody of entries that are in the page cache alone', () => {
    for (const killedAt of [1, 2, 3]) {
      const disk = new MemoryDisk();
      const before = openLog(disk);
      appendGroup(before, 1, 'synced');
      let groups = 0;
      disk.onCall = (call, path) => {
        if (call === 'sync' && path.endsWith('.log') && ++groups >= killedAt) throw ioError('EIO');
      };
      for (const text of ['one', 'two', 'three']) appendGroup(before, 1, text);
      disk.onCall = () => {};
      const after = openLog(disk);
      const counted = allTexts(after.recovered);
      expect(counted).toContain('one');
      // What was recovered counts as durable: an acknowledgement of it may be on its way.
      expect(allTexts(openLog(disk.powerLoss(() => false)).recovered)).toEqual(counted);
    }
  });
});
