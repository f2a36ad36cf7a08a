/** What a start makes of partition directories that a crash left unfinished, and of those that are damaged. */
import { describe, expect, test } from 'vitest';
import { openLogDirectory } from '../../src/storage/open-log-directory.ts';
import { MemoryDisk } from '../support/memory-disk.ts';

const PATH = '/data';

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
