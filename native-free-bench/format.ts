/** Figures of micro cases as a table in a terminal: a line per mode of a case, a column per kind of implementation. */
import { COLUMNS } from './corpus.ts';
import type { MicroRow } from './micro.ts';
import { room } from './room.ts';

/** A collector that takes less than this of the time is not what to look at. */
const TOLD_GC_PERCENT = 1;

/** Each cell is p50 / p99, and the garbage collector's share where it is worth a word; blank where nothing exists. */
export async function formatMicro(rows: readonly MicroRow[]): Promise<string> {
  const { formatNanoseconds, formatBytesPerSecond } =
    await room<typeof import('../src/core/report/units.ts')>('core/report/units.ts');
  const cellOf = (row: MicroRow | undefined): string => {
    if (row === undefined) return '';
    const gc = row.gcShare >= TOLD_GC_PERCENT ? `, gc ${row.gcShare.toFixed(0)} %` : '';
    return `${formatNanoseconds(row.p50)} / ${formatNanoseconds(row.p99)}${gc}`;
  };
  const speedOf = (group: readonly MicroRow[]): string => {
    const best = Math.max(...group.map(({ mbPerSecond }) => mbPerSecond));
    return best === 0 ? '' : formatBytesPerSecond(best * 1e6);
  };
  const modes = grouped(rows, ({ name, mode }) => `${name}\n${mode}`);
  const lines = [...modes.values()].map((group) => [
    `  ${group[0]!.mode}`,
    ...COLUMNS.map((column) => cellOf(group.find((row) => row.column === column))),
    speedOf(group),
  ]);
  const head = ['p50 / p99', ...COLUMNS, 'best'];
  const widths = head.map((title, at) => Math.max(title.length, ...lines.map((line) => line[at]!.length)));
  const format = (line: readonly string[]): string =>
    line
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd();
  const output = [format(head)];
  let next = 0;
  for (const [name, group] of grouped(rows, (row) => row.name)) {
    output.push(`${name}  [${group[0]!.checksum}]`);
    for (const count = next + new Set(group.map(({ mode }) => mode)).size; next < count; next++)
      output.push(format(lines[next]!));
  }
  return output.join('\n');
}

/** In the order in which keys are first met. */
function grouped(rows: readonly MicroRow[], keyOf: (row: MicroRow) => string): Map<string, MicroRow[]> {
  const groups = new Map<string, MicroRow[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
