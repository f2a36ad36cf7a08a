/** The results of a run as one HTML page that needs nothing else. */
import { COLUMNS, SECTIONS } from '../corpus.ts';
import type { EndToEndRow } from '../load/end-to-end.ts';
import type { GroupRow } from '../load/groups.ts';
import type { MicroRow } from '../micro.ts';
import { doubtOf, type Results } from '../results.ts';
import { room } from '../room.ts';

type Bars = typeof import('../../src/core/report/bars.ts');
type BarGroup = import('../../src/core/report/bars.ts').BarGroup;
type Bar = import('../../src/core/report/bars.ts').Bar;
type Units = typeof import('../../src/core/report/units.ts');
type Tables = typeof import('../../src/core/report/table.ts');
type PageSection = import('../../src/core/report/page.ts').PageSection;

interface Tools extends Bars, Units, Tables {
  readonly html: typeof import('../../src/core/report/html.ts').html;
}

export const COLUMN_NAMES = { native: 'native', wasi: 'WASI', wasm: 'WASM', js: 'JS' } as const;

/** @returns the text of the file */
export async function resultsPage(results: Results): Promise<string> {
  const { renderPage } = await room<typeof import('../../src/core/report/page.ts')>('core/report/page.ts');
  const tools: Tools = {
    ...(await room<Bars>('core/report/bars.ts')),
    ...(await room<Units>('core/report/units.ts')),
    ...(await room<Tables>('core/report/table.ts')),
    html: (await room<typeof import('../../src/core/report/html.ts')>('core/report/html.ts')).html,
  };
  const { machine } = results;
  const doubt = doubtOf(results);
  const highlights = [...loadHighlights(results.endToEnd), ...microHighlights(results.micro, tools)].slice(0, 6);
  return renderPage({
    title: 'chronik, measured',
    lead: 'Its parts one by one, and the whole broker against what this machine can do.',
    ...(doubt === null ? {} : { warning: doubt }),
    highlights,
    facts: [
      ['processor', `${machine.cores} × ${machine.cpu}`],
      ['memory', tools.formatBytes(machine.memoryMb * 1e6)],
      ['Node', machine.node],
      ['kernel', machine.kernel],
      ['revision', machine.revision === '' ? 'unknown' : machine.revision],
      ['began', `${results.startedAt.slice(0, 16).replace('T', ' ')} UTC`],
      ['load average', `${results.loadBefore.toFixed(2)} before, ${results.loadAfter.toFixed(2)} after`],
      ...Object.entries(results.addons).map(([mode, addons]): [string, string] => [
        `addons in ${mode}`,
        addons.length === 0 ? 'none' : addons.map((path) => path.split('/').at(-1)!.split('.')[0]).join(', '),
      ]),
      ...(results.missing.length === 0
        ? []
        : [['not installed', results.missing.join(', ')] satisfies [string, string]]),
    ],
    sections: [
      ...(results.endToEnd.length === 0 ? [] : loadSections(results.endToEnd, tools)),
      ...(results.groups.length === 0 ? [] : [groupSection(results.groups, tools)]),
      ...(results.micro.length === 0 ? [] : microSections(results.micro, tools)),
    ],
    data: results,
  });
}

function loadHighlights(rows: readonly EndToEndRow[]): [string, string][] {
  return rows
    .filter(({ target }) => target === 'chronik')
    .map(({ load, share, figure }) => [
      figure === 'p50' ? `${share.toFixed(2)} ×` : `${(share * 100).toFixed(0)} %`,
      `of the floor: ${load}`,
    ]);
}

function microHighlights(rows: readonly MicroRow[], { formatNanoseconds }: Tools): [string, string][] {
  const wanted = [
    /^broker: produce acks=all, .* 1 in flight/,
    /^ring: .* another thread, 64/,
    /^doorbell: .*event loop/,
  ];
  return wanted.flatMap((pattern) => {
    const row = rows.find(({ name }) => pattern.test(name));
    return row === undefined ? [] : [[formatNanoseconds(row.p50), row.name] as [string, string]];
  });
}

