/** Where the figures of a broker are to be had: both sides find it from its first log directory. Main thread, command line. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const COUNTERS_SOCKET = 'chronik.sock';
/** The kernel's limit is 104 bytes or more, with the final zero. */
const MAX_PATH_BYTES = 100;

/** A path that is too long for a socket is replaced by a name in the temporary directory. */
export function countersSocketPath(directory: string): string {
  const path = resolve(directory);
  const beside = join(path, COUNTERS_SOCKET);
  if (process.platform !== 'win32' && Buffer.byteLength(beside) <= MAX_PATH_BYTES) return beside;
  const name = `chronik-${createHash('sha256').update(path).digest('hex').slice(0, 24)}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}
