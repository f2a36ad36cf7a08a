/** A log directory whose disk failed: what it says of itself to the next start. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NodeFileSystem } from '../../../src/runtime/files/node-file-system.ts';
import { STATUS } from '../../../src/runtime/rings/ring-layout.ts';
import { readLastIncarnation } from '../../../src/storage/broker-epoch.ts';
import { WAL_FAILED } from '../../../src/workers/wal/wal-messages.ts';
import { TestDirectory, temporaryDirectory } from '../../support/logs.ts';

let place: ReturnType<typeof temporaryDirectory>;

beforeEach(() => {
  place = temporaryDirectory();
});
afterEach(() => place.remove());

test('an incarnation that begins while the disk fails is not vouched for', async () => {
  let onRename = (): void => {};
  class WatchedFiles extends NodeFileSystem {
    override rename(from: string, to: string): void {
      onRename();
      super.rename(from, to);
    }
  }
  const files = new WatchedFiles();
  const { directory } = await TestDirectory.open(place.path, { files });
  directory.beginIncarnation(41);
  expect(readLastIncarnation(files, place.path).completeEpoch).toBe(41);
  // The WAL fails and has taken back what is said of epoch 41; nobody has been told of it yet.
  onRename = () => void Atomics.store(directory.wal.memory.control, STATUS, WAL_FAILED);
  directory.beginIncarnation(42);
  expect(readLastIncarnation(files, place.path).completeEpoch).toBe(-1);
  await directory.close();
});
