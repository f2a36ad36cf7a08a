/**
 * The frame of a plot: axes, lines across, labels. Everything is placed in percent of the frame and only the curves are
 * stretched, so that letters keep their size on a phone.
 */
import { type Html, html } from './html.ts';
import type { Scale } from './scale.ts';

/** A curve as points on the frame, both coordinates in percent from the lower left. */
export interface Curve {
  /** Index of the colour. */
  readonly series: number;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Edges of an area around a curve, in the order of x. */
export interface Band {
  readonly series: number;
  readonly points: readonly (readonly [x: number, low: number, high: number])[];
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly (readonly [percent: number, label: string])[];
}

/** Distinct in light and dark, and to the colour-blind. */
export const SERIES_COLOURS = 6;

export function seriesClass(series: number): string {
  return `s${(series % SERIES_COLOURS) + 1}`;
}

/** Of labels side by side: where there are many, every second one goes when room is scarce. */
export function tickClass(index: number, count: number): string {
  return count > 4 && index % 2 === 1 ? 'tick spare' : 'tick';
}

export function axisOf(title: string, scale: Scale, format: (value: number) => string): Axis {
  return { title, ticks: scale.ticks.map((tick) => [scale.place(tick), format(tick)]) };
}

/** @param label what a screen reader says instead of the curves */
export function plotFrame(
  label: string,
  x: Axis,
  y: Axis,
  curves: readonly Curve[],
  bands: readonly Band[] = [],
): Html {
  const across = y.ticks.map(
    ([percent, text]) => html`<line class="grid" x1="0" x2="100%" y1="${up(percent)}%" y2="${up(percent)}%"/>
<text class="tick" x="0" dx="-8" y="${up(percent)}%" dy="4" text-anchor="end">${text}</text>
`,
  );
  const along = x.ticks.map(
    (
      [percent, text],
      index,
    ) => html`<line class="grid" x1="${round(percent)}%" x2="${round(percent)}%" y1="0" y2="100%"/>
<text class="${tickClass(index, x.ticks.length)}" x="${round(percent)}%" y="100%" dy="18" text-anchor="middle">${text}</text>
`,
  );
  const areas = bands.map(
    ({ series, points }) => html`<path class="area ${seriesClass(series)}" d="${areaPath(points)}"/>
`,
  );
  const lines = curves.map(
    ({ series, points }) => html`<path class="curve ${seriesClass(series)}" d="${linePath(points)}"/>
`,
  );
  return html`<figure class="plot"><figcaption>${y.title}</figcaption>
<svg role="img" aria-label="${label}" width="100%" height="260">
${across}${along}<svg viewBox="0 0 100 100" preserveAspectRatio="none" width="100%" height="100%" overflow="visible">
${areas}${lines}</svg>
</svg><div class="under">${x.title}</div></figure>
`;
}

/** What the colours stand for. */
export function legend(names: readonly string[], indexes: readonly number[] = names.map((_, index) => index)): Html {
  const items = names.map((name, index) => html`<li class="${seriesClass(indexes[index]!)}"><i></i>${name}</li>`);
  return html`<ul class="legend">${items}</ul>
`;
}

function linePath(points: Curve['points']): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${up(y)}`).join('');
}

function areaPath(points: Band['points']): string {
  const top = points.map(([x, , high]) => [x, high] as const);
  const bottom = points.map(([x, low]) => [x, low] as const).reverse();
  return points.length === 0 ? '' : `${linePath([...top, ...bottom])}Z`;
}

function up(percent: number): number {
  return round(100 - percent);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
