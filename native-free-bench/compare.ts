/**
 * Two result files side by side. Each figure has a band: what lies between its lowest and its highest round, and no less
 * than what its margin of error says. A difference counts where it is larger than both bands together.
 */
import { readFileSync } from 'node:fs';
import type { EndToEndRow } from './load/end-to-end.ts';
import type { MicroRow } from './micro.ts';
import { doubtOf, type Results } from './results.ts';
import { room } from './room.ts';

/** Differences below this are noise on a shared machine, whatever the rounds say. */
const LEAST_PERCENT = 5;

export type Verdict = 'better' | 'worse' | 'within noise';

export interface Difference {
  readonly name: string;
  readonly unit: string;
  readonly before: number;
  readonly after: number;
  /** Of `before`. */
  readonly percent: number;
  /** Half the width of both bands together, percent. */
  readonly noise: number;
  readonly verdict: Verdict;
}

export interface Comparison {
  /** Why the files may not be comparable at all. */
  readonly warnings: readonly string[];
  readonly differences: readonly Difference[];
  /** In one of the files only. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

/** @throws for a file that is none of results, or of another version of them */
export function readResults(path: string): Results {
  const results = JSON.parse(readFileSync(path, 'utf8')) as Results;
  if (results.version !== 2) throw new Error(`${path}: no results of this version of the bench`);
  return results;
}

export function compare(before: Results, after: Results): Comparison {
  const old = figuresOf(before);
  const fresh = figuresOf(after);
  const differences: Difference[] = [];
  for (const [name, is] of fresh) {
    const was = old.get(name);
    if (was !== undefined) differences.push(differenceOf(name, was, is));
  }
  return {
    warnings: warningsOf(before, after),
    differences,
    onlyBefore: [...old.keys()].filter((name) => !fresh.has(name)),
    onlyAfter: [...fresh.keys()].filter((name) => !old.has(name)),
  };
}

interface Figure {
  readonly value: number;
  readonly unit: string;
  /** Half the width of the band, percent of the value. */
  readonly noise: number;
  readonly isLowerBetter: boolean;
}

function figuresOf(results: Results): Map<string, Figure> {
  return new Map([
    ...results.micro.map((row): [string, Figure] => [`${row.name} [${row.column}, ${row.mode}]`, microFigure(row)]),
    ...results.endToEnd.map((row): [string, Figure] => [`${row.load}, ${row.target}, of the floor`, loadFigure(row)]),
  ]);
}

function microFigure(row: MicroRow): Figure {
  const spread = ((row.high - row.low) / 2 / row.p50) * 100;
  return { value: row.p50, unit: 'ns', noise: Math.max(spread, row.margin), isLowerBetter: true };
}

function loadFigure(row: EndToEndRow): Figure {
  const noise = ((row.highest - row.lowest) / 2 / row.median) * 100;
  return { value: row.share, unit: '', noise, isLowerBetter: row.figure === 'p50' };
}

function differenceOf(name: string, was: Figure, is: Figure): Difference {
  const percent = (is.value / was.value - 1) * 100;
  const noise = Math.max(LEAST_PERCENT, was.noise + is.noise);
  const isBetter = percent < 0 === is.isLowerBetter;
  const verdict = Math.abs(percent) <= noise ? 'within noise' : isBetter ? 'better' : 'worse';
  return { name, unit: is.unit, before: was.value, after: is.value, percent, noise, verdict };
}

function warningsOf(before: Results, after: Results): string[] {
  const facts = ['cpu', 'cores', 'node', 'kernel'] as const;
  const differing = facts.filter((fact) => before.machine[fact] !== after.machine[fact]);
  const warnings = differing.map(
    (fact) => `${fact} differs: ${before.machine[fact]} before, ${after.machine[fact]} after`,
  );
  for (const [when, results] of [
    ['before', before],
    ['after', after],
  ] as const) {
    const doubt = doubtOf(results);
    if (doubt !== null) warnings.push(`${when}: ${doubt}`);
  }
  return warnings;
}

/** Lines for a terminal; a drawn band (`·` the noise, `|` no change, `o` the difference) of 41 places. */
export async function formatComparison(comparison: Comparison): Promise<string> {
  const { warnings, differences, onlyBefore, onlyAfter } = comparison;
  const { formatNanoseconds, formatNumber } =
    await room<typeof import('../src/core/report/units.ts')>('core/report/units.ts');
  const lines = warnings.map((warning) => `WARNING ${warning}`);
  const width = Math.max(0, ...differences.map(({ name }) => name.length));
  for (const one of differences) {
    const format = one.unit === 'ns' ? formatNanoseconds : formatNumber;
    const figures = `${format(one.before)} -> ${format(one.after)}`.padEnd(20);
    const change = `${one.percent >= 0 ? '+' : ''}${one.percent.toFixed(1)} %`.padStart(9);
    const verdict = one.verdict === 'within noise' ? one.verdict : one.verdict.toUpperCase();
    lines.push(
      `${one.name.padEnd(width)}  ${figures} ${change} ±${one.noise.toFixed(0).padStart(3)} %  ${bandOf(one)}  ${verdict}`,
    );
  }
  for (const name of onlyBefore) lines.push(`${name}: only before`);
  for (const name of onlyAfter) lines.push(`${name}: only after`);
  const count = (verdict: Verdict): number => differences.filter((one) => one.verdict === verdict).length;
  lines.push(`${count('better')} better, ${count('worse')} worse, ${count('within noise')} within noise`);
  return lines.join('\n');
}

const HALF = 20;
/** Percent at the ends of the drawn band. */
const SHOWN_PERCENT = 50;

function bandOf({ percent, noise }: Difference): string {
  const place = (value: number): number =>
    HALF + Math.round((Math.min(SHOWN_PERCENT, Math.max(-SHOWN_PERCENT, value)) / SHOWN_PERCENT) * HALF);
  const cells: string[] = Array.from({ length: 2 * HALF + 1 }, (_, at) =>
    at >= place(-noise) && at <= place(noise) ? '·' : ' ',
  );
  cells[HALF] = '|';
  cells[place(percent)] = 'o';
  return `[${cells.join('')}]`;
}
