/** Replaces a small file atomically and durably: temporary file, fdatasync, rename, directory fsync. */
import type { FileSystem } from './file-system.ts';

/** After this returns, a crash shows the new content; before, the old one; never a mixture. */
export function writeDurably(files: FileSystem, directory: string, name: string, content: Uint8Array): void {
  const temporary = `${directory}/${name}.tmp`;
  files.remove(temporary);
  const file = files.open(temporary, 'create');
  try {
    files.write(file, content, 0, content.length, 0);
    files.sync(file);
  } finally {
    files.close(file);
  }
  files.rename(temporary, `${directory}/${name}`);
  files.syncDirectory(directory);
}
