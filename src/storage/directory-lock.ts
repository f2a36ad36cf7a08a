/**
 * Keeps two brokers off one log directory: a `.lock` file that names the process holding it. Node has no flock, so a
 * lock left by a killed process is recognised by that process being gone (its start time tells a reused pid apart).
 */
import { closeSync, openSync, readFileSync, realpathSync, renameSync, unlinkSync, writeSync } from 'node:fs';

const LOCK_FILE = '.lock';
/** Directories locked by this process: several brokers may live in one. */
const held = new Set<string>();

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/** @throws an error that names the holder when another broker uses the directory */
export function lockDirectory(directory: string): () => void {
  const real = realpathSync(directory);
  const path = `${real}/${LOCK_FILE}`;
  if (held.has(real)) throw inUse(directory, 'another broker in this process');
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
      closeSync(file);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 3) throw error;
      const holder = readHolder(path);
      if (holder !== null && isAlive(holder)) throw inUse(directory, `process ${holder.pid}`);
      takeAway(path);
    }
  }
  held.add(real);
  return () => {
    if (!held.delete(real)) return;
    try {
      unlinkSync(path);
    } catch {
      // The directory is gone, with the lock: nothing is left to release.
    }
  };
}

function inUse(directory: string, holder: string): Error {
  return new Error(
    `Failed to acquire lock on file .lock in ${directory}: it is in use by ${holder}. Stop that broker, or change log.dirs`,
  );
}

function readHolder(path: string): Holder | null {
  try {
    const parsed = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof parsed.pid === 'number' ? { pid: parsed.pid, started: parsed.started ?? '' } : null;
  } catch {
    return null;
  }
}

function isAlive({ pid, started }: Holder): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const now = startOf(pid);
  return started === '' || now === '' || now === started;
}

/** When a process began, as an opaque text; empty where the platform does not tell. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${boot}:${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '';
  }
}

/** Renames before removing: of two processes that find the same stale lock, one fails here and looks again. */
function takeAway(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    unlinkSync(aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
