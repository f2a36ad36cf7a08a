/**
 * The list of micro cases. A case is one operation on seeded input, with up to four implementations of it (columns);
 * before anything is timed they must agree on a checksum of their result.
 */

/** The columns: a compiled addon, napi-rs' WASI build of it, other WebAssembly, and plain JavaScript. */
export const COLUMNS = ['native', 'wasi', 'wasm', 'js'] as const;
export type Column = (typeof COLUMNS)[number];

export interface Case {
  readonly name: string;
  /** Bytes that one call handles, for MB/s; 0 where that says nothing. */
  readonly bytes: number;
  /** Calls inside one timed call of `run`, for operations of nanoseconds. */
  readonly batch: number;
  /** Runs one timed call; returns a number that depends on all of its result, the same for every column. */
  readonly columns: Partial<Record<Column, () => number | Promise<number>>>;
  /** Called once at the end, for threads and files. */
  readonly close?: () => void | Promise<void>;
}

/** @param tiny small inputs and few repetitions: the smoke test's setting */
export type CaseFile = (tiny: boolean) => Promise<Case[]>;

/** In the order of the table. Loaded one by one, so that a profile of one case holds nothing of another. */
export const CASE_FILES: Readonly<Record<string, () => Promise<{ cases: CaseFile }>>> = {
  bytes: () => import('./cases/bytes.ts'),
  crc32c: () => import('./cases/crc32c.ts'),
  'record-batch': () => import('./cases/record-batch.ts'),
  protocol: () => import('./cases/protocol.ts'),
  compression: () => import('./cases/compression.ts'),
  ring: () => import('./cases/ring.ts'),
  doorbell: () => import('./cases/doorbell.ts'),
  'group-commit': () => import('./cases/group-commit.ts'),
};
