/** Where a value lies on an axis, as a percentage of its length, and which values deserve a line across the plot. */

export interface Scale {
  /** From 0 (the low end) to 100; values outside are clipped. */
  place(value: number): number;
  readonly ticks: readonly number[];
}

export type ScaleKind = 'linear' | 'log';

/**
 * @param low for 'log' above 0: anything at or below 0 lies at the low end
 * @param roundsOut ends the axis at a tick, so that its last label is a round one
 */
export function scaleOf(kind: ScaleKind, low: number, high: number, roundsOut = true): Scale {
  return kind === 'log' ? logScale(low, high, roundsOut) : linearScale(low, high, roundsOut);
}

function linearScale(low: number, high: number, roundsOut: boolean): Scale {
  const size = Math.max(Math.abs(low), Math.abs(high)) || 1;
  // Values that hardly differ get a wider axis: a step must still change the number that it is added to.
  const span = high > low ? Math.max(high - low, size * 1e-6) : size;
  const step = roundStep(span / 4);
  const first = roundsOut ? Math.floor(low / step) * step : low;
  const last = roundsOut ? Math.ceil((low + span) / step - 1e-9) * step : low + span;
  const ticks: number[] = [];
  for (let n = Math.ceil(first / step - 1e-9); n * step <= last + step * 1e-9; n++) ticks.push(clean(n * step));
  return { place: (value) => clip(((value - first) / (last - first)) * 100), ticks };
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const rest = rough / power;
  return (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10) * power;
}

const LEAST_LOG = 1e-12;
/** More lines than this are no help. */
const MOST_LOG_TICKS = 7;

function logScale(low: number, high: number, roundsOut: boolean): Scale {
  const bottom = Math.max(low, LEAST_LOG);
  const top = Math.max(high, bottom);
  let first = Math.log10(bottom);
  let last = Math.log10(top);
  if (last - first < 0.3) [first, last] = [first - 0.15, last + 0.15];
  const ticks = logTicks(first, last, roundsOut);
  if (roundsOut) {
    first = Math.min(first, Math.log10(ticks[0]!));
    last = Math.max(last, Math.log10(ticks.at(-1)!));
  }
  const place = (value: number): number =>
    value <= 0 ? 0 : clip(((Math.log10(value) - first) / (last - first)) * 100);
  return { place, ticks };
}

/** Round numbers inside the ends, or from the one below the first to the one above the last. */
function logTicks(first: number, last: number, roundsOut: boolean): number[] {
  const steps = last - first < 1.5 ? [1, 2, 5] : [1];
  const count = (Math.ceil(last) - Math.floor(first) + 1) * steps.length;
  const tickAt = (index: number): number =>
    clean(steps[index % steps.length]! * 10 ** (Math.floor(first) + Math.floor(index / steps.length)));
  const indexes = Array.from({ length: count }, (_, index) => index);
  const from = roundsOut
    ? indexes.findLast((index) => Math.log10(tickAt(index)) <= first + 1e-9)!
    : indexes.find((index) => Math.log10(tickAt(index)) >= first - 1e-9)!;
  const to = roundsOut
    ? indexes.find((index) => Math.log10(tickAt(index)) >= last - 1e-9)!
    : indexes.findLast((index) => Math.log10(tickAt(index)) <= last + 1e-9)!;
  const every = Math.max(1, Math.ceil((to - from) / (MOST_LOG_TICKS - 1)));
  const ticks: number[] = [];
  for (let index = from; index <= to || (roundsOut && index < to + every); index += every) ticks.push(tickAt(index));
  return ticks;
}

function clip(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

/** 0.30000000000000004 is 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

/** `Math.max(...values)` has no room for as many arguments as a long run has points. */
export function maxOf(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

export function minOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}
