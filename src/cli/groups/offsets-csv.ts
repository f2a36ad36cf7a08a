/**
 * The files that `reset-offsets --export` writes and `--from-file` reads, the same as those of Kafka's tool: a line
 * `topic,partition,offset`, with the group in front where there are several.
 */

export interface CsvOffset {
  /** Null: the one group that the command names. */
  readonly group: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export function formatCsvOffsets(rows: readonly CsvOffset[]): string {
  return rows
    .map(({ group, topic, partition, offset }) => {
      const fields = group === null ? [topic] : [group, topic];
      return `${[...fields.map(quoted), partition, offset].join(',')}\n`;
    })
    .join('');
}

function quoted(field: string): string {
  return /[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Or a sentence about the first line that is wrong. */
export function parseCsvOffsets(text: string): CsvOffset[] | string {
  const rows: CsvOffset[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const fields = splitFields(line);
    const [offset, partition, topic, group = null] = (fields ?? []).toReversed();
    const isSound =
      fields !== null &&
      (fields.length === 3 || fields.length === 4) &&
      topic !== '' &&
      /^\d{1,10}$/.test(partition ?? '') &&
      /^\d{1,16}$/.test(offset ?? '');
    if (!isSound) return `line ${index + 1} is not topic,partition,offset or group,topic,partition,offset: ${line}`;
    rows.push({ group, topic: topic!, partition: Number(partition), offset: Number(offset) });
  }
  return rows;
}

/** Null where a quote does not end. */
function splitFields(line: string): string[] | null {
  const fields: string[] = [];
  let rest = line;
  for (;;) {
    const match = /^\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/.exec(rest);
    if (match === null) return null;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2]!.trim());
    if (match[3] === '') return fields;
    rest = rest.slice(match[0].length);
  }
}
