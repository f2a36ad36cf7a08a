/** The file that `--from-file` names. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError } from '../cluster-options.ts';
import { UsageError } from '../command.ts';
import { type CsvOffset, parseCsvOffsets } from './offsets-csv.ts';

export interface FileOffset extends CsvOffset {
  readonly group: string;
}

/** `group` is meant where a line names none; null where the command names several. Throws a sentence. */
export function readOffsetsFile(path: string, directory: string, group: string | null): FileOffset[] {
  let text: string;
  try {
    text = readFileSync(resolve(directory, path), 'utf8');
  } catch (error) {
    throw new CommandError(`--from-file ${path}: ${(error as Error).message}`);
  }
  const rows = parseCsvOffsets(text);
  if (typeof rows === 'string') throw new UsageError(`--from-file ${path}: ${rows}`);
  return rows.map((row) => {
    const named = row.group ?? group;
    if (named === null) throw new UsageError(`--from-file ${path}: for several groups its lines begin with the group`);
    return { ...row, group: named };
  });
}
