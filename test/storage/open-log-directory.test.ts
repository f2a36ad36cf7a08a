/** What a start makes of partition directories that a crash left unfinished, and of those that are damaged. */
import { describe, expect, test } from 'vitest';
import { openLogDirectory } from '../../src/storage/open-log-directory.ts';
import { batchOf, TestDirectory } from '../support/logs.ts';
import { ioError, MemoryDisk } from '../support/memory-disk.ts';
import { prng } from '../support/prng.ts';

const PATH = '/data';

const OPTIONS = { flush: 'fsync', journalFileBytes: 64 * 1024, random: new Uint8Array(16).fill(7), now: 0 } as const;

function openWith(files: Readonly<Record<string, Uint8Array>>) {
  const disk = new MemoryDisk();
  for (const [name, content] of Object.entries(files)) disk.plant(`${PATH}/orders-0/${name}`, content);
  const { problems, brokenDirectories } = openLogDirectory(disk, PATH, {
    flush: 'fsync',
    journalFileBytes: 1024 * 1024,
    random: new Uint8Array(16).fill(7),
    now: 0,
  });
  return { problems, brokenDirectories, left: disk.list(`${PATH}/orders-0`) };
}

describe('a directory without a readable partition.metadata', () => {
  /** Seed 94 of the simulation of whole brokers: a replica was offline for ever after a power failure. */
  test('goes where it holds no records: the power failed before its name was on the disk', () => {
    const unfinished = [
      {},
      { 'partition.metadata': new Uint8Array(0) },
      { 'partition.metadata': new Uint8Array(50) },
      { 'partition.metadata': new Uint8Array(12), '00000000000000000000.snapshot': new Uint8Array(7) },
    ];
    for (const files of unfinished) {
      expect(openWith(files)).toEqual({ problems: [], brokenDirectories: [], left: [] });
    }
  });

  test('is left alone where it holds records', () => {
    for (const metadata of [new Uint8Array(0), new Uint8Array(50)]) {
      const files = { 'partition.metadata': metadata, '00000000000000000000.log': new Uint8Array(100) };
      const { problems, brokenDirectories, left } = openWith(files);
      expect(problems).toHaveLength(1);
      expect(brokenDirectories).toEqual(['orders-0']);
      expect(left).toContain('00000000000000000000.log');
    }
  });
});

/** Fails the syncs of files whose path ends so, once each. */
function failSyncOf(disk: MemoryDisk, ...suffixes: string[]): void {
  const left = new Set(suffixes);
  disk.onCall = (call, path) => {
    for (const suffix of left) {
      if (call !== 'sync' || !path.endsWith(suffix)) continue;
      left.delete(suffix);
      throw ioError('EIO');
    }
  };
}

describe('after a sync that failed, and then a power failure', () => {
  /** Seed 260 of the simulation: the start had carried out frames that the journal did not have any more. */
  test('the logs hold nothing that the journal lost', async () => {
    const disk = new MemoryDisk();
    const first = await TestDirectory.open(PATH, { files: disk, journalFileBytes: 64 * 1024, ringBytes: 64 * 1024 });
    const log = first.log('orders');
    await first.append(log, batchOf(['a'.repeat(3000)]));
    await first.untilDurable(log);
    failSyncOf(disk, '.wal');
    await first.append(log, batchOf(['b'.repeat(3000)]));
    await first.untilDurable(log);
    expect(first.failed).toBe(true);
    // The next process finds it in the page cache; its own sync, of the log, fails.
    const second = disk.copy();
    failSyncOf(second, '.log');
    expect(() => openLogDirectory(second, PATH, OPTIONS)).toThrow('EIO');
    for (let seed = 1; seed <= 40; seed++) {
      const random = prng(seed);
      const { problems, partitions } = openLogDirectory(
        second.powerLoss(() => random() < 0.5),
        PATH,
        OPTIONS,
      );
      expect(problems).toEqual([]);
      expect([1, 2]).toContain(partitions[0]!.logEndOffset);
    }
  });

  test('a start goes no further than the journal that it cannot make durable', async () => {
    const disk = new MemoryDisk();
    const first = await TestDirectory.open(PATH, { files: disk, journalFileBytes: 64 * 1024, ringBytes: 64 * 1024 });
    failSyncOf(disk, '.wal');
    await first.append(first.log('orders'), batchOf(['a']));
    await first.nextProgress();
    const second = disk.copy();
    failSyncOf(second, '.wal');
    expect(() => openLogDirectory(second, PATH, OPTIONS)).toThrow('EIO');
    expect(second.list(`${PATH}/orders-0`)).toEqual([]);
  });

  /** Seed 3098 of the simulation: the replica was offline for ever. */
  test('a partition has its partition.metadata', async () => {
    const disk = new MemoryDisk();
    const settings = { journalFileBytes: 64 * 1024, ringBytes: 64 * 1024 };
    const first = await TestDirectory.open(PATH, { files: disk, ...settings });
    failSyncOf(disk, 'partition.metadata', 'partition.metadata.tmp');
    first.log('orders');
    while (!first.failed) await first.nextProgress();
    const kept = disk.copy();
    const second = await TestDirectory.open(PATH, { files: kept, ...settings });
    const log = second.log('orders');
    await second.append(log, batchOf(['a']));
    await second.untilDurable(log);
    await second.close();
    const { problems, partitions } = openLogDirectory(
      kept.powerLoss(() => false),
      PATH,
      OPTIONS,
    );
    expect(problems).toEqual([]);
    expect(partitions[0]!.logEndOffset).toBe(1);
  });
});
