/**
 * CRC-32C (Castagnoli), the checksum of record batches and of our own files. Sixteen bytes per step through tables;
 * a native port takes over from 256 bytes on, where its call overhead has paid off.
 */

/** Continues `seed`, the checksum of what came before, over `bytes[start, end)`; returns an unsigned 32-bit number. */
export type Crc32cPort = (bytes: Uint8Array, start: number, end: number, seed: number) => number;

const NATIVE_FROM = 256;
const POLYNOMIAL = 0x82f6_3b78;

/** Table k at k * 256: the effect of a byte that lies k bytes before the end of the block. */
const TABLES = new Uint32Array(16 * 256);
for (let byte = 0; byte < 256; byte++) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  TABLES[byte] = crc;
}
for (let i = 256; i < TABLES.length; i++) {
  const previous = TABLES[i - 256]!;
  TABLES[i] = (previous >>> 8) ^ TABLES[previous & 0xff]!;
}

let native: Crc32cPort | null = null;

/** Installs a native implementation for this thread, or takes it away with null. */
export function installCrc32c(port: Crc32cPort | null): void {
  native = port;
}

/** `crc32c(b, 0, n)` equals `crc32c(b, m, n, crc32c(b, 0, m))`. The result is unsigned. */
export function crc32c(bytes: Uint8Array, start: number, end: number, seed = 0): number {
  if (native !== null && end - start >= NATIVE_FROM) return native(bytes, start, end, seed);
  return plainCrc32c(bytes, start, end, seed);
}

export function plainCrc32c(bytes: Uint8Array, start: number, end: number, seed: number): number {
  const t = TABLES;
  let crc = ~seed;
  let at = start;
  for (const last = end - 16; at <= last; at += 16) {
    crc =
      t[3840 + ((crc ^ bytes[at]!) & 0xff)]! ^
      t[3584 + (((crc >>> 8) ^ bytes[at + 1]!) & 0xff)]! ^
      t[3328 + (((crc >>> 16) ^ bytes[at + 2]!) & 0xff)]! ^
      t[3072 + ((crc >>> 24) ^ bytes[at + 3]!)]! ^
      t[2816 + bytes[at + 4]!]! ^
      t[2560 + bytes[at + 5]!]! ^
      t[2304 + bytes[at + 6]!]! ^
      t[2048 + bytes[at + 7]!]! ^
      t[1792 + bytes[at + 8]!]! ^
      t[1536 + bytes[at + 9]!]! ^
      t[1280 + bytes[at + 10]!]! ^
      t[1024 + bytes[at + 11]!]! ^
      t[768 + bytes[at + 12]!]! ^
      t[512 + bytes[at + 13]!]! ^
      t[256 + bytes[at + 14]!]! ^
      t[bytes[at + 15]!]!;
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ t[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}
