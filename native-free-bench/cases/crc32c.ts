/** CRC-32C by size, from all that computes it: 128 bytes to 1 MiB. */
import type { Case, Columns } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { addon, optional, wasi } from '../native.ts';
import { room } from '../room.ts';

interface Crc32Addon {
  crc32c(bytes: Uint8Array, seed?: number): number;
}

export async function cases(tiny: boolean): Promise<Case[]> {
  const { plainCrc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
  const sizes = tiny ? [64, 1_024] : [128, 256, 1_024, 16_384, 1_048_576];
  return sizes.map((size) => ({
    name: `crc32c: ${size} bytes`,
    bytes: size,
    batch: 1,
    columns: async (): Promise<Columns> => {
      const bytes = noise(size);
      const native = addon<Crc32Addon>('@node-rs/crc32');
      const inWasi = wasi<Crc32Addon>('@node-rs/crc32-wasm32-wasi');
      const inWasm = await optional<Crc32Addon>('@platformatic/wasm-utils');
      return {
        ...(native === null ? {} : { native: () => native.crc32c(bytes) }),
        ...(inWasi === null ? {} : { wasi: () => inWasi.crc32c(bytes) }),
        ...(inWasm === null ? {} : { wasm: () => inWasm.crc32c(bytes) >>> 0 }),
        js: () => plainCrc32c(bytes, 0, size, 0),
      };
    },
  }));
}
