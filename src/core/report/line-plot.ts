/** Curves over a plain axis, with a shaded band where there is one: throughput or latency over the time of a run. */
import { axisOf, type Band, type Curve, legend, plotFrame } from './frame.ts';
import { type Html, html } from './html.ts';
import { maxOf, minOf, type ScaleKind, scaleOf } from './scale.ts';

export interface Line {
  readonly name: string;
  readonly points: readonly LinePoint[];
}

export interface LinePoint {
  readonly x: number;
  readonly y: number;
  /** Both or neither. */
  readonly low?: number;
  readonly high?: number;
}

export interface LinePlotOptions {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** Linear from 0 unless told. */
  readonly yScale?: ScaleKind;
}

/** Nothing at all where no line has a point. */
export function linePlot(lines: readonly Line[], options: LinePlotOptions): Html {
  const points = lines.flatMap((line) => line.points).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  if (points.length === 0) return html``;
  const kind = options.yScale ?? 'linear';
  const values = points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]);
  const positive = values.filter((value) => value > 0);
  const lowest = kind === 'linear' ? Math.min(0, minOf(values)) : positive.length === 0 ? 1 : minOf(positive);
  const x = scaleOf('linear', minOf(points.map((point) => point.x)), maxOf(points.map((point) => point.x)), false);
  const y = scaleOf(kind, lowest, maxOf(values));
  const curves: Curve[] = lines.map((line, series) => ({
    series,
    points: line.points.map((point) => [x.place(point.x), y.place(point.y)]),
  }));
  const bands: Band[] = lines.map((line, series) => ({
    series,
    points: line.points
      .filter(({ low, high }) => low !== undefined && high !== undefined)
      .map((point) => [x.place(point.x), y.place(point.low!), y.place(point.high!)]),
  }));
  const frame = plotFrame(
    `${options.yTitle} over ${options.xTitle}`,
    axisOf(options.xTitle, x, options.formatX),
    axisOf(options.yTitle, y, options.formatY),
    curves,
    bands.filter((band) => band.points.length > 0),
  );
  return html`${frame}${lines.length > 1 ? legend(lines.map(({ name }) => name)) : null}`;
}
