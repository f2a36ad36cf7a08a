import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageAlignedMemory } from '../../../src/runtime/files/aligned-memory.ts';
import type { FileHandle } from '../../../src/runtime/files/file-system.ts';
import { NodeFileSystem } from '../../../src/runtime/files/node-file-system.ts';
import { CacheBypass } from '../../../src/storage/segments/cache-bypass.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

const BLOCK = 4096;
const RUN = 512 * 1024;
const PATH = '/data/t-0/00000000000000000000.log';

/** A disk that keeps the rule of writes past the cache, as the kernel does, and counts them. */
class BlockDisk extends MemoryDisk {
  override hasUncached = true;
  readonly #direct = new Set<FileHandle>();
  readonly blocks: [start: number, end: number][] = [];
  readonly cached: [start: number, end: number][] = [];
  refuses: string | null = null;

  override openUncached(path: string): FileHandle | null {
    const file = super.openUncached(path);
    if (file !== null) this.#direct.add(file);
    return file;
  }

  override write(file: FileHandle, source: Uint8Array, start: number, end: number, position: number): void {
    if (this.#direct.has(file)) {
      if (this.refuses !== null) throw Object.assign(new Error(this.refuses), { code: this.refuses });
      if ((source.byteOffset + start) % BLOCK !== 0 || (end - start) % BLOCK !== 0 || position % BLOCK !== 0)
        throw new Error(`a write of ${end - start} bytes at ${position} is not of whole blocks`);
      this.blocks.push([position, position + end - start]);
    } else this.cached.push([position, position + end - start]);
    super.write(file, source, start, end, position);
  }
}

/** Writes `lengths` as one run after another, each in parts. */
function writeRuns(disk: MemoryDisk, bypass: CacheBypass, lengths: number[][], content: Uint8Array): void {
  const log = disk.open(PATH, 'write');
  const direct = bypass.open(PATH)!;
  let position = 0;
  for (const parts of lengths) {
    bypass.begin(log, direct, position);
    for (const length of parts) {
      bypass.add(content, position, position + length);
      position += length;
    }
    bypass.finish();
  }
}

const PATTERN = new Uint8Array(6_000_000);
for (let i = 0; i < PATTERN.length; i++) PATTERN[i] = (i * 31 + (i >> 8)) & 0xff;

function contentOf(length: number): Uint8Array {
  return PATTERN.subarray(0, length);
}

/** A policy that has seen a cached megabyte cost `cachedMs`. The clock moves by hand. */
function pressed(disk: MemoryDisk, cachedMs: number) {
  const clock = { now: 0 };
  const bypass = new CacheBypass(disk, () => clock.now);
  const start = bypass.cachedStart(2 ** 20);
  clock.now += cachedMs;
  bypass.cachedEnd(start, 2 ** 20);
  bypass.press();
  return { bypass, clock };
}

