/**
 * Opens one log directory: replays the journal into the segment files, makes that durable, begins a new incarnation and
 * loads what every partition holds. Runs on the WAL thread before it takes its first frame.
 *
 * Damage that a crash cannot explain is never cut away: of the journal it refuses the directory, of a partition's files
 * it marks that partition.
 */
import { parseLeaderEpochs } from '../core/log/leader-epochs.ts';
import { parsePartitionMetadata } from '../core/log/partition-metadata.ts';
import { PARTITION_METADATA, parsePartitionDirectory, partitionDirectoryName } from '../core/log/segment-names.ts';
import { writeDurably } from '../runtime/files/durable-rename.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { CLEAN_SHUTDOWN_FILE, markClean, readLastIncarnation } from './broker-epoch.ts';
import { DirectoryClaims } from './directory-claims.ts';
import { carryOutFlush } from './flush.ts';
import { provenHighWatermark, readHighWatermarks, type SavedOffset } from './high-watermark-checkpoint.ts';
import {
  CHECKPOINT_NAME,
  decodeCheckpoint,
  encodeCheckpoint,
  frameSeed,
  JOURNAL_DIRECTORY,
  type JournalPosition,
} from './journal/journal-file.ts';
import { scanJournal } from './journal/journal-scan.ts';
import { JournalWriter } from './journal/journal-writer.ts';
import { ProvenReplay } from './journal/proven-replay.ts';
import { encodeOffsetCheckpoints, type PartitionOffsets, readOffsetCheckpoints } from './offset-checkpoints.ts';
import { type LoadedPartition, loadPartition } from './partition-loader.ts';
import type { CacheBypass } from './segments/cache-bypass.ts';
import { DirectoryWriter } from './segments/directory-writer.ts';
import { PartitionWriter } from './segments/partition-writer.ts';

const DEFAULT_INDEX_INTERVAL_BYTES = 4096;

/** A log directory that must not be served. The message names file and place. */
export class LogDirectoryError extends Error {
  override readonly name = 'LogDirectoryError';
}

export interface DirectoryFrames {
  readonly replayed: number;
  /** Never used before; then it was not left clean either. */
  readonly isNew: boolean;
  readonly wasClean: boolean;
  /** See `LastIncarnation`. */
  readonly completeEpoch: number;
  /** Frames of this incarnation are sealed with it. */
  readonly seed: number;
  /** lsn of the next frame. */
  readonly lsn: number;
}

export interface OpenedDirectory {
  readonly files: FileSystem;
  readonly path: string;
  readonly journalPath: string;
  /** Null when acknowledgements do not wait for the disk. */
  readonly journal: JournalWriter | null;
  readonly writer: DirectoryWriter;
  readonly partitions: LoadedPartition[];
  readonly frames: DirectoryFrames;
  readonly problems: string[];
  /** Directories named like a partition whose topic id cannot be read: a partition of that name is not served. */
  readonly brokenDirectories: string[];
  /** Kafka's checkpoint files as they stand now. */
  checkpointFiles(): { name: string; content: Uint8Array }[];
  /** Leaves the mark of an orderly stop. Everything has been flushed. */
  markClean(): void;
}

interface Found {
  readonly writer: PartitionWriter;
  readonly topic: string;
  readonly partition: number;
}

export interface OpenOptions {
  readonly flush: 'fsync' | 'os';
  readonly journalFileBytes: number;
  /** 16 bytes that no other directory has drawn: the journal id of a new directory. */
  readonly random: Uint8Array;
  /** Wall clock, ms. */
  readonly now: number;
  /** How long runs of the logs may be written. */
  readonly bypass?: CacheBypass;
  /** Log files that may be open at a time. */
  readonly openLogsMax?: number | undefined;
}