function loadSections(rows: readonly EndToEndRow[], { barChart, figureTable, formatNumber }: Tools): PageSection[] {
  const targets = [...new Set(rows.map(({ target }) => target))].filter((target) => target !== 'floor');
  const loads = [...new Set(rows.map(({ load }) => load))];
  const units: Record<string, string> = { mbPerSecond: 'MB/s', requestsPerSecond: 'requests/s', p50: 'ms' };
  const groups = loads.map((load): BarGroup => {
    const here = rows.filter((row) => row.load === load);
    const floor = here.find(({ target }) => target === 'floor');
    return {
      title: here[0]?.figure === 'p50' ? `${load}: median latency, less is better` : load,
      ...(floor === undefined ? {} : { mark: floor.median }),
      bars: here
        .filter(({ target }) => target !== 'floor')
        .map(
          (row): Bar => ({
            label: row.target.replace('chronik-no-addons', 'no addons'),
            series: targets.indexOf(row.target),
            value: row.median,
            low: row.lowest,
            high: row.highest,
            text: `${formatNumber(row.median)} ${units[row.figure]}`,
          }),
        ),
    };
  });
  const head = ['load', 'target', 'median', 'lowest', 'highest', 'of the floor', 'p50 ms', 'p99 ms', 'CPU s/GB', 'MB'];
  const cells = rows.map((row) => [
    row.load,
    row.target,
    `${formatNumber(row.median)} ${units[row.figure]}`,
    formatNumber(row.lowest),
    formatNumber(row.highest),
    row.figure === 'p50' ? `${row.share.toFixed(2)} ×` : `${(row.share * 100).toFixed(0)} %`,
    formatNumber(row.p50),
    formatNumber(row.p99),
    formatNumber(row.cpuPerGb),
    formatNumber(row.rssMb),
  ]);
  const text =
    'The dashed line is the floor: the same bytes over TCP, checked, copied once, written and synced in groups, and nothing else. Whiskers span the rounds.';
  return [
    { title: 'Whole brokers', text, body: barChart(groups, { axis: 'group' }) },
    { title: 'Whole brokers, all figures', body: figureTable(head, cells) },
  ];
}

function groupSection(rows: readonly GroupRow[], { figureTable, formatNumber }: Tools): PageSection {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) =>
    Object.values(row).map((value) => (typeof value === 'number' ? formatNumber(value) : String(value))),
  );
  return { title: 'Consumer groups', text: 'Rebalances, many groups, commits.', body: figureTable(names, cells) };
}

function microSections(rows: readonly MicroRow[], tools: Tools): PageSection[] {
  const legend = COLUMNS.map((column) => COLUMN_NAMES[column]);
  const reading: PageSection = {
    title: 'Micro cases',
    text: 'Time of one operation, less is better, on a logarithmic axis. A dot is the median under node, the line goes to its 99th percentile; a ring is the median under node --no-addons, where no compiled addon is loaded. All implementations of a case gave the same bytes before they were timed.',
    body: tools.html``,
  };
  const sections = Object.entries(SECTIONS).flatMap(([key, { title, text }]) => {
    const here = rows.filter(({ section }) => section === key);
    if (here.length === 0) return [];
    const names = [...new Set(here.map(({ name }) => name))];
    const isAlone = here.every(({ column }) => column === 'js');
    const body = tools.rangeChart(
      names.map((name) => microGroup(name, here, tools)),
      { format: tools.formatNanoseconds, ...(isAlone ? {} : { legend }) },
    );
    return [{ title, text, body }];
  });
  return [reading, ...sections, microTable(rows, tools)];
}

/** Both modes of a column share a row: the dot is `node`, the ring `node --no-addons`. */
function microGroup(
  name: string,
  rows: readonly MicroRow[],
  { formatNanoseconds, formatBytesPerSecond }: Tools,
): BarGroup {
  const bars = COLUMNS.flatMap((column): Bar[] => {
    const [first, second] = rows.filter((row) => row.name === name && row.column === column);
    if (first === undefined) return [];
    return [
      {
        label: COLUMN_NAMES[column],
        series: COLUMNS.indexOf(column),
        value: first.p50,
        low: first.p50,
        high: Math.max(first.p50, first.p99),
        ...(second === undefined ? {} : { second: second.p50 }),
        text: formatNanoseconds(first.p50),
        ...(first.mbPerSecond === 0 ? {} : { note: formatBytesPerSecond(first.mbPerSecond * 1e6) }),
      },
    ];
  });
  return { title: name, bars };
}

function microTable(rows: readonly MicroRow[], { figureTable, formatNanoseconds, html }: Tools): PageSection {
  const head = ['case', 'column', 'mode', 'p50', 'rounds', 'p99', 'GC', 'calls', 'checksum'];
  const cells = rows.map((row) => [
    row.name,
    COLUMN_NAMES[row.column],
    row.mode,
    formatNanoseconds(row.p50),
    `${formatNanoseconds(row.low)} – ${formatNanoseconds(row.high)}`,
    formatNanoseconds(row.p99),
    row.gcShare < 0.05 ? '' : `${row.gcShare.toFixed(1)} %`,
    row.callsPerSample === 1 ? '' : String(row.callsPerSample),
    html`<code>${row.checksum}</code>`,
  ]);
  const text =
    'Per operation. Rounds: lowest and highest median. GC: its share of the measuring thread. Calls: so many make a sample, where one is too short for the clock; p99 is then of their means. The checksum is of the result, the same for all columns and both modes.';
  return { title: 'Micro cases, all figures', text, body: figureTable(head, cells) };
}