describe('writes past the page cache', () => {
  test('any runs give the bytes that were put in, whole blocks past the cache, no block both ways', () => {
    const length = fc.integer({ min: 1, max: 300_000 });
    fc.assert(
      fc.property(
        fc.array(fc.array(length, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (runs) => {
          const disk = new BlockDisk();
          const content = contentOf(runs.flat().reduce((sum, each) => sum + each, 0));
          writeRuns(disk, new CacheBypass(disk, () => 0), runs, content);
          expect(Buffer.compare(disk.readFile(PATH)!, content)).toBe(0);
          const blocks = new Set<number>();
          for (const [start, end] of disk.blocks) for (let at = start; at < end; at += BLOCK) blocks.add(at);
          for (const [start, end] of disk.cached)
            for (let at = start - (start % BLOCK); at < end; at += BLOCK) expect(blocks.has(at)).toBe(false);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('a device that wants another alignment is written through the cache, now and from then on', () => {
    const disk = new BlockDisk();
    disk.refuses = 'EINVAL';
    const { bypass } = pressed(disk, 5);
    expect(bypass.takes(RUN)).toBe(true);
    const content = contentOf(RUN);
    writeRuns(disk, bypass, [[RUN]], content);
    expect(Buffer.compare(disk.readFile(PATH)!, content)).toBe(0);
    expect(bypass.takes(RUN)).toBe(false);
  });

  test('a full disk and a broken one are the caller’s', () => {
    for (const code of ['ENOSPC', 'EIO']) {
      const disk = new BlockDisk();
      disk.refuses = code;
      const { bypass } = pressed(disk, 5);
      expect(() => writeRuns(disk, bypass, [[RUN]], contentOf(RUN))).toThrow(code);
    }
  });

  test('a file system without such writes is not asked again', () => {
    const disk = new MemoryDisk();
    const { bypass } = pressed(disk, 5);
    expect(bypass.takes(RUN)).toBe(true);
    disk.open(PATH, 'write');
    expect(bypass.open(PATH)).toBeNull();
    expect(bypass.takes(RUN)).toBe(false);
  });
});

describe('when the cache is passed by', () => {
  test('of a cheap cache only while frames pile up, only long runs, and once a cached one has been timed', () => {
    const untimed = new CacheBypass(new BlockDisk(), () => 0);
    untimed.press();
    expect(untimed.takes(RUN)).toBe(false);
    const { bypass, clock } = pressed(new BlockDisk(), 0.5);
    expect(bypass.takes(RUN)).toBe(true);
    expect(bypass.takes(64 * 1024)).toBe(false);
    clock.now += 1_000;
    expect(bypass.takes(RUN)).toBe(false);
    bypass.press();
    expect(bypass.takes(RUN)).toBe(true);
  });

  test('a log that keeps the disk busy stays past the cache, though nothing piles up any more', () => {
    const disk = new BlockDisk();
    const { bypass, clock } = pressed(disk, 0.4);
    disk.onCall = (call) => {
      if (call === 'write') clock.now += 0.5;
    };
    const runs = Array.from({ length: 66 }, () => [2 ** 20]);
    writeRuns(disk, bypass, runs.slice(0, 62), new Uint8Array(66 * 2 ** 20));
    clock.now += 1_000;
    expect(bypass.takes(RUN)).toBe(false);
    bypass.press();
    writeRuns(disk, bypass, runs, new Uint8Array(66 * 2 ** 20));
    clock.now += 1_000;
    expect(bypass.takes(RUN)).toBe(true);
  });

  test.each([
    { cachedMs: 0.4, isPressed: false, wanted: false },
    { cachedMs: 0.6, isPressed: false, wanted: true },
    { cachedMs: 0.1, isPressed: true, wanted: false },
    { cachedMs: 2.5, isPressed: true, wanted: true },
  ])(
    'by what a megabyte costs (of the disk 0.5 ms): more than it, or while frames pile up a quarter: %j',
    ({ cachedMs, isPressed, wanted }) => {
      const disk = new BlockDisk();
      const { bypass, clock } = pressed(disk, cachedMs);
      disk.onCall = (call) => {
        if (call === 'write') clock.now += 0.25;
      };
      writeRuns(disk, bypass, [[RUN]], contentOf(RUN));
      if (!isPressed) clock.now += 1_000;
      expect(bypass.takes(RUN)).toBe(wanted);
      expect(bypass.takes(64 * 1024)).toBe(false);
    },
  );

  test('now and then a run goes through the cache, to learn what that costs now', () => {
    const { bypass } = pressed(new BlockDisk(), 5);
    const taken = Array.from({ length: 2_560 }, () => bypass.takes(RUN));
    expect(taken.filter((each) => !each)).toHaveLength(10);
  });
});

test('the real disk takes what is given, or has no such writes', ({ skip }) => {
  const directory = mkdtempSync(join(tmpdir(), 'cache-bypass-'));
  try {
    const files = new NodeFileSystem();
    const path = join(directory, 'log');
    const log = files.open(path, 'create');
    const bypass = new CacheBypass(files, () => performance.now());
    const direct = bypass.open(path);
    if (direct === null) return skip('this file system has no writes past the page cache');
    const content = contentOf(3_000_001);
    for (const [start, end] of [
      [0, 1_234_567],
      [1_234_567, 1_239_000],
      [1_239_000, 3_000_001],
    ] as const) {
      bypass.begin(log, direct, start);
      bypass.add(content, start, end);
      bypass.finish();
    }
    expect(Buffer.compare(readFileSync(path), content)).toBe(0);
    files.close(direct);
    files.close(log);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('page-aligned memory is rounded up to pages', () => {
  expect(pageAlignedMemory(1).length).toBe(65_536);
  expect(pageAlignedMemory(1 << 20).length).toBe(1 << 20);
});
