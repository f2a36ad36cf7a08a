/** Positions that count up for ever in 32 bits. Only differences below 2^31 mean anything; all rings stay below 2^30. */

/** How far `a` is after `b`; negative when before. */
export function distance(a: number, b: number): number {
  return (a - b) | 0;
}

export function advance(position: number, by: number): number {
  return (position + by) | 0;
}
