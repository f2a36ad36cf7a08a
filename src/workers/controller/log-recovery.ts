/**
 * Opens a metadata log directory: the newest sound snapshot, the entries behind it, the promised epoch. Formats an empty
 * directory. Throws MetadataCorruptionError or ForeignClusterError rather than start from less than was durable. Runs
 * once, synchronously, before the thread serves anything.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { ClusterImage, type MetadataEntry } from '../../core/metadata/cluster-image.ts';
import type { LogEntry, LogPosition } from '../../core/metadata-log/log-entry.ts';
import { writeDurably } from '../../runtime/files/durable-rename.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { ForeignClusterError, MetadataCorruptionError } from './log-errors.ts';
import {
  clusterTagOf,
  decodePayload,
  decodeSegmentHeader,
  encodeSegmentHeader,
  type Frame,
  SEGMENT_HEADER,
  type SegmentHeader,
  sameTag,
  type Tag,
} from './log-format.ts';
import { incomingName, runLogJob, segmentName, startSegment } from './log-jobs.ts';
import { type SegmentScan, scanSegment } from './segment-scan.ts';
import { decodeSnapshot, snapshotIndex } from './snapshot-file.ts';
import { decodeVoterState, encodeVoterState, VOTER_STATE_FILE } from './voter-state.ts';

export interface LogSegment {
  readonly name: string;
  readonly firstIndex: number;
  /** Of the file, in bytes. */
  readonly size: number;
}

export interface ActiveSegment {
  readonly path: string;
  readonly header: SegmentHeader;
  /** Where the next frame goes. */
  end: number;
}

const SEGMENT = /^\d{20}\.log$/;

export type RecoveredEntry = LogEntry & MetadataEntry;

export interface RecoveredLog {
  /** Empty, with index 0, where none was taken yet. */
  readonly snapshot: ClusterImage;
  /** Entries behind the snapshot, without gaps. */
  readonly entries: readonly RecoveredEntry[];
  readonly last: LogPosition;
  readonly promisedEpoch: number;
  /** Oldest first; the last one is active. */
  readonly segments: readonly LogSegment[];
  readonly active: ActiveSegment;
  /** Indexes of the snapshots that are there, ascending, with their file names. */
  readonly snapshots: readonly { readonly index: number; readonly name: string }[];
  /** What was repaired or passed over, as sentences for the log. */
  readonly notes: readonly string[];
}

export interface OpenOptions {
  readonly directory: string;
  readonly clusterId: string;
  /** Size of new segments in bytes. */
  readonly segmentSize: number;
  /** Fresh bytes for a segment's tag. */
  randomBytes(length: number): Uint8Array;
}

export function openMetadataLog(files: FileSystem, options: OpenOptions): RecoveredLog {
  const { directory, clusterId } = options;
  files.makeDirectory(directory);
  finishInstall(files, options);
  const names = files.list(directory);
  // The same of names: of the log, of the voter state, of raft's file beside them.
  if (names.length > 0) files.syncDirectory(directory);
  let segmentNames = names.filter((name) => SEGMENT.test(name)).sort();
  const promisedEpoch = readVoterState(files, options, segmentNames);
  if (segmentNames.length === 0) segmentNames = [format(files, options)];
  const notes: string[] = [];
  const snapshots = names
    .filter((name) => snapshotIndex(name) !== null)
    .sort()
    .map((name) => ({ index: snapshotIndex(name)!, name }));
  const snapshot = newestSnapshot(files, options, snapshots, notes);

  const clusterTag = clusterTagOf(clusterId);
  const segments: LogSegment[] = [];
  const entries: RecoveredEntry[] = [];
  let last: LogPosition | null = null;
  let active: ActiveSegment | null = null;
  for (const [i, name] of segmentNames.entries()) {
    const path = `${directory}/${name}`;
    const bytes = files.readFile(path) ?? new Uint8Array(0);
    const header = soundHeader(path, name, bytes, clusterTag, clusterId, last);
    const scan = scanSegment(bytes, header);
    const isLast = i === segmentNames.length - 1;
    refuseDamage(path, scan, isLast ? null : Number(segmentNames[i + 1]!.slice(0, 20)));
    for (const frame of scan.entries) {
      if (frame.index > snapshot.index) entries.push(entryOf(path, frame));
    }
    segments.push({ name, firstIndex: header.firstIndex, size: header.size });
    last = scan.last;
    if (isLast) active = activate(files, path, bytes, header, scan, notes);
  }
  const first = segments[0]!;
  if (first.firstIndex > snapshot.index + 1) {
    const problem = `entries ${snapshot.index + 1} to ${first.firstIndex - 1} are missing`;
    throw new MetadataCorruptionError(`${directory}/${first.name}`, 0, problem);
  }
  if (last!.index < snapshot.index) {
    const problem = `the snapshot of entry ${snapshot.index} is ahead of the last entry ${last!.index}`;
    throw new MetadataCorruptionError(`${directory}/${segmentNames.at(-1)!}`, active!.end, problem);
  }
  if (promisedEpoch === null) files.remove(`${directory}/${VOTER_STATE_FILE}.tmp`);
  return {
    snapshot,
    entries,
    last: last!,
    promisedEpoch: Math.max(promisedEpoch ?? writeVoterState(files, options), last!.epoch),
    segments,
    active: active!,
    snapshots,
    notes,
  };
}

