/** A metadata log over a disk in memory, and ways to look at what it kept. */
import { ClusterImage, type MetadataEntry } from '../../../src/core/metadata/cluster-image.ts';
import { type MetadataRecord, metadataRecord, RecordType } from '../../../src/core/metadata/records.ts';
import type { LogPosition } from '../../../src/core/metadata-log/log-entry.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import type { FileSystem } from '../../../src/runtime/files/file-system.ts';
import { encodePayload } from '../../../src/workers/controller/log-format.ts';
import { type LogIo, SyncLogIo } from '../../../src/workers/controller/log-io.ts';
import { openMetadataLog, type RecoveredLog } from '../../../src/workers/controller/log-recovery.ts';
import { MetadataLog } from '../../../src/workers/controller/metadata-log.ts';
import { encodeSnapshot } from '../../../src/workers/controller/snapshot-file.ts';
import { seededRandom } from '../../core/metadata/support.ts';

export const DIRECTORY = '/data/__chronik_metadata';
export const CLUSTER = 'cluster-one';

export interface OpenLog {
  readonly recovered: RecoveredLog;
  readonly log: MetadataLog;
  readonly clock: ManualClock;
  /** Indexes that were reported durable, in order. */
  readonly durable: number[];
  readonly fatal: Error[];
  /** Of what was appended. */
  last: LogPosition;
}

export interface LogLimits {
  segmentSize?: number;
  snapshotEntries?: number;
  retainedEntries?: number;
}

export function openLog(
  files: FileSystem,
  limits: LogLimits = {},
  io: LogIo = new SyncLogIo(files),
  seed = 5,
): OpenLog {
  const random = seededRandom(seed);
  const options = {
    directory: DIRECTORY,
    clusterId: CLUSTER,
    segmentSize: 4096,
    snapshotEntries: 1_000_000,
    retainedEntries: 10,
    ...limits,
    randomBytes: (length: number) => random.bytes(length),
  };
  const recovered = openMetadataLog(files, options);
  const clock = new ManualClock();
  const durable: number[] = [];
  const fatal: Error[] = [];
  const log = new MetadataLog(recovered, options, io, clock, { onFatal: (error) => fatal.push(error) });
  log.open();
  return { recovered, log, clock, durable, fatal, last: recovered.last };
}

export function note(text: string) {
  return metadataRecord(RecordType.CONFIG, {
    resourceType: 4,
    resourceName: '',
    name: text,
    value: 'v'.repeat(text.length),
  });
}

/** Appends one entry. `durable` names it once it is. */
export function append(open: OpenLog, epoch: number, records: MetadataRecord[]): MetadataEntry {
  const index = open.last.index + 1;
  open.last = { epoch, index };
  open.log.append([{ epoch, index, requestId: null, payload: encodePayload(records) }], () => open.durable.push(index));
  return { epoch, index, records };
}

/** Appends one entry per text in `epoch` and writes them as one group. */
export function appendGroup(open: OpenLog, epoch: number, ...texts: string[]): void {
  for (const text of texts) append(open, epoch, [note(text)]);
  open.log.flush();
}

/** Takes back what is behind `index`, an entry of `epoch`. */
export function truncate(open: OpenLog, epoch: number, index: number): void {
  open.last = { epoch, index };
  open.log.truncate(open.last, () => open.durable.push(-index));
}

/** Puts a snapshot of an image that holds `texts` in the place of the log. */
export function install(open: OpenLog, epoch: number, index: number, texts: readonly string[]): void {
  const image = new ClusterImage();
  const start = metadataRecord(RecordType.EPOCH_START, { epoch, controllerId: 1, clusterId: CLUSTER });
  image.replayEntry({ epoch, index, records: [start, ...texts.map(note)] });
  open.last = { epoch, index };
  open.log.install(open.last, encodeSnapshot(image), () => open.durable.push(-index));
}

export function textsOf(entries: readonly MetadataEntry[]): string[] {
  return entries.flatMap((entry) =>
    entry.records.map((record) => (record.type === RecordType.CONFIG ? record.data.name : `type ${record.type}`)),
  );
}

export function namesIn(image: ClusterImage): string[] {
  return [...image.configs.of(4, '').keys()];
}

/** Everything a recovered log holds, whether in its snapshot or behind it. */
export function allTexts(recovered: RecoveredLog): string[] {
  return [...namesIn(recovered.snapshot), ...textsOf(recovered.entries)];
}

export function closeLog(open: OpenLog): void {
  let isClosed = false;
  open.log.close(() => {
    isClosed = true;
  });
  if (!isClosed) throw new Error('the log did not close');
}
