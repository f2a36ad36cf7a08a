/**
 * The real disk for data that nobody will look for after a crash: nothing waits for it to be safe. A synced file would cost
 * what the whole machine is writing at the moment, on the thread of whoever embeds the broker.
 */
import { NodeFileSystem } from './node-file-system.ts';

export class UnsyncedFileSystem extends NodeFileSystem {
  override openUncached(): null {
    return null;
  }

  override sync(): void {}

  override syncDirectory(): void {}
}
