/**
 * Says to the shim in a broker process (shim/faults.c) how its disk and its clock misbehave, by a small file that the
 * process has mapped; the shim counts in it how often they did.
 *
 *   i64 each, little-endian: sync delay µs | errno of syncs | disk is full | clock offset µs
 *   and back:                delayed | failed | refused | shifted
 *   64 bytes: the entry of the directory whose syncs are touched; empty: all
 */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FIELDS = 4;
const COUNTERS = 4;
const SCOPE_AT = 8 * (FIELDS + COUNTERS);
const SCOPE_BYTES = 64;
const EIO = 5;

export interface Misbehaviour {
  readonly syncDelayMs?: number;
  readonly syncsFail?: boolean;
  readonly isFull?: boolean;
  readonly clockOffsetMs?: number;
  /** Syncs of only this entry of the data directory; '' for all. */
  readonly scope?: string;
}

/** null when the shim can be built and loaded here, else the reason why not. */
export function whyNoShim(): string | null {
  if (process.platform !== 'linux') return 'the shim is for Linux';
  return spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0 ? null : 'no gcc on the PATH';
}

/** @returns the library's path. @throws with gcc's words */
export function buildShim(source: string, folder: string): string {
  const library = join(folder, 'faults.so');
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC'];
  const { status, stderr } = spawnSync('gcc', [...flags, '-o', library, source, '-ldl']);
  if (status !== 0) throw new Error(`gcc could not build the shim:\n${stderr}`);
  return library;
}

export class FaultSwitch {
  readonly #file: string;

  /** @param file is created */
  constructor(file: string) {
    this.#file = file;
    writeFileSync(file, Buffer.alloc(SCOPE_AT + SCOPE_BYTES));
  }

  /** For a process whose data lies in `directory`, absolute. */
  environment(library: string, directory: string): Record<string, string> {
    return { LD_PRELOAD: library, FAULTS_FILE: this.#file, FAULTS_DIR: directory, UV_USE_IO_URING: '0' };
  }

  /** From now on, instead of what was before; nothing is wrong with `{}`. */
  set({ syncDelayMs = 0, syncsFail = false, isFull = false, clockOffsetMs = 0, scope = '' }: Misbehaviour): void {
    const fields = Buffer.alloc(8 * FIELDS);
    const values = [syncDelayMs * 1000, syncsFail ? EIO : 0, isFull ? 1 : 0, clockOffsetMs * 1000];
    for (const [i, value] of values.entries()) fields.writeBigInt64LE(BigInt(Math.round(value)), 8 * i);
    const place = Buffer.alloc(SCOPE_BYTES);
    place.write(scope);
    const file = openSync(this.#file, 'r+');
    writeSync(file, place, 0, SCOPE_BYTES, SCOPE_AT);
    writeSync(file, fields, 0, fields.length, 0);
    closeSync(file);
  }

  /** How often the process felt it, since it was made. */
  felt(): { delayed: number; failed: number; refused: number; shifted: number } {
    const counters = Buffer.alloc(8 * COUNTERS);
    const file = openSync(this.#file, 'r');
    readSync(file, counters, 0, counters.length, 8 * FIELDS);
    closeSync(file);
    const [delayed, failed, refused, shifted] = [0, 1, 2, 3].map((i) => Number(counters.readBigInt64LE(8 * i)));
    return { delayed: delayed!, failed: failed!, refused: refused!, shifted: shifted! };
  }
}
