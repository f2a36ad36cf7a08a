/**
 * Fills free memory with the page cache of an empty file. A virtual machine gets its memory from the host at first use,
 * a page at a time and at some 0.4 GB/s: whoever stores data on a fresh machine is measured by that, and the floor,
 * which overwrites one small file, is not. On a machine that has been used for a while the page cache is full anyway.
 * Our broker passes the cache by under such a load; Apache Kafka does not.
 */
import { closeSync, ftruncateSync, mkdtempSync, openSync, readdirSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STEP_BYTES = 4 * 1024 * 1024;

/** Reads every segment file below a directory once, so that who consumes them is served from the page cache. */
export function readIntoPageCache(directory: string): void {
  const buffer = Buffer.allocUnsafe(STEP_BYTES);
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.log')) continue;
    const file = openSync(join(directory, name), 'r');
    for (let at = 0, read = -1; read !== 0; at += read) read = readSync(file, buffer, 0, STEP_BYTES, at);
    closeSync(file);
  }
}

/** @returns undoes it, which costs nothing; the megabytes filled; 0 where the system does not say what is free */
export function fillPageCache(): { megabytes: number; release: () => void } {
  const free = freeBytes();
  if (free === 0) return { megabytes: 0, release: () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'bench-page-cache-'));
  const file = openSync(join(directory, 'holes'), 'w+');
  // Holes take no disk, but their pages take memory.
  ftruncateSync(file, free);
  const buffer = Buffer.allocUnsafe(STEP_BYTES);
  let filled = 0;
  while (filled < free) {
    const read = readSync(file, buffer, 0, STEP_BYTES, filled);
    if (read === 0) break;
    filled += read;
  }
  closeSync(file);
  return { megabytes: Math.round(filled / 1e6), release: () => rmSync(directory, { recursive: true, force: true }) };
}

function freeBytes(): number {
  try {
    const match = /^MemFree:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'));
    return match === null ? 0 : Number(match[1]) * 1024;
  } catch {
    return 0;
  }
}
