/** Sets of code points as sorted, disjoint, inclusive ranges. */
export type CharSet = readonly (readonly [from: number, to: number])[];

const LAST = 0x10ffff;

export const range = (from: number, to: number): CharSet => [[from, to]];

export function union(a: CharSet, b: CharSet): CharSet {
  const sorted = [...a, ...b].sort((x, y) => x[0] - y[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function complement(set: CharSet): CharSet {
  const result: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) result.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) result.push([next, LAST]);
  return result;
}

export function has(set: CharSet, code: number): boolean {
  for (const [from, to] of set) if (code <= to) return code >= from;
  return false;
}

/** With every ASCII letter its other case, and for other characters that of Unicode where it is a single one. */
export function foldCase(set: CharSet): CharSet {
  let folded = set;
  const shift = (low: number, high: number, by: number): void => {
    for (const [from, to] of set) {
      const start = Math.max(from, low);
      const end = Math.min(to, high);
      if (start <= end) folded = union(folded, range(start + by, end + by));
    }
  };
  shift(65, 90, 32);
  shift(97, 122, -32);
  for (const [from, to] of set) {
    // Ranges over whole scripts hold both cases already.
    if (to < 128 || to - from > 256) continue;
    for (let code = Math.max(from, 128); code <= to; code++) {
      const text = String.fromCodePoint(code);
      for (const other of [text.toLowerCase(), text.toUpperCase()]) {
        const otherCode = other.codePointAt(0)!;
        if (String.fromCodePoint(otherCode) === other) folded = union(folded, range(otherCode, otherCode));
      }
    }
  }
  return folded;
}

const DIGIT = range(48, 57);
const LOWER = range(97, 122);
const UPPER = range(65, 90);
const ALPHA = union(LOWER, UPPER);
const ALNUM = union(ALPHA, DIGIT);
export const WORD = union(ALNUM, range(95, 95));
/** `\s` of Perl, which leaves the vertical tab out. */
const PERL_SPACE: CharSet = [
  [9, 10],
  [12, 13],
  [32, 32],
];

const POSIX: Record<string, CharSet> = {
  alnum: ALNUM,
  alpha: ALPHA,
  ascii: range(0, 127),
  blank: [
    [9, 9],
    [32, 32],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  digit: DIGIT,
  graph: range(33, 126),
  lower: LOWER,
  print: range(32, 126),
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  space: [
    [9, 13],
    [32, 32],
  ],
  upper: UPPER,
  word: WORD,
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
};

export const classByName = (name: string): CharSet | null => POSIX[name] ?? null;

/** `\d \D \s \S \w \W`. */
export function negatable(letter: string): CharSet | null {
  const set = { d: DIGIT, s: PERL_SPACE, w: WORD }[letter.toLowerCase()];
  if (set === undefined) return null;
  return letter === letter.toLowerCase() ? set : complement(set);
}

const unicodeClasses = new Map<string, CharSet>();

/** The planes beyond hold no character of a topic name, and a table of them would take a tenth of a second to make. */
const LAST_CLASSIFIED = 0xffff;

/** A general category or script, from the tables of the JavaScript engine; made once. null where it is unknown. */
export function unicodeClass(name: string): CharSet | null {
  const known = unicodeClasses.get(name);
  if (known !== undefined) return known;
  if (name === 'Any') return range(0, LAST);
  const test = /^[A-Za-z_]{1,40}$/.test(name) ? (unicodeTest(`gc=${name}`) ?? unicodeTest(`sc=${name}`)) : null;
  if (test === null) return null;
  const ranges: [number, number][] = [];
  for (let code = 0; code <= LAST_CLASSIFIED; code++) {
    if (!test.test(String.fromCodePoint(code))) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else ranges.push([code, code]);
  }
  unicodeClasses.set(name, ranges);
  return ranges;
}

function unicodeTest(property: string): RegExp | null {
  try {
    return new RegExp(`^\\p{${property}}$`, 'u');
  } catch {
    return null;
  }
}
