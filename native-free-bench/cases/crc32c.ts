/** CRC-32C, by size: where the addon's call cost has paid off, and what the fallback costs. */
import type { Case } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { addon, columnOfAddon } from '../native.ts';
import { room } from '../room.ts';

interface Crc32Addon {
  crc32c(bytes: Uint8Array, seed?: number): number;
}

export async function cases(tiny: boolean): Promise<Case[]> {
  const { plainCrc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
  const native = addon<Crc32Addon>('@node-rs/crc32');
  const column = columnOfAddon();
  const sizes = tiny ? [64, 1_024] : [128, 256, 1_024, 16_384, 1_048_576];
  return sizes.map((size) => {
    const bytes = noise(size);
    return {
      name: `crc32c: ${size} bytes`,
      bytes: size,
      batch: 1,
      columns: {
        ...(native === null ? {} : { [column]: () => native.crc32c(bytes) }),
        js: () => plainCrc32c(bytes, 0, size, 0),
      },
    };
  });
}
