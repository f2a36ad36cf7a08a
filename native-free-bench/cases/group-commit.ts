/** What one durable group costs by its size: one pwrite into a preallocated file and one fdatasync. */
import { closeSync, fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../corpus.ts';
import { noise } from '../fixtures.ts';

const FILE_BYTES = 64 << 20;

export async function cases(tiny: boolean): Promise<Case[]> {
  const folder = mkdtempSync(join(tmpdir(), 'group-commit-'));
  const file = openSync(join(folder, 'journal'), 'w+');
  const fileBytes = tiny ? 1 << 20 : FILE_BYTES;
  const zeros = new Uint8Array(1 << 20);
  for (let at = 0; at < fileBytes; at += zeros.length) writeSync(file, zeros, 0, zeros.length, at);
  fsyncSync(file);
  const sizes = tiny ? [1_024] : [1_024, 16_384, 262_144, 1_048_576, 4_194_304];
  return sizes.map((size, index) => {
    const group = noise(size);
    let at = 0;
    return {
      name: `group commit: ${size} bytes`,
      bytes: size,
      batch: 1,
      columns: {
        js: () => {
          if (at + size > fileBytes) at = 0;
          const written = writeSync(file, group, 0, size, at);
          fdatasyncSync(file);
          at += size;
          return written;
        },
      },
      ...(index === sizes.length - 1
        ? {
            close: () => {
              closeSync(file);
              rmSync(folder, { recursive: true });
            },
          }
        : {}),
    };
  });
}
