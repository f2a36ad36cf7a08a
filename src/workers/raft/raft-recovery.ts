/**
 * Opens a voter's durable state: term, vote, log, and what stands in for the log's beginning. Formats a directory that
 * has none. Throws MetadataCorruptionError or ForeignClusterError rather than vote from less than was durable. Runs once,
 * synchronously, before the thread serves anything.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { configurationOf, EMPTY_CONFIGURATION } from '../../core/raft/configuration.ts';
import { NO_BYTES } from '../../core/raft/entry.ts';
import { MemoryStorage } from '../../core/raft/memory-storage.ts';
import { NO_NODE } from '../../core/raft/node-id.ts';
import { NO_SNAPSHOT, type Snapshot } from '../../core/raft/snapshot.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { contentEnd } from '../../runtime/files/zeros.ts';
import { ForeignClusterError, MetadataCorruptionError } from '../controller/log-errors.ts';
import { clusterTagOf, sameTag, type Tag } from '../controller/log-format.ts';
import { runLogJob } from '../controller/log-jobs.ts';
import { randomTag } from '../controller/log-recovery.ts';
import {
  decodeBase,
  decodeChange,
  decodeRaftHeader,
  encodeBase,
  encodeRaftHeader,
  putRaftFrame,
  RAFT_HEADER,
  type RaftBase,
  type RaftFileHeader,
  type RaftFrame,
  RaftFrameKind,
  raftFrameAt,
  raftFrameSize,
} from './raft-format.ts';

/** A few hundred elections; a fuller one is replaced. */
const FILE_BYTES = 64 * 1024;
const NAME = /^raft-(\d{20})\.log$/;

export interface OpenRaftOptions {
  readonly directory: string;
  readonly clusterId: string;
  readonly nodeId: number;
  /** The voters of a new cluster, by configuration. What a directory already knows goes before it. */
  readonly voters: readonly number[];
  /**
   * The highest epoch that the metadata log beside it knows, 0 where that is empty. A log without its votes is refused,
   * but for a sole voter, whose log may be older than its votes.
   */
  readonly formerEpoch: number;
  randomBytes(length: number): Uint8Array;
}

/** Where the next frame goes. */
export interface ActiveRaftFile {
  readonly name: string;
  readonly header: RaftFileHeader;
  end: number;
  /** Of the last frame. */
  sequence: number;
}

export interface RecoveredRaft {
  readonly storage: MemoryStorage;
  /** Counts this start already. */
  readonly starts: number;
  readonly firstVoters: readonly number[];
  readonly active: ActiveRaftFile;
  /** Older files that a crash left behind. */
  readonly leftovers: readonly string[];
  /** What was repaired, as sentences for the log. */
  readonly notes: readonly string[];
}

export function raftFileName(generation: number): string {
  return `raft-${String(generation).padStart(20, '0')}.log`;
}

export function openRaftStore(files: FileSystem, options: OpenRaftOptions): RecoveredRaft {
  const { directory, clusterId } = options;
  files.makeDirectory(directory);
  const names = files
    .list(directory)
    .filter((name) => NAME.test(name))
    .sort();
  const name = names.pop();
  if (name === undefined) return format(files, options);
  const path = `${directory}/${name}`;
  const bytes = files.readFile(path) ?? new Uint8Array(0);
  const header = decodeRaftHeader(bytes);
  if (header === null) throw new MetadataCorruptionError(path, 0, 'the header is not sound');
  if (!sameTag(header.clusterTag, clusterTagOf(clusterId))) throw new ForeignClusterError(path, clusterId);
  if (raftFileName(header.generation) !== name) {
    throw new MetadataCorruptionError(path, 32, `the header names generation ${header.generation}`);
  }
  if (bytes.length !== header.size) {
    const at = Math.min(bytes.length, header.size);
    throw new MetadataCorruptionError(path, at, `the file has ${bytes.length} bytes, its header says ${header.size}`);
  }
  const { storage, starts, firstVoters, changeEnd, end, sequence, durableUpTo } = replay(path, bytes, header);
  const tailEnd = contentEnd(bytes, end);
  const known = Math.max(durableUpTo, durableBehind(bytes, end, tailEnd, header));
  if (known > sequence) {
    const problem = `write ${sequence + 1} was durable and cannot be read (up to ${known} was)`;
    throw new MetadataCorruptionError(path, end, problem);
  }
  const notes: string[] = [];
  if (tailEnd > end) {
    notes.push(`raft log ${path} had an unfinished write at byte ${end}, which was never acknowledged: removed`);
  }
  // What is read may be in the page cache alone (log-recovery.ts): a vote that is told of must be on the disk, and so must
  // a marker that writes follow.
  const from = sequence > durableUpTo ? RAFT_HEADER : changeEnd;
  rewrite(files, path, bytes, from, end, tailEnd > end ? bytes.length : end);
  return { storage, starts: starts + 1, firstVoters, active: { name, header, end, sequence }, leftovers: names, notes };
}

/** A whole file out of one base frame, with at least `room` bytes for what follows. */
export function newRaftFile(
  clusterTag: Tag,
  fileTag: Tag,
  generation: number,
  base: RaftBase,
  room: number,
): { bytes: Uint8Array; active: ActiveRaftFile } {
  const payload = encodeBase(base);
  let size = FILE_BYTES;
  // At least half of it for what is to come.
  while (RAFT_HEADER + raftFrameSize(payload.length) + room > size / 2) size *= 2;
  const header = { clusterTag, fileTag, generation, size };
  const bytes = new Uint8Array(size);
  bytes.set(encodeRaftHeader(header), 0);
  const end = putRaftFrame(bytes, RAFT_HEADER, header, {
    kind: RaftFrameKind.BASE,
    sequence: 1,
    durableUpTo: 1,
    payload,
  });
  return { bytes, active: { name: raftFileName(generation), header, end, sequence: 1 } };
}

