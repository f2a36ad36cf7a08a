/** Ranges of message versions, as the schema writes them: `3`, `0-12`, `9+`, `none`. */

export interface Versions {
  readonly min: number;
  /** Inclusive; OPEN where the schema says `+`. Below `min` for no version at all. */
  readonly max: number;
}

export const OPEN = 0x7fff;
export const NONE: Versions = { min: 0, max: -1 };
export const ALL: Versions = { min: 0, max: OPEN };

/** Null where `text` is no range. */
export function parseVersions(text: string): Versions | null {
  if (text === 'none') return NONE;
  const match = /^(\d+)(?:(\+)|-(\d+))?$/.exec(text);
  if (match === null) return null;
  const min = Number(match[1]);
  const max = match[2] === '+' ? OPEN : match[3] === undefined ? min : Number(match[3]);
  return max < min ? null : { min, max };
}

export function isNone(versions: Versions): boolean {
  return versions.max < versions.min;
}

export function intersect(a: Versions, b: Versions): Versions {
  const both = { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) };
  return isNone(both) ? NONE : both;
}

/** The smallest range that holds both. */
export function hull(a: Versions, b: Versions): Versions {
  if (isNone(a)) return b;
  if (isNone(b)) return a;
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** True when every version of `inner` is in `outer`. */
export function covers(outer: Versions, inner: Versions): boolean {
  return isNone(inner) || (outer.min <= inner.min && outer.max >= inner.max);
}

export function includes(versions: Versions, version: number): boolean {
  return version >= versions.min && version <= versions.max;
}