/** A snapshot that was taking the place of the log when the process ended takes it now. */
function finishInstall(files: FileSystem, options: OpenOptions): void {
  const { directory, clusterId, segmentSize: size } = options;
  const path = `${directory}/${VOTER_STATE_FILE}`;
  const state = decodeVoterState(files.readFile(path) ?? new Uint8Array(0));
  const arrived = files.list(directory).filter((file) => file.endsWith(incomingName('')));
  if (state === null || state.installing === 0 || state.clusterId !== clusterId) {
    for (const file of arrived) files.remove(`${directory}/${file}`);
    return;
  }
  for (const file of arrived)
    files.rename(`${directory}/${file}`, `${directory}/${file.slice(0, -incomingName('').length)}`);
  files.syncDirectory(directory);
  const names = files.list(directory);
  const name = names.find((file) => snapshotIndex(file) === state.installing);
  const image = name === undefined ? null : decodeSnapshot(files.readFile(`${directory}/${name}`)!);
  if (image === null) {
    const problem = `the snapshot of entry ${state.installing}, which took the place of the log, is damaged or missing`;
    throw new MetadataCorruptionError(path, 0, problem);
  }
  for (const segment of names.filter((file) => SEGMENT.test(file))) files.remove(`${directory}/${segment}`);
  files.syncDirectory(directory);
  const { index, epoch } = image;
  const clusterTag = clusterTagOf(clusterId);
  const header = { clusterTag, segmentTag: randomTag(options), firstIndex: index + 1, prevEpoch: epoch, size };
  files.close(startSegment(files, directory, header));
  writeDurably(files, directory, VOTER_STATE_FILE, encodeVoterState({ ...state, installing: 0 }));
}

/** Null before the directory was ever used. A log without its voter state is refused: the promise in it is lost. */
function readVoterState(files: FileSystem, options: OpenOptions, segmentNames: readonly string[]): number | null {
  const path = `${options.directory}/${VOTER_STATE_FILE}`;
  const bytes = files.readFile(path);
  if (bytes === null) {
    const isFresh = segmentNames.length === 0 || isEmptyFirstSegment(files, options.directory, segmentNames);
    if (isFresh) return null;
    throw new MetadataCorruptionError(path, 0, 'the file is missing beside a log with entries');
  }
  const state = decodeVoterState(bytes);
  if (state === null) throw new MetadataCorruptionError(path, 0, 'the checksum does not match');
  if (state.clusterId !== options.clusterId) throw new ForeignClusterError(path, options.clusterId);
  if (segmentNames.length === 0) throw new MetadataCorruptionError(path, 0, 'the log beside it is missing');
  return state.promisedEpoch;
}

/** Formatting was cut short between the first segment and the voter state. */
function isEmptyFirstSegment(files: FileSystem, directory: string, segmentNames: readonly string[]): boolean {
  if (segmentNames.length !== 1 || segmentNames[0] !== segmentName(1)) return false;
  const bytes = files.readFile(`${directory}/${segmentNames[0]}`)!;
  return bytes.subarray(SEGMENT_HEADER).every((byte) => byte === 0);
}

function format(files: FileSystem, options: OpenOptions): string {
  const name = segmentName(1);
  const header = encodeSegmentHeader({
    clusterTag: clusterTagOf(options.clusterId),
    segmentTag: randomTag(options),
    firstIndex: 1,
    prevEpoch: 0,
    size: options.segmentSize,
  });
  const { directory, segmentSize: size } = options;
  const { file, error } = runLogJob(files, { kind: 'segment', directory, name, size, header, replaces: null });
  if (error !== null) throw Object.assign(new Error(`${directory}: ${error.message}`), { code: error.code });
  files.close(file!);
  return name;
}

