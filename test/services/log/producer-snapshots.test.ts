/** How far back a start has to look for producers: a snapshot comes with every segment, and within long ones too. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { batchOf, TestDirectory, temporaryDirectory } from '../../support/logs.ts';

test('within a segment one snapshot is kept, at most 64 MiB behind the end', { timeout: 60_000 }, async () => {
  const temporary = temporaryDirectory();
  const directory = await TestDirectory.open(temporary.path, {
    ringBytes: 16 * 1024 * 1024,
    journalFileBytes: 64 * 1024 * 1024,
  });
  const log = directory.log('t');
  const snapshots = async (): Promise<string[]> => {
    await directory.untilDurable(log);
    await directory.sideFiles.close();
    return readdirSync(log.path).filter((name) => name.endsWith('.snapshot'));
  };
  const value = 'v'.repeat(1_000_000);
  const append = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await directory.append(log, batchOf([value]));
  };
  await append(30);
  expect(await snapshots()).toEqual([]);
  await append(5);
  expect(await snapshots()).toEqual(['00000000000000000034.snapshot']);
  await append(34);
  expect(await snapshots()).toEqual(['00000000000000000068.snapshot']);
  await directory.close();
  temporary.remove();
});
