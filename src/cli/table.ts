/** Columns for people: as wide as their widest cell, numbers to the right. */

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

export function formatTable(columns: readonly Column[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [columns.map(({ title }) => title), ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)));
  return cells
    .map((row) =>
      columns
        .map(({ isNumber }, index) => {
          const cell = row[index] ?? '';
          return isNumber === true ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!);
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** `Key:  value` lines. */
export function formatFacts(facts: readonly (readonly [string, string | number])[]): string {
  const width = Math.max(...facts.map(([name]) => name.length)) + 1;
  return facts.map(([name, value]) => `${`${name}:`.padEnd(width)}  ${value}\n`).join('');
}
