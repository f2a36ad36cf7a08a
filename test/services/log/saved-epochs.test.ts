/** A start that uses a producer snapshot does not look at the batches before it: the file of leader epochs must tell of them. */
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseLeaderEpochs } from '../../../src/core/log/leader-epochs.ts';
import type { PartitionLog } from '../../../src/services/log/partition-log.ts';
import { batchOf, TestDirectory, temporaryDirectory } from '../../support/logs.ts';

const WRITTEN = [
  { epoch: 0, startOffset: 0 },
  { epoch: 1, startOffset: 1 },
];

let temporary: { path: string; remove(): void };
beforeEach(() => {
  temporary = temporaryDirectory();
});
afterEach(() => temporary.remove());

async function write(directory: TestDirectory, log: PartitionLog, epochs: readonly number[]): Promise<void> {
  for (const epoch of epochs) await directory.append(log, batchOf(['v']), epoch);
  await directory.untilDurable(log);
}

async function epochsOfNextStart(): Promise<unknown> {
  const directory = await TestDirectory.open(temporary.path);
  const [loaded] = [...directory.directory.loaded.values()];
  await directory.close();
  const epochs = parseLeaderEpochs(loaded!.leaderEpochs);
  return typeof epochs === 'string' ? epochs : epochs.entries;
}

/** Seed 1458 of the simulation of whole brokers: the leader had its followers cut what they had in common. */
test('what a start found in the log is written before the next snapshot is', async () => {
  const first = await TestDirectory.open(temporary.path);
  const log = first.log('t');
  await write(first, log, [0, 1]);
  await first.close();
  // A power failure took the last version of the file along.
  writeFileSync(`${log.path}/leader-epoch-checkpoint`, '0\n1\n0 0\n');
  const second = await TestDirectory.open(temporary.path);
  const again = second.log('t');
  expect(again.epochs.entries).toEqual(WRITTEN);
  again.saveState();
  await second.close();
  expect(await epochsOfNextStart()).toEqual(WRITTEN);
});

/** A log whose epochs 0 and 1 were written, and epoch 2 was not. */
async function withUnsavedEpoch(): Promise<{ directory: TestDirectory; log: PartitionLog; obstacle: string }> {
  const directory = await TestDirectory.open(temporary.path);
  const log = directory.log('t');
  for (const epoch of [0, 1]) {
    await write(directory, log, [epoch]);
    await directory.sideFiles.close();
  }
  expect(existsSync(`${log.path}/leader-epoch-checkpoint`)).toBe(true);
  const obstacle = `${log.path}/leader-epoch-checkpoint.tmp`;
  mkdirSync(obstacle);
  await write(directory, log, [2]);
  await directory.sideFiles.close();
  return { directory, log, obstacle };
}

test('while epochs cannot be written no snapshot is', async () => {
  const { directory, log, obstacle } = await withUnsavedEpoch();
  log.saveState();
  await directory.close();
  rmdirSync(obstacle);
  expect(await epochsOfNextStart()).toEqual([...WRITTEN, { epoch: 2, startOffset: 2 }]);
});

test('epochs that could not be written are with the next snapshot', async () => {
  const { directory, log, obstacle } = await withUnsavedEpoch();
  rmdirSync(obstacle);
  log.saveState();
  await directory.close();
  expect(existsSync(`${log.path}/00000000000000000003.snapshot`)).toBe(true);
  expect(await epochsOfNextStart()).toEqual([...WRITTEN, { epoch: 2, startOffset: 2 }]);
});
