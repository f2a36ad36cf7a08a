/** What a result must say of where it was measured, and where results are kept. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Machine {
  readonly node: string;
  readonly kernel: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** Of the sources, '' outside a clone; a plus says that they were changed. */
  readonly revision: string;
}

export function thisMachine(): Machine {
  return {
    node: process.version,
    kernel: release(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 1e6),
    revision: revision(),
  };
}

/** How many threads wanted to run, over the last minute. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

function revision(): string {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const head = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { cwd, encoding: 'utf8' });
  if (head.status !== 0) return '';
  const changes = spawnSync('git', ['status', '--porcelain', '--untracked-files=no'], { cwd, encoding: 'utf8' });
  return head.stdout.trim() + (changes.stdout.trim() === '' ? '' : '+');
}

/** @param kind comes before the time in the name @returns a path without its ending, in a folder that exists */
export function newResultPath(kind = ''): string {
  // From dist/native-free-bench/ to the folder of the sources.
  const folder = fileURLToPath(new URL('../../native-free-bench/results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  return `${folder}${kind}${new Date().toISOString().replace(/[:.]/g, '-')}`;
}
