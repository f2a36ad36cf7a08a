import { resolve } from 'node:path';
import { Compression } from '../../core/records/batch-format.ts';
import { RecordReader } from '../../core/records/record-reader.ts';
import { loadCodecs } from '../../runtime/compression/codecs.ts';
import { JSON_OPTION } from '../cluster-options.ts';
import { type Command, EXIT_FAILURE, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { collectLogFiles, type LogFile } from '../log/log-files.ts';
import { type BatchCheck, type FileVerdict, verifyDirectory } from '../log/verify-directory.ts';
import { formatTable } from '../table.ts';

export const logVerify: Command = {
  name: 'log verify',
  summary: 'Check the files of a log directory for damage',
  arguments: '<directory|file>...',
  argumentCount: [1, 1000],
  options: {
    records: { type: 'boolean', description: 'Read every record too, not only the checksums of the batches' },
    all: { type: 'boolean', short: 'a', description: 'List files that are sound too' },
    json: JSON_OPTION,
  },
  details: `
Changes nothing. The exit code is 1 when a file is damaged. A segment whose last batch is cut short, as a crash leaves
it, is incomplete and no damage: the next start restores it from the journal. Stop the broker first: a file that is
being written looks incomplete.`,
  async run({ arguments: paths, options, io }) {
    const files = collectLogFiles(paths.map((path) => resolve(io.workingDirectory, path)));
    const check = options.has('records') ? await recordCheck() : null;
    const byDirectory = new Map<string, LogFile[]>();
    for (const file of files) byDirectory.set(file.directory, [...(byDirectory.get(file.directory) ?? []), file]);
    const verdicts: FileVerdict[] = [];
    for (const group of byDirectory.values()) verdicts.push(...(await verifyDirectory(group, check)));
    const damaged = verdicts.filter(({ state }) => state === 'damaged').length;
    if (options.has('json')) await io.write(jsonLine({ files: verdicts, damaged }));
    else await io.write(text(verdicts, options.has('all'), damaged));
    return damaged > 0 ? EXIT_FAILURE : EXIT_OK;
  },
};

function text(verdicts: readonly FileVerdict[], listsSound: boolean, damaged: number): string {
  const listed = verdicts.filter(({ state }) => listsSound || state !== 'sound');
  const rows = listed.map(({ state, path, message }) => [state, path, message ?? '']);
  const table = rows.length === 0 ? '' : formatTable([{ title: 'STATE' }, { title: 'FILE' }, { title: 'WHY' }], rows);
  const sum = (of: 'batches' | 'records') => verdicts.reduce((total, verdict) => total + (verdict[of] ?? 0), 0);
  const incomplete = verdicts.filter(({ state }) => state === 'incomplete').length;
  return `${table}${verdicts.length} files with ${sum('batches')} batches and ${sum('records')} records: ${damaged} damaged, ${incomplete} incomplete\n`;
}

/** Unpacks every batch and walks its records. */
async function recordCheck(): Promise<BatchCheck> {
  const codecs = await loadCodecs();
  const reader = new RecordReader();
  return (batch) => {
    let section: Uint8Array | null = null;
    if (batch.compression !== Compression.None) {
      const plain = codecs.decompress(batch.compression, batch.bytes, batch.recordsStart, batch.end, 2 ** 30);
      if (typeof plain === 'string') return `the batch at offset ${batch.baseOffset} does not unpack: ${plain}`;
      section = plain;
    }
    reader.wrapBatch(batch, section);
    while (reader.next());
    return reader.error === null ? null : `the batch at offset ${batch.baseOffset}: ${reader.error}`;
  };
}
