/** Pages of results: well-formed by another parser, nothing from outside, no text taken for markup. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { barChart, rangeChart } from '../../../src/core/report/bars.ts';
import { type Html, html } from '../../../src/core/report/html.ts';
import { linePlot } from '../../../src/core/report/line-plot.ts';
import { DATA_ELEMENT_ID, renderPage } from '../../../src/core/report/page.ts';
import { percentilePlot } from '../../../src/core/report/percentile-plot.ts';
import { figureTable } from '../../../src/core/report/table.ts';
import { formatNanoseconds } from '../../../src/core/report/units.ts';

const HOSTILE = `<script>alert('1')</script> & "2"`;
const DATA = { name: `</script><b>${HOSTILE}`, values: [1, null, 'é'] };

const bars = [
  {
    title: HOSTILE,
    mark: 4_000,
    bars: [
      { label: HOSTILE, series: 0, value: 2_000, low: 1_500, high: 6_000, text: '2 µs', note: HOSTILE },
      { label: 'js', series: 9, value: 0, text: HOSTILE },
    ],
  },
];
const line = { xTitle: HOSTILE, yTitle: 'MB/s', formatX: String, formatY: String };
const points = [
  { x: 0, y: 10, low: 5, high: 20 },
  { x: 1, y: 30, low: 25, high: 40 },
];
const percentiles = [50, 90, 99, 99.9, 100].map((percentile, index) => ({ percentile, value: 10 ** index }));

const page = renderPage({
  title: HOSTILE,
  lead: HOSTILE,
  warning: HOSTILE,
  facts: [['machine', HOSTILE]],
  highlights: [['1.2 ×', HOSTILE]],
  sections: [
    { title: HOSTILE, text: HOSTILE, body: barChart(bars, { axis: 'group', legend: [HOSTILE] }) },
    { title: 'ranges', body: rangeChart(bars, { format: formatNanoseconds }) },
    { title: 'table', body: figureTable([HOSTILE, 'b'], [[HOSTILE, html`<b>${HOSTILE}</b>`]]) },
    { title: 'time', body: linePlot([{ name: HOSTILE, points }], line) },
    {
      title: 'percentiles',
      body: percentilePlot([{ name: HOSTILE, points: percentiles }], { title: HOSTILE, format: formatNanoseconds }),
    },
  ],
  data: DATA,
});

/** Coordinates of the drawn path with this class. */
function path(markup: string, kind: string): number[][] {
  const found = markup.match(new RegExp(`<path class="${kind} s\\d" d="([^"]*)"`));
  return [...(found?.[1] ?? '').matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

function attributes(markup: Html, pattern: RegExp): number[] {
  return [...markup.markup.matchAll(pattern)].map((match) => Number(match[1]));
}

const python = spawnSync('python3', ['-c', 'import xml.dom.minidom']).status === 0;

test.skipIf(!python)(`is well-formed XML to another parser${python ? '' : ' [SKIPPED: no python3]'}`, () => {
  const script =
    'import sys, xml.dom.minidom as d; p = d.parseString(sys.stdin.buffer.read()); print(p.getElementsByTagName("h1")[0].firstChild.data)';
  const { stdout, stderr } = spawnSync('python3', ['-c', script], { input: page, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe(HOSTILE);
});

test('loads nothing, runs nothing, and takes no text for markup', () => {
  expect(page).not.toMatch(/\b(src|href)=|url\(|@import/);
  expect(page).not.toContain('<script>');
  expect(page.match(/<script\b[^>]*>/g)).toEqual([`<script type="application/json" id="${DATA_ELEMENT_ID}">`]);
  expect(page).toContain('prefers-color-scheme:dark');
});

test('keeps the results for whoever reads the page by program', () => {
  const json = page.slice(page.indexOf(`id="${DATA_ELEMENT_ID}">`) + DATA_ELEMENT_ID.length + 6).split('</script>')[0]!;
  expect(JSON.parse(json)).toEqual(DATA);
});

describe('bars', () => {
  test('begin at zero, with a band and a mark on the axis of their group', () => {
    const chart = barChart(bars, { axis: 'group' });
    // The longest thing is the band, which ends at 6,000.
    expect(attributes(chart, /<rect[^>]* width="([\d.]+)%"/g)).toEqual([33.33, 0]);
    expect(attributes(chart, /class="whisker" x1="([\d.]+)%" x2="100%" y1="9"/g)).toEqual([25]);
    expect(attributes(chart, /class="mark" x1="([\d.]+)%"/g)).toEqual([66.67, 66.67]);
  });

  test('of several groups share an axis when told', () => {
    const groups = [10, 40].map((value) => ({ title: '', bars: [{ label: '', series: 0, value, text: '' }] }));
    const widths = /<rect[^>]* width="([\d.]+)%"/g;
    expect(attributes(barChart(groups, { axis: 'shared' }), widths)).toEqual([25, 100]);
    expect(attributes(barChart(groups, { axis: 'group' }), widths)).toEqual([100, 100]);
  });

  test('as ranges lie on one logarithmic axis', () => {
    const groups = [10, 100, 1_000].map((value) => ({ title: '', bars: [{ label: '', series: 0, value, text: '' }] }));
    expect(attributes(rangeChart(groups, { format: String }), /cx="([\d.]+)%"/g)).toEqual([0, 50, 100]);
  });
});

describe('curves', () => {
  test('of percentiles give each nine the same width', () => {
    const plot = percentilePlot([{ name: 'a', points: percentiles }], { title: '', format: String }).markup;
    // Three nines: a third each, and the maximum at the end; ten times the value is the same step up.
    const drawn = path(plot, 'curve');
    expect(drawn.map(([x]) => x)).toEqual([10.03, 33.33, 66.67, 100, 100]);
    expect(drawn.map(([, y]) => y)).toEqual([100, 75, 50, 25, 0]);
  });

  test('over time have their band around them', () => {
    const plot = linePlot([{ name: 'a', points }], line).markup;
    expect(path(plot, 'curve')).toEqual([
      [0, 75],
      [100, 25],
    ]);
    expect(path(plot, 'area')).toEqual([
      [0, 50],
      [100, 0],
      [100, 37.5],
      [0, 87.5],
    ]);
  });

  test('without a point draw nothing', () => {
    expect(linePlot([], line).markup).toBe('');
    expect(percentilePlot([{ name: 'a', points: [] }], { title: '', format: String }).markup).toBe('');
    expect(rangeChart([], { format: String }).markup).toBe('');
  });
});
