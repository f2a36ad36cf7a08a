/** Prints two result files side by side; a difference inside the noise of either is marked as such. */
import { readFileSync } from 'node:fs';
import type { Results } from './bench.ts';
import type { Measured } from './measure.ts';

/** Differences below this are noise on a shared machine, whatever the margins say. */
const LEAST_PERCENT = 5;

export function compareFiles(before: string, after: string): string {
  return compare(
    JSON.parse(readFileSync(before, 'utf8')) as Results,
    JSON.parse(readFileSync(after, 'utf8')) as Results,
  );
}

export function compare(before: Results, after: Results): string {
  const key = (row: Measured): string => `${row.name} [${row.column}]`;
  const old = new Map(before.micro.map((row) => [key(row), row]));
  const lines: string[] = [];
  for (const row of after.micro) {
    const was = old.get(key(row));
    if (was === undefined) {
      lines.push(`${key(row)}: new, ${row.p50.toFixed(1)} ns`);
      continue;
    }
    lines.push(line(key(row), was.p50, row.p50, 'ns', Math.max(LEAST_PERCENT, was.margin, row.margin), true));
  }
  const oldLoads = new Map(before.endToEnd.map((row) => [`${row.load}, ${row.target}`, row]));
  for (const row of after.endToEnd) {
    const name = `${row.load}, ${row.target}`;
    const was = oldLoads.get(name);
    if (was === undefined) continue;
    const spread = ((row.highest - row.lowest) / row.median + (was.highest - was.lowest) / was.median) * 50;
    lines.push(
      line(`${name}, of the floor`, was.share, row.share, '', Math.max(LEAST_PERCENT, spread), row.figure === 'p50'),
    );
  }
  return lines.join('\n');
}

function line(name: string, was: number, is: number, unit: string, noise: number, lowerIsBetter: boolean): string {
  const percent = (is / was - 1) * 100;
  const verdict = Math.abs(percent) <= noise ? 'within noise' : percent < 0 === lowerIsBetter ? 'BETTER' : 'WORSE';
  return `${name}: ${was.toPrecision(4)} -> ${is.toPrecision(4)} ${unit} (${percent >= 0 ? '+' : ''}${percent.toFixed(1)} %, noise ${noise.toFixed(0)} %) ${verdict}`;
}
