import { resolve } from 'node:path';
import { Compression } from '../../core/records/batch-format.ts';
import type { BatchView } from '../../core/records/batch-view.ts';
import { RecordReader } from '../../core/records/record-reader.ts';
import { type Codecs, loadCodecs } from '../../runtime/compression/codecs.ts';
import { JSON_OPTION } from '../cluster-options.ts';
import { type Command, type CommandIo, EXIT_FAILURE, EXIT_OK } from '../command.ts';
import { batchRow, fileRows, type Row } from '../log/describe-file.ts';
import { walkJournal } from '../log/journal.ts';
import { collectLogFiles, type LogFile } from '../log/log-files.ts';
import { scanSegmentFile } from '../log/scan-segment-file.ts';
import { recordJson } from '../record-format.ts';

export const logDump: Command = {
  name: 'log dump',
  summary: 'Print what the files of a log directory say',
  arguments: '<directory|file>...',
  argumentCount: [1, 1000],
  options: {
    records: { type: 'boolean', short: 'r', description: 'Print the records of each batch too' },
    json: { ...JSON_OPTION, description: 'Write JSON, one line per batch, record or entry' },
  },
  details: `
Reads segments (.log), indexes (.index, .timeindex, .txnindex), producer snapshots (.snapshot), checkpoints,
partition.metadata and meta.properties, of this broker or of Kafka, and this broker's journal. The exit code is 1 when a
file could not be read to its end.`,
  async run({ arguments: paths, options, io }) {
    const codecs = options.has('records') ? await loadCodecs() : null;
    let isSound = true;
    for (const file of collectLogFiles(paths.map((path) => resolve(io.workingDirectory, path)))) {
      if (!options.has('json')) await io.write(`${file.path} (${file.kind})\n`);
      const problem =
        file.kind === 'segment'
          ? await dumpSegment(file, codecs, options.has('json'), io)
          : await dumpFile(file, options.has('json'), io);
      if (problem === null) continue;
      isSound = false;
      await io.write(options.has('json') ? `${JSON.stringify({ file: file.path, problem })}\n` : `  ! ${problem}\n`);
    }
    return isSound ? EXIT_OK : EXIT_FAILURE;
  },
};

async function dumpFile(file: LogFile, isJson: boolean, io: CommandIo): Promise<string | null> {
  if (file.kind === 'journal') return dumpJournal(file, isJson, io);
  const rows = fileRows(file);
  if (typeof rows === 'string') return rows;
  for (const row of rows) await io.write(line(file, row, isJson));
  return null;
}

/** Lines gather until the walk is over: the journal holds a few checkpoints' worth of frames. */
async function dumpJournal(file: LogFile, isJson: boolean, io: CommandIo): Promise<string | null> {
  const lines: string[] = [];
  const { problem } = walkJournal(file.path, (row) => lines.push(line(file, row, isJson)));
  await io.write(lines.join(''));
  return problem;
}

async function dumpSegment(
  file: LogFile,
  codecs: Codecs | null,
  isJson: boolean,
  io: CommandIo,
): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  const flush = () => io.write(Buffer.concat(chunks.splice(0)));
  let fault: string | null = null;
  const { verdict, soundBytes, size } = await scanSegmentFile(
    file.path,
    file.baseOffset,
    (batch, position) => {
      chunks.push(Buffer.from(line(file, batchRow(batch, position), isJson)));
      if (codecs !== null && !batch.isControl) fault = dumpRecords(batch, codecs, isJson, chunks) ?? fault;
    },
    flush,
  );
  if (verdict.kind === 'sound') return fault;
  const more =
    verdict.kind === 'corruption'
      ? `; the next sound batch is at byte ${verdict.nextPosition}, offset ${verdict.nextOffset}`
      : '';
  return `${verdict.reason} at byte ${soundBytes} of ${size}${more}`;
}

const reader = new RecordReader();

function dumpRecords(batch: BatchView, codecs: Codecs, isJson: boolean, chunks: Uint8Array[]): string | null {
  let section: Uint8Array | null = null;
  if (batch.compression !== Compression.None) {
    const plain = codecs.decompress(batch.compression, batch.bytes, batch.recordsStart, batch.end, 2 ** 30);
    if (typeof plain === 'string') return `the batch at offset ${batch.baseOffset} does not unpack: ${plain}`;
    section = plain;
  }
  reader.wrapBatch(batch, section);
  while (reader.next()) {
    const headers: { key: Uint8Array; value: Uint8Array | null }[] = [];
    while (reader.nextHeader()) headers.push({ key: reader.headerKeyBytes(), value: reader.headerValueBytes() });
    const { offset, timestamp } = reader;
    const record = { offset, timestamp, key: reader.keyBytes(), value: reader.valueBytes(), headers };
    chunks.push(Buffer.from(`${isJson ? '' : '    '}${JSON.stringify(recordJson(record))}\n`));
  }
  return reader.error === null ? null : `the batch at offset ${batch.baseOffset}: ${reader.error}`;
}

function line(file: LogFile, row: Row, isJson: boolean): string {
  if (isJson) return `${JSON.stringify({ file: file.path, ...row })}\n`;
  const cells = Object.entries(row).filter(([, value]) => value !== null && value !== false);
  return `  ${cells.map(([name, value]) => (value === true ? name : `${name}=${value}`)).join(' ')}\n`;
}
