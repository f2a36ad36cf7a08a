/**
 * Kafka's text checkpoints: `recovery-point-offset-checkpoint`, `log-start-offset-checkpoint`,
 * `replication-offset-checkpoint`, `cleaner-offset-checkpoint`, and with other columns `leader-epoch-checkpoint`.
 *
 *   0                      version
 *   2                      number of lines that follow
 *   orders 0 1234          topic partition offset
 *   orders 1 1200
 */

const VERSION = '0';
const INTEGER = /^-?\d{1,19}$/;

/** A file whose rows are all there and well formed, or what is wrong with it. Rows are split at white space. */
export function parseCheckpoint(text: string, columns: number): string[][] | string {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const [version, count] = lines;
  if (version === undefined || version.trim() !== VERSION) {
    return `Unrecognized version of the checkpoint file: ${version?.slice(0, 40) ?? 'none'}`;
  }
  if (count === undefined || !/^\d{1,10}$/.test(count.trim()))
    return 'Malformed line: the number of entries is missing';
  const expected = Number(count.trim());
  if (lines.length - 2 !== expected)
    return `Expected ${expected} entries in the checkpoint file, but found ${lines.length - 2}`;
  const rows: string[][] = [];
  for (let line = 2; line < lines.length; line++) {
    const fields = lines[line]!.trim().split(/\s+/);
    if (fields.length !== columns)
      return `Malformed line ${line + 1} of the checkpoint file: ${lines[line]!.slice(0, 100)}`;
    rows.push(fields);
  }
  return rows;
}

export function formatCheckpoint(rows: readonly (readonly (string | number)[])[]): string {
  return `${VERSION}\n${rows.length}\n${rows.map((row) => `${row.join(' ')}\n`).join('')}`;
}

/** A whole number that is exact in code, or null. */
export function parseCheckpointNumber(field: string): number | null {
  const value = INTEGER.test(field) ? Number(field) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

export interface CheckpointEntry {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Offsets per partition, or what is wrong with the file. */
export function parseOffsetCheckpoint(text: string): CheckpointEntry[] | string {
  const rows = parseCheckpoint(text, 3);
  if (typeof rows === 'string') return rows;
  const entries: CheckpointEntry[] = [];
  for (const [topic, partitionField, offsetField] of rows) {
    const partition = parseCheckpointNumber(partitionField!);
    const offset = parseCheckpointNumber(offsetField!);
    if (partition === null || partition < 0 || partition > 2 ** 31 - 1 || offset === null) {
      return `Malformed entry of the checkpoint file: ${topic} ${partitionField} ${offsetField}`;
    }
    entries.push({ topic: topic!, partition, offset });
  }
  return entries;
}

export function formatOffsetCheckpoint(entries: readonly CheckpointEntry[]): string {
  return formatCheckpoint(entries.map(({ topic, partition, offset }) => [topic, partition, offset]));
}
