/** Mistakes on the way to the disk, and back from it. */
import { type Mutation, mutation } from './mutation.ts';

export const DURABILITY: readonly Mutation[] = [
  mutation(
    'appendSettledAtOnce',
    'takes a batch for durable that has only been put into the ring',
    'workers/wal/wal-client.ts',
    '    this.#ledger.push(this.#writer.head, this.#lsn, sink, batch.nextOffset);\n',
    '    const settled = batch.nextOffset;\n    queueMicrotask(() => sink.onDurable(settled));\n',
  ),
  mutation(
    'journalNotSynced',
    'acknowledges what the disk does not have',
    'workers/wal/wal-agent.ts',
    '    journal.sync();\n',
    '',
  ),
  mutation(
    'durableBeforeSync',
    'publishes the durable cursor before the sync that covers it',
    'workers/wal/wal-agent.ts',
    '    const end = this.#journalGroup(this.#journal, start, published);\n    this.#publishDurable(end);\n',
    '    this.#publishDurable(published);\n    const end = this.#journalGroup(this.#journal, start, published);\n',
    { faults: ['slowDisk', 'kill', 'powerFailure'], paceMs: 600 },
  ),
  mutation(
    'goesOnAfterFailedSync',
    'retries a failed sync, as if the pages were still there',
    'workers/wal/wal-agent.ts',
    "if (error.code === 'ENOSPC' && !(error instanceof SyncFailedError)) {",
    "if (error.code === 'ENOSPC' || error instanceof SyncFailedError) {",
  ),
  mutation(
    'journalDirectoryNotSynced',
    'forgets that a new journal file has a name only in the page cache',
    'storage/journal/journal-writer.ts',
    '    this.#files.syncDirectory(this.#directory);\n',
    '',
    { faults: ['powerFailureInDiskWork', 'powerFailureOfAllInDiskWork', 'powerFailureOfAll'], paceMs: 500 },
  ),
  mutation(
    'renamedUnsynced',
    'puts a small file in place before its content is on the disk',
    'runtime/files/durable-rename.ts',
    '    files.sync(file);\n',
    '',
  ),
  mutation(
    'checkpointUnsynced',
    'moves the checkpoint on though the segment files are not synced',
    'storage/flush.ts',
    '      files.sync(file);\n',
    '',
  ),
  mutation(
    'batchChecksumIgnored',
    'takes the torn batch of a journal frame for a whole one',
    'storage/journal/frame-format.ts',
    "  return crc32c(bytes, payload + CHECKED_PAYLOAD, at + length) === stored ? null : 'bad batch checksum';",
    "  return stored >= 0 ? null : 'bad batch checksum';",
  ),
  mutation(
    'replayNotSynced',
    'begins a new journal before what it replayed is on the disk',
    'storage/open-log-directory.ts',
    '  carryOutFlush(files, { ...touched, replacements: [] });\n',
    '',
  ),
  mutation(
    'metadataNotSynced',
    'acknowledges metadata that the disk does not have',
    'workers/controller/log-jobs.ts',
    '      files.write(job.file, job.bytes, 0, job.bytes.length, job.position);\n      files.sync(job.file);\n',
    '      files.write(job.file, job.bytes, 0, job.bytes.length, job.position);\n',
  ),
];