function writeVoterState(files: FileSystem, options: OpenOptions): number {
  const bytes = encodeVoterState({ clusterId: options.clusterId, promisedEpoch: 0, installing: 0 });
  const { directory } = options;
  const { error } = runLogJob(files, { kind: 'store', directory, name: VOTER_STATE_FILE, bytes });
  if (error !== null) throw Object.assign(new Error(`${directory}: ${error.message}`), { code: error.code });
  return 0;
}

export function randomTag(options: Pick<OpenOptions, 'randomBytes'>): Tag {
  const bytes = options.randomBytes(8);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(0), view.getUint32(4)];
}

/** A damaged snapshot is passed over where an older one and the log still cover what it held; the caller checks that. */
function newestSnapshot(
  files: FileSystem,
  options: OpenOptions,
  snapshots: RecoveredLog['snapshots'],
  notes: string[],
): ClusterImage {
  for (const { name } of snapshots.toReversed()) {
    const path = `${options.directory}/${name}`;
    const image = decodeSnapshot(files.readFile(path) ?? new Uint8Array(0));
    if (image === null) {
      notes.push(`metadata snapshot ${path} is damaged and was passed over`);
      continue;
    }
    if (image.clusterId !== options.clusterId) throw new ForeignClusterError(path, options.clusterId);
    return image;
  }
  return new ClusterImage();
}

function soundHeader(
  path: string,
  name: string,
  bytes: Uint8Array,
  clusterTag: Tag,
  clusterId: string,
  last: LogPosition | null,
): SegmentHeader {
  const header = decodeSegmentHeader(bytes);
  if (header === null) throw new MetadataCorruptionError(path, 0, 'the segment header is not sound');
  if (!sameTag(header.clusterTag, clusterTag)) throw new ForeignClusterError(path, clusterId);
  if (segmentName(header.firstIndex) !== name) {
    throw new MetadataCorruptionError(path, 32, `the header names ${header.firstIndex} as the first entry`);
  }
  if (bytes.length !== header.size) {
    const at = Math.min(bytes.length, header.size);
    throw new MetadataCorruptionError(path, at, `the file has ${bytes.length} bytes, its header says ${header.size}`);
  }
  if (last !== null && (header.firstIndex !== last.index + 1 || header.prevEpoch !== last.epoch)) {
    const problem = `starts at ${header.firstIndex} after epoch ${header.prevEpoch}, but the log before it ends at ${last.index} in epoch ${last.epoch}`;
    throw new MetadataCorruptionError(path, 32, problem);
  }
  return header;
}

/** `nextFirst`: first index of the segment behind this one, whose existence proves everything below it; null for the last. */
function refuseDamage(path: string, scan: SegmentScan, nextFirst: number | null): void {
  if (scan.damage !== null) throw new MetadataCorruptionError(path, scan.damage.offset, scan.damage.problem);
  if (nextFirst === null || scan.last.index === nextFirst - 1) return;
  throw new MetadataCorruptionError(path, scan.end, `entry ${scan.last.index + 1} cannot be read`);
}

function entryOf(path: string, frame: Frame): RecoveredEntry {
  const { epoch, index, requestId } = frame;
  // A view would keep the whole segment in memory.
  const payload = frame.payload.slice();
  try {
    return { epoch, index, requestId, payload, records: decodePayload(payload) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const problem = `entry ${frame.index} is intact but unreadable to this version: ${error.message}`;
    throw new MetadataCorruptionError(path, frame.position, problem);
  }
}

function activate(
  files: FileSystem,
  path: string,
  bytes: Uint8Array,
  header: SegmentHeader,
  scan: SegmentScan,
  notes: string[],
): ActiveSegment {
  if (scan.hasTornTail) {
    notes.push(
      `metadata log ${path} had an unfinished write at byte ${scan.end}, which was never acknowledged: removed`,
    );
  }
  // What this process reads may be in the page cache alone: the last one was killed before its sync, or the sync failed, and
  // then the system takes the pages for written. Only writing them again makes them durable. That goes for the marker at the
  // end as well: what it says is so, but if it is lost there is a hole before whatever comes behind it.
  const unproven = scan.entries.findLast(({ index }) => index <= scan.durableUpTo)?.end ?? SEGMENT_HEADER;
  const rewritten = bytes.slice(unproven, scan.hasTornTail ? bytes.length : scan.end);
  rewritten.fill(0, scan.end - unproven);
  if (rewritten.length > 0) {
    const file = files.open(path, 'write');
    try {
      files.write(file, rewritten, 0, rewritten.length, unproven);
      files.sync(file);
    } finally {
      files.close(file);
    }
  }
  return { path, header, end: scan.end };
}