interface Replayed {
  readonly storage: MemoryStorage;
  readonly starts: number;
  readonly firstVoters: readonly number[];
  /** Where the last frame ends that is no marker. */
  readonly changeEnd: number;
  readonly end: number;
  readonly sequence: number;
  readonly durableUpTo: number;
}

function replay(path: string, bytes: Uint8Array, header: RaftFileHeader): Replayed {
  const first = raftFrameAt(bytes, RAFT_HEADER, header);
  // A file has its name only once it is durable: nothing can have torn its first frame.
  if (first === null || first.kind !== RaftFrameKind.BASE || first.sequence !== 1) {
    throw new MetadataCorruptionError(path, RAFT_HEADER, 'the state it begins with cannot be read');
  }
  const base = decoded(path, RAFT_HEADER, () => decodeBase(first.payload));
  const storage = storageOf(base);
  let { starts } = base;
  let frame: RaftFrame = first;
  let { durableUpTo, end: changeEnd } = first;
  while (true) {
    const at = frame.end;
    const next = raftFrameAt(bytes, at, header);
    if (next === null) break;
    const follows =
      next.kind === RaftFrameKind.MARKER ? next.sequence === frame.sequence : next.sequence === frame.sequence + 1;
    if (!follows) throw new MetadataCorruptionError(path, at, `write ${next.sequence} follows write ${frame.sequence}`);
    durableUpTo = Math.max(durableUpTo, next.durableUpTo);
    if (next.kind === RaftFrameKind.CHANGE) {
      const change = decoded(path, at, () => decodeChange(next.payload));
      if (change.snapshot !== null) storage.applySnapshot(change.snapshot);
      if (change.entries.length > 0) {
        if (change.entries[0]!.index > storage.lastIndex() + 1) {
          throw new MetadataCorruptionError(path, at, `entry ${storage.lastIndex() + 1} is missing`);
        }
        storage.append(change.entries);
      }
      if (change.hardState !== null) storage.setHardState(change.hardState);
      starts = change.starts ?? starts;
      changeEnd = next.end;
    } else if (next.kind !== RaftFrameKind.MARKER) {
      throw new MetadataCorruptionError(path, at, `frame kind ${next.kind} is unknown`);
    }
    frame = next;
  }
  const { end, sequence } = frame;
  return { storage, starts, firstVoters: base.firstVoters, changeEnd, end, sequence, durableUpTo };
}

function storageOf({ compacted, snapshot, entries, hardState }: RaftBase): MemoryStorage {
  const storage = new MemoryStorage();
  if (compacted.index === snapshot.index) storage.applySnapshot(snapshot);
  else {
    // Entries that the snapshot covers are still held, for followers that lag.
    storage.applySnapshot({ ...NO_SNAPSHOT, ...compacted });
    storage.recordSnapshot(snapshot);
  }
  storage.append(entries);
  storage.setHardState(hardState);
  return storage;
}

function decoded<T>(path: string, at: number, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new MetadataCorruptionError(path, at, `a write is intact but unreadable to this version: ${error.message}`);
  }
}

/** What sound frames behind the first bad one say was durable. */
function durableBehind(bytes: Uint8Array, from: number, to: number, header: RaftFileHeader): number {
  let known = 0;
  for (let position = from; position < to; position += 8) {
    const frame = raftFrameAt(bytes, position, header);
    if (frame !== null) known = Math.max(known, frame.durableUpTo);
  }
  return known;
}

/** `[from, end)` as it is, zeros up to `to`. */
function rewrite(files: FileSystem, path: string, bytes: Uint8Array, from: number, end: number, to: number): void {
  if (from === to) return;
  const content = bytes.slice(from, to);
  content.fill(0, end - from);
  const file = files.open(path, 'write');
  try {
    files.write(file, content, 0, content.length, from);
    files.sync(file);
  } finally {
    files.close(file);
  }
}

function format(files: FileSystem, options: OpenRaftOptions): RecoveredRaft {
  const { directory, clusterId, nodeId, formerEpoch } = options;
  const isVoter = options.voters.includes(nodeId);
  if (formerEpoch > 0 && isVoter && options.voters.length > 1) {
    const problem = 'the votes beside a metadata log with entries are missing';
    throw new MetadataCorruptionError(`${directory}/${raftFileName(1)}`, 0, problem);
  }
  // The same on each of the first voters: what makes them one cluster.
  const snapshot: Snapshot = isVoter
    ? { index: 1, term: 1, configuration: configurationOf(options.voters), data: NO_BYTES }
    : { ...NO_SNAPSHOT, configuration: EMPTY_CONFIGURATION };
  const term = isVoter ? Math.max(1, formerEpoch) : 0;
  const base: RaftBase = {
    starts: 1,
    firstVoters: isVoter ? snapshot.configuration.voters : [],
    hardState: { term, vote: NO_NODE, commit: snapshot.index },
    snapshot,
    compacted: { term: snapshot.term, index: snapshot.index },
    entries: [],
  };
  const { bytes, active } = newRaftFile(clusterTagOf(clusterId), randomTag(options), 1, base, 0);
  const { error } = runLogJob(files, { kind: 'store', directory, name: active.name, bytes });
  if (error !== null) throw Object.assign(new Error(`${directory}: ${error.message}`), { code: error.code });
  return { storage: storageOf(base), starts: 1, firstVoters: base.firstVoters, active, leftovers: [], notes: [] };
}
