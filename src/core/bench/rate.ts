/** Reads amounts as people write them: `20MB/s`, `5000`, `64KB`. Pure. */

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9 };
const AMOUNT = /^(\d+(?:\.\d+)?)\s*([KMG]?)$/i;

/** A count with an optional K, M or G (decimal); null for anything else, and for 0. */
export function parseAmount(text: string): number | null {
  const match = AMOUNT.exec(text.trim());
  if (match === null) return null;
  const value = Number(match[1]) * UNITS[match[2]!.toUpperCase()]!;
  return value > 0 && Number.isFinite(value) ? value : null;
}

/** Bytes: an amount that may end in B. */
export function parseBytes(text: string): number | null {
  return parseAmount(text.replace(/B$/i, ''));
}

/** Records per second: `5000`, `5K/s`, or `20MB/s` by their size. */
export function parseRate(text: string, recordBytes: number): number | null {
  const bare = text.trim().replace(/\/s$/i, '');
  if (!/B$/i.test(bare)) return parseAmount(bare);
  const bytes = parseBytes(bare);
  return bytes === null ? null : bytes / recordBytes;
}