/** @throws LogDirectoryError, or the operating system's error, when the directory must not be served */
export function openLogDirectory(files: FileSystem, path: string, options: OpenOptions): OpenedDirectory {
  const { flush, journalFileBytes, random } = options;
  const journalPath = `${path}/${JOURNAL_DIRECTORY}`;
  const isNew = !files.exists(journalPath);
  files.makeDirectory(journalPath);
  const problems: string[] = [];
  const { wasClean, completeEpoch } = readLastIncarnation(files, path);
  const writer = new DirectoryWriter(files, path, options.bypass ?? null, options.openLogsMax);
  const brokenDirectories: string[] = [];
  const found = findPartitions(files, path, problems, brokenDirectories);
  const highWatermarks = readHighWatermarks(files, path, problems);
  const checkpoints = readOffsetCheckpoints(files, path, problems);
  for (const each of found) {
    const name = partitionDirectoryName(each.topic, each.partition);
    each.writer.logStartOffset = checkpoints.logStartOf(name, each.writer.topicId);
    writer.adopt(each.writer, each.topic, each.partition);
  }

  const from = readJournalCheckpoint(files, journalPath, random);
  const replay = new DirectoryClaims({
    files,
    path,
    journalPath,
    from,
    problems,
    broken: brokenDirectories,
    checkpoints,
  });
  const proven = new ProvenReplay(files, (view, bytes, at) => {
    writer.take(view, bytes, at, replay);
    writer.writeGathered(view, bytes);
  });
  const end = scanJournal(files, journalPath, from, (view, bytes, at, path) => proven.take(view, bytes, at, path));
  if (end.corruption !== null) {
    throw new LogDirectoryError(
      `${path}: the journal is damaged: ${end.corruption}. Nothing was cut; restore the file or remove the directory from log.dirs`,
    );
  }
  proven.finish();
  const fault = replay.fault();
  if (fault !== null) throw new LogDirectoryError(fault);
  const touched = writer.takeDirty();
  writer.close();
  carryOutFlush(files, { ...touched, replacements: [] });

  const begin: JournalPosition = {
    ...from,
    incarnation: from.incarnation + 1,
    sequence: end.nextSequence,
    lsn: end.lsn,
  };
  const partitions: LoadedPartition[] = [];
  for (const { topic, partition, writer: each } of writer.named()) {
    const loaded = loadPartition(files, each.path, {
      topic,
      partition,
      topicId: each.topicId,
      logStartOffset: each.logStartOffset,
      recoveryPoint: Math.min(
        checkpoints.recoveryPointOf(partitionDirectoryName(topic, partition), each.topicId),
        each.cutTo,
      ),
      tornTailAllowed: flush === 'os' && !wasClean,
      checkSealed: !wasClean,
      now: options.now,
    });
    each.nextOffset = loaded.logEndOffset;
    each.logStartOffset = loaded.logStartOffset;
    partitions.push(withHighWatermark(loaded, highWatermarks.get(`${each.topicId}:${partition}`)));
    if (loaded.problem !== null) problems.push(loaded.problem);
  }

  const checkpointFiles = (): { name: string; content: Uint8Array }[] => {
    const offsets: PartitionOffsets[] = [];
    for (const { topic, partition, writer: each } of writer.named()) {
      const { topicId, logStartOffset, nextOffset: recoveryPoint } = each;
      offsets.push({ topic, partition, topicId, logStartOffset, recoveryPoint });
    }
    return encodeOffsetCheckpoints(offsets);
  };
  for (const { name, content } of checkpointFiles()) writeDurably(files, path, name, content);
  writeDurably(files, journalPath, CHECKPOINT_NAME, encodeCheckpoint(begin));
  files.remove(`${path}/${CLEAN_SHUTDOWN_FILE}`);
  files.syncDirectory(path);

  return {
    files,
    path,
    journalPath,
    journal: flush === 'fsync' ? new JournalWriter(files, journalPath, journalFileBytes, begin) : null,
    writer,
    partitions,
    frames: {
      replayed: end.frames,
      isNew,
      wasClean,
      completeEpoch,
      seed: frameSeed(begin.journalId, begin.incarnation),
      lsn: begin.lsn,
    },
    problems,
    brokenDirectories,
    checkpointFiles,
    markClean: () => markClean(files, path),
  };
}

function withHighWatermark(loaded: LoadedPartition, saved: SavedOffset | undefined): LoadedPartition {
  const epochs = saved === undefined ? 'not saved' : parseLeaderEpochs(loaded.leaderEpochs);
  if (typeof epochs === 'string') return loaded;
  const { logStartOffset, logEndOffset } = loaded;
  return { ...loaded, highWatermark: provenHighWatermark(saved, logStartOffset, logEndOffset, epochs) };
}

function readJournalCheckpoint(files: FileSystem, journalPath: string, random: Uint8Array): JournalPosition {
  const bytes = files.readFile(`${journalPath}/${CHECKPOINT_NAME}`);
  if (bytes === null) {
    if (files.list(journalPath).some((name) => name.endsWith('.wal'))) {
      throw new LogDirectoryError(
        `${journalPath} holds journal files, but no ${CHECKPOINT_NAME} that says where to begin`,
      );
    }
    return { journalId: random.slice(0, 16), incarnation: 0, sequence: 0, lsn: 0 };
  }
  const position = decodeCheckpoint(bytes);
  if (typeof position === 'string')
    throw new LogDirectoryError(`${journalPath}/${CHECKPOINT_NAME} is damaged: ${position}`);
  return position;
}

function findPartitions(files: FileSystem, path: string, problems: string[], broken: string[]): Found[] {
  const found: Found[] = [];
  for (const name of files.list(path)) {
    const parsed = parsePartitionDirectory(name);
    if (parsed === null) continue;
    const directory = `${path}/${name}`;
    if (parsed.state === 'deleted') files.removeDirectory(directory);
    if (parsed.state !== 'live') continue;
    const metadata = files.readFile(`${directory}/${PARTITION_METADATA}`);
    const isMissing = metadata === null || metadata.length === 0;
    const decoded = isMissing ? null : parsePartitionMetadata(new TextDecoder().decode(metadata));
    if (decoded === null || typeof decoded === 'string') {
      // A crash before the topic's name was on the disk: no file, an empty one, or one whose size came there before its
      // content; beside it no records, but perhaps what an opened log writes by the way.
      if (!files.list(directory).some((file) => file.includes('.log'))) files.removeDirectory(directory);
      else {
        problems.push(
          `${directory}${decoded === null ? ` has no ${PARTITION_METADATA}` : `: ${decoded}`}: it is left alone`,
        );
        broken.push(name);
      }
      continue;
    }
    const { topicId } = decoded;
    found.push({
      topic: parsed.topic,
      partition: parsed.partition,
      writer: new PartitionWriter(files, directory, topicId, DEFAULT_INDEX_INTERVAL_BYTES),
    });
  }
  return found;
}
