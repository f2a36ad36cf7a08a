/** What one durable group costs by its size: the disk alone, and through the ring and the journal of a WAL thread. */
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case, Columns } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { openWal, type WalBench } from './wal.ts';

const FILE_BYTES = 64 << 20;

export async function cases(tiny: boolean): Promise<Case[]> {
  const sizes = tiny ? [1_024] : [1_024, 16_384, 262_144, 1_048_576, 4_194_304];
  const groups = tiny
    ? ([[1, 1_000]] as const)
    : ([
        [1, 1_000],
        [64, 16_000],
        [1, 1_000_000],
      ] as const);
  return [
    ...sizes.map((size) => onDisk(size, tiny ? 1 << 20 : FILE_BYTES)),
    ...groups.map(([count, size]) => throughWal(count, size)),
  ];
}

function onDisk(size: number, fileBytes: number): Case {
  let close = (): void => {};
  const columns = async (): Promise<Columns> => {
    const folder = mkdtempSync(join(tmpdir(), 'group-commit-'));
    const file = openSync(join(folder, 'journal'), 'w+');
    close = () => {
      closeSync(file);
      rmSync(folder, { recursive: true });
    };
    const zeros = new Uint8Array(1 << 20);
    for (let at = 0; at < fileBytes; at += zeros.length) writeSync(file, zeros, 0, zeros.length, at);
    fsyncSync(file);
    const group = noise(size);
    let at = 0;
    return {
      js: () => {
        if (at + size > fileBytes) at = 0;
        const written = writeSync(file, group, 0, size, at);
        fdatasyncSync(file);
        at += size;
        return written;
      },
    };
  };
  return { name: `group commit: ${size} bytes, disk alone`, bytes: size, batch: 1, columns, close: () => close() };
}

function throughWal(count: number, size: number): Case {
  let wal: WalBench | null = null;
  const columns = async (): Promise<Columns> => {
    wal = await openWal(size);
    const { append, batchBytes } = wal;
    return {
      js: async () => {
        await append(count);
        return count * batchBytes;
      },
    };
  };
  return {
    name: `group commit: ${count} x ${size} bytes, through the WAL`,
    bytes: count * size,
    batch: 1,
    columns,
    close: async () => {
      await wal?.close();
    },
  };
}
