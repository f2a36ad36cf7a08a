/**
 * Comparisons: bars from zero with a band for their spread, and ranges (a dot with a whisker to the tail) where values
 * differ by orders of magnitude and a bar would lie.
 */
import { legend, seriesClass, tickClass } from './frame.ts';
import { type Html, html } from './html.ts';
import { maxOf, minOf, type Scale, scaleOf } from './scale.ts';

export interface Bar {
  readonly label: string;
  /** Index of the colour. */
  readonly series: number;
  readonly value: number;
  /** Ends of the band: lowest and highest round, margin of error, or whatever the section says. */
  readonly low?: number;
  readonly high?: number;
  /** Of a range: the same under another condition, drawn as a ring. */
  readonly second?: number;
  /** The figure as it is to be read, with its unit. */
  readonly text: string;
  /** A second figure beside it, below it where there is little room. */
  readonly note?: string;
}

export interface BarGroup {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** A line at this value (a floor, a goal); 0 or absent for none. */
  readonly mark?: number;
}

export interface BarOptions {
  /** Each group has an axis of its own, or all share one. */
  readonly axis: 'group' | 'shared';
  /** Names of the colours, in the order of `series`; none, no legend. */
  readonly legend?: readonly string[];
}

/** Bars begin at zero; a negative value has none. */
export function barChart(groups: readonly BarGroup[], options: BarOptions): Html {
  const most = (of: readonly BarGroup[]): number =>
    maxOf(of.flatMap(({ bars, mark }) => [mark ?? 0, ...bars.flatMap(({ value, high }) => [value, high ?? value])]));
  const shared = most(groups);
  const parts = groups.map((group) => {
    const end = (options.axis === 'shared' ? shared : most([group])) || 1;
    const place = (value: number): number => Math.min(100, Math.max(0, (value / end) * 100));
    const mark = group.mark === undefined || group.mark <= 0 ? null : verticalMark(place(group.mark));
    return groupMarkup(
      group.title,
      group.bars.map((bar) =>
        rowMarkup(
          bar,
          html`<rect class="bar" x="0" y="3" width="${round(place(bar.value))}%" height="12" rx="2"/>${whisker(bar, place)}${mark}`,
        ),
      ),
    );
  });
  return withLegend(parts, options.legend);
}

/** Dots with whiskers from `low` to `high` on one logarithmic axis for all groups. */
export function rangeChart(
  groups: readonly BarGroup[],
  options: { readonly legend?: readonly string[]; readonly format: (value: number) => string },
): Html {
  const values = groups
    .flatMap(({ bars }) =>
      bars.flatMap(({ value, low, high, second }) => [value, low ?? value, high ?? value, second ?? value]),
    )
    .filter((value) => value > 0 && Number.isFinite(value));
  if (values.length === 0) return html``;
  const scale = scaleOf('log', minOf(values), maxOf(values));
  const lines = scale.ticks.map((tick) => verticalMark(scale.place(tick), 'grid'));
  const parts = groups.map((group) =>
    groupMarkup(
      group.title,
      group.bars.map((bar) =>
        rowMarkup(
          bar,
          html`${lines}${whisker(bar, scale.place)}${dot(bar.value, 'dot', scale)}${bar.second === undefined ? null : dot(bar.second, 'ring', scale)}`,
        ),
      ),
    ),
  );
  const labels = scale.ticks.map(
    (tick, index) =>
      html`<text class="${tickClass(index, scale.ticks.length)}" x="${round(scale.place(tick))}%" y="12" text-anchor="middle">${options.format(tick)}</text>`,
  );
  const axis = html`<div class="row axis"><span></span><svg width="100%" height="18">${labels}</svg><span></span></div>
`;
  return withLegend([...parts, axis], options.legend);
}

function withLegend(parts: readonly Html[], names: readonly string[] | undefined): Html {
  return html`${names === undefined ? null : legend(names)}<div class="bars">
${parts}</div>
`;
}

function groupMarkup(title: string, rows: readonly Html[]): Html {
  return html`<div class="group">${title === '' ? null : html`<h3>${title}</h3>`}
${rows}</div>
`;
}

function rowMarkup(bar: Bar, drawing: Html): Html {
  return html`<div class="row ${seriesClass(bar.series)}"><span class="name">${bar.label}</span><svg role="img" aria-label="${bar.label}: ${bar.text}" width="100%" height="18">${drawing}</svg><span class="figure">${unbroken(bar.text)}${bar.note === undefined ? null : html`<small>${unbroken(bar.note)}</small>`}</span></div>
`;
}

/** A figure keeps its unit where the line must break. */
function unbroken(text: string): string {
  return text.replace(/(\d) /g, '$1\u00a0');
}

function whisker({ low, high }: Bar, place: (value: number) => number): Html | null {
  if (low === undefined || high === undefined) return null;
  const [left, right] = [round(place(low)), round(place(high))];
  return html`<line class="whisker" x1="${left}%" x2="${right}%" y1="9" y2="9"/><line class="whisker" x1="${left}%" x2="${left}%" y1="5" y2="13"/><line class="whisker" x1="${right}%" x2="${right}%" y1="5" y2="13"/>`;
}

function dot(value: number, kind: string, scale: Scale): Html {
  return html`<circle class="${kind}" cx="${round(scale.place(value))}%" cy="9" r="4.5"/>`;
}

function verticalMark(percent: number, kind = 'mark'): Html {
  return html`<line class="${kind}" x1="${round(percent)}%" x2="${round(percent)}%" y1="0" y2="18"/>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
