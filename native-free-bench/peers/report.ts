/** The comparison as text and as a page: medians of each broker, and the paired ratios with their spread against what is aimed at. */
import type { Kind } from '../load/targets.ts';
import { pairedRatios, type Spread, spreadOf, type Verdict, verdictOf } from './ratios.ts';
import { ROW_SPECS, ROWS, type RowName } from './rows.ts';
import { format, type PeerFigure } from './run.ts';

/** The room of pages, which is loaded as the bench is run. */
export interface PageTools {
  readonly renderPage: typeof import('../../src/core/report/page.ts').renderPage;
  readonly barChart: typeof import('../../src/core/report/bars.ts').barChart;
  readonly figureTable: typeof import('../../src/core/report/table.ts').figureTable;
  readonly html: typeof import('../../src/core/report/html.ts').html;
}

export interface Comparison {
  readonly row: RowName;
  readonly tool: string;
  readonly figure: string;
  /** Of each broker, over the rounds. */
  readonly values: Readonly<Partial<Record<Kind, Spread>>>;
  readonly ratios: readonly Ratio[];
}

export interface Ratio {
  readonly against: Kind;
  /** Of the rounds' own ratios. */
  readonly spread: Spread;
  readonly rounds: number;
  readonly aim: number | null;
  readonly verdict: Verdict | null;
}

export function compare(figures: readonly PeerFigure[], rows: readonly RowName[]): Comparison[] {
  const groups = new Map<string, PeerFigure[]>();
  for (const figure of figures) {
    if (!rows.includes(figure.row)) continue;
    const key = `${ROWS.indexOf(figure.row)}\n${figure.tool}\n${figure.name}`;
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups.values()]
    .sort(([a], [b]) => ROWS.indexOf(a!.row) - ROWS.indexOf(b!.row))
    .map((group) => comparisonOf(group));
}

function comparisonOf(group: readonly PeerFigure[]): Comparison {
  const { row, tool, name } = group[0]!;
  const byKind = new Map<Kind, Map<number, number>>();
  for (const { kind, round, value } of group) {
    const rounds = byKind.get(kind) ?? new Map<number, number>();
    rounds.set(round, value);
    byKind.set(kind, rounds);
  }
  const values: Partial<Record<Kind, Spread>> = {};
  for (const [kind, rounds] of byKind) {
    const spread = spreadOf([...rounds.values()]);
    if (spread !== null) values[kind] = spread;
  }
  const ours = byKind.get('chronik') ?? new Map<number, number>();
  const ratios: Ratio[] = [];
  for (const against of ['kafka', 'kafka-flush'] as const) {
    const paired = pairedRatios(ours, byKind.get(against) ?? new Map<number, number>());
    const spread = spreadOf(paired);
    if (spread === null) continue;
    const spec = ROW_SPECS[row];
    const aim = spec.aimedAt.includes(name) ? (against === 'kafka' ? spec.kafka : spec.kafkaFlush) : null;
    const verdict = aim === null ? null : verdictOf(spread, aim, spec.isHigherBetter);
    ratios.push({ against, spread, rounds: paired.length, aim, verdict });
  }
  return { row, tool, figure: name, values, ratios };
}

export function formatComparisons(found: readonly Comparison[], kinds: readonly Kind[]): string {
  const lines: string[] = [];
  let row: RowName | null = null;
  for (const one of found) {
    if (one.row !== row) {
      row = one.row;
      lines.push('', `${row}: ${ROW_SPECS[row].title}`);
    }
    const values = kinds.map((kind) => `${kind} ${spreadText(one.values[kind])}`).join('   ');
    lines.push(`  ${one.tool.padEnd(7)} ${one.figure.padEnd(13)} ${values}`);
    for (const ratio of one.ratios)
      lines.push(`  ${' '.repeat(21)} ${ratioText(ratio, ROW_SPECS[one.row].isHigherBetter)}`);
  }
  return lines.join('\n').trimStart();
}

function ratioText({ against, spread, rounds, aim, verdict }: Ratio, isHigherBetter: boolean): string {
  const { median, lowest, highest } = spread;
  const range = rounds > 1 ? ` (${lowest.toFixed(2)}..${highest.toFixed(2)}, ${rounds} rounds)` : ' (1 round)';
  const wanted = aim === null ? '' : `, aim ${isHigherBetter ? '>=' : '<='} ${aim}: ${verdict?.toUpperCase()}`;
  return `x ${against}: ${median.toFixed(2)}${range}${wanted}`;
}

function spreadText(spread: Spread | undefined): string {
  if (spread === undefined) return '-';
  const { median, lowest, highest } = spread;
  return lowest === highest ? format(median) : `${format(median)} (${format(lowest)}..${format(highest)})`;
}

/** @param facts where and how it was measured */
export function comparisonPage(
  tools: PageTools,
  found: readonly Comparison[],
  kinds: readonly Kind[],
  facts: readonly (readonly [string, string])[],
  data: unknown,
): string {
  const { renderPage, barChart, figureTable, html } = tools;
  const rows = ROWS.filter((row) => found.some((one) => one.row === row));
  return renderPage({
    title: 'chronik beside Apache Kafka',
    lead: 'The same loads in alternating rounds on one machine. Bars are medians, whiskers the lowest and highest round.',
    facts,
    sections: rows.map((row) => {
      const some = found.filter((one) => one.row === row);
      const spec = ROW_SPECS[row];
      const groups = some.map(({ tool, figure, values }) => ({
        title: `${figure}, by ${tool}`,
        bars: kinds.flatMap((kind, series) => {
          const spread = values[kind];
          if (spread === undefined) return [];
          const { median, lowest, highest } = spread;
          return [{ label: kind, series, value: median, low: lowest, high: highest, text: format(median) }];
        }),
      }));
      const ratios = some.flatMap((one) =>
        one.ratios.map((ratio) => [
          `${one.figure}, by ${one.tool}`,
          ratio.against,
          ratio.spread.median.toFixed(2),
          `${ratio.spread.lowest.toFixed(2)}..${ratio.spread.highest.toFixed(2)}`,
          ratio.aim === null ? '' : `${spec.isHigherBetter ? '>=' : '<='} ${ratio.aim}`,
          ratio.verdict ?? '',
        ]),
      );
      return {
        title: spec.title,
        text: spec.isHigherBetter ? 'Higher is better.' : 'Lower is better.',
        body: html`${barChart(groups, { axis: 'group', legend: kinds })}${figureTable(
          ['figure', 'against', 'ratio', 'spread', 'aim', ''],
          ratios,
        )}`,
      };
    }),
    data,
  });
}
