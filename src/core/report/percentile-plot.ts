/**
 * Latency by percentile, the tail stretched: each nine to the right is as wide as the one before it, as HdrHistogram
 * plots it.
 */
import { type Axis, axisOf, type Curve, legend, plotFrame } from './frame.ts';
import { type Html, html } from './html.ts';
import { maxOf, minOf, type ScaleKind, scaleOf } from './scale.ts';

export interface PercentileLine {
  readonly name: string;
  /** In the order of the percentiles, 0 to 100; 100 is drawn at the end of the frame. */
  readonly points: readonly PercentilePoint[];
}

export interface PercentilePoint {
  readonly percentile: number;
  readonly value: number;
}

export interface PercentilePlotOptions {
  /** 'Latency' */
  readonly title: string;
  readonly format: (value: number) => string;
  /** 'log' unless told: a tail is often a hundred times the median. */
  readonly scale?: ScaleKind;
}

const TICKS: readonly (readonly [percentile: number, label: string])[] = [
  [0, '0'],
  [50, 'p50'],
  [90, 'p90'],
  [99, 'p99'],
  [99.9, 'p99.9'],
  [99.99, 'p99.99'],
  [99.999, 'p99.999'],
];

/** Nothing at all where no line has a point. */
export function percentilePlot(lines: readonly PercentileLine[], options: PercentilePlotOptions): Html {
  const points = lines.flatMap((line) => line.points).filter(({ value }) => Number.isFinite(value));
  if (points.length === 0) return html``;
  const kind = options.scale ?? 'log';
  const values = points.map(({ value }) => value);
  const positive = values.filter((value) => value > 0);
  const lowest = kind === 'linear' ? 0 : positive.length === 0 ? 1 : minOf(positive);
  const y = scaleOf(kind, lowest, maxOf(values));
  // As many nines as there are points for, and at least two.
  const nines = Math.max(2, maxOf(points.filter((point) => point.percentile < 100).map((point) => ninesOf(point))));
  const place = (percentile: number): number =>
    percentile >= 100 ? 100 : Math.min(100, (ninesOf({ percentile }) / nines) * 100);
  const x: Axis = {
    title: 'percentile',
    ticks: TICKS.filter(([percentile]) => ninesOf({ percentile }) <= nines + 1e-9).map(([percentile, label]) => [
      place(percentile),
      label,
    ]),
  };
  const curves: Curve[] = lines.map((line, series) => ({
    series,
    points: line.points.map(({ percentile, value }) => [place(percentile), y.place(value)]),
  }));
  const frame = plotFrame(`${options.title} by percentile`, x, axisOf(options.title, y, options.format), curves);
  return html`${frame}${lines.length > 1 ? legend(lines.map(({ name }) => name)) : null}`;
}

/** 90 has one nine, 99 two, 50 a third of one. */
function ninesOf({ percentile }: { readonly percentile: number }): number {
  return -Math.log10(1 - percentile / 100);
}
