/** What a result must say of where it was measured, and where results are kept. */
import { mkdirSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Machine {
  readonly node: string;
  readonly kernel: string;
  readonly cpu: string;
  readonly cores: number;
}

export function thisMachine(): Machine {
  return { node: process.version, kernel: release(), cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
}

/** @param kind comes before the time in the name @returns a path without its ending, in a folder that exists */
export function newResultPath(kind = ''): string {
  // From dist/native-free-bench/ to the folder of the sources.
  const folder = fileURLToPath(new URL('../../native-free-bench/results/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  return `${folder}${kind}${new Date().toISOString().replace(/[:.]/g, '-')}`;
}
